import type { AudioChannel, ContactEventCode } from '@voxkeep/contracts';
import { diagnostics } from '@voxkeep/platform';
import type { StreamNotice } from '../media/stream-notices.js';
import type { TrunkTally } from './admission/trunk-tally.js';
import type { Alarms } from './alarms.js';
import { streamNoticed } from './events.js';

/** Notices that stand among the events of one call; a stranger may cause any number. */
const mostNotices = 100;

/** The trunk of a call, and where it is counted. */
export interface OddTrunk {
  readonly id: string;
  readonly tally: Pick<TrunkTally, 'noticed'>;
}

/** What was odd about the streams of a call: told, counted of its trunk, raised as an alarm, and, up to a bound, noted with the call. */
export class Oddities {
  #noted = 0;

  constructor(
    private readonly alarms: Pick<Alarms, 'raise'>,
    private readonly trunk: OddTrunk,
    private readonly call: { note(code: ContactEventCode, channel: AudioChannel): void },
  ) {}

  /** Something was noticed about a channel at a moment of the call. */
  hear(contact: string, channel: AudioChannel, notice: StreamNotice, atMs: number): void {
    const { code } = notice;
    const { id: trunk, tally } = this.trunk;
    this.#noted += 1;
    if (this.#noted <= mostNotices) this.call.note(`stream.${code}`, channel);
    diagnostics.record(streamNoticed, { contact, trunk, channel, notice: code });
    if (code === 'other-payload') this.alarms.raise(contact, 'other-codec', channel, atMs);
    if (code === 'foreign-packets') this.alarms.raise(contact, 'foreign-packets', channel, atMs);
    if (notice.code === 'foreign-packets') tally.noticed(trunk, notice.code, notice.packets);
    if (notice.code === 'source-moved' && notice.to === 'elsewhere') tally.noticed(trunk, notice.code);
  }
}
