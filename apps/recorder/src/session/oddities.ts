import type { AudioChannel, ContactEventCode } from '@voxkeep/contracts';
import { diagnostics } from '@voxkeep/platform';
import type { StreamNotice } from '../media/stream-notices.js';
import type { TrunkTally } from './admission/trunk-tally.js';
import type { Alarms } from './alarms.js';
import { streamNoticed } from './events.js';

/** Disturbances that stand among the events of one call; a stranger may cause any number. */
const mostNoted = 100;
/** What holds is noticed every five seconds; noticed again after so long, it is another disturbance, as it is another alarm. What happens in a moment, a jump or a move, happens anew each time. */
const lasting: ReadonlySet<StreamNotice['code']> = new Set(['other-payload', 'foreign-packets']);
const overAfterMs = 12_000;

/** The trunk of a call, and where it is counted. */
export interface OddTrunk {
  readonly id: string;
  readonly tally: Pick<TrunkTally, 'noticed'>;
}

/** What was odd about the streams of a call: told and counted of its trunk, raised as an alarm, and, once for as long as it holds, noted with the call. */
export class Oddities {
  #noted = 0;
  /** When each was noticed last of each channel, in milliseconds of the call. */
  readonly #lastAt = new Map<string, number>();

  constructor(
    private readonly alarms: Pick<Alarms, 'raise'>,
    private readonly trunk: OddTrunk,
    private readonly call: { note(code: ContactEventCode, channel: AudioChannel): void },
  ) {}

  /** Something was noticed about a channel at a moment of the call. */
  hear(contact: string, channel: AudioChannel, notice: StreamNotice, atMs: number): void {
    const { code } = notice;
    const { id: trunk, tally } = this.trunk;
    if (this.#isNew(code, channel, atMs)) this.call.note(`stream.${code}`, channel);
    diagnostics.record(streamNoticed, { contact, trunk, channel, notice: code });
    if (code === 'other-payload') this.alarms.raise(contact, 'other-codec', channel, atMs);
    if (code === 'foreign-packets') this.alarms.raise(contact, 'foreign-packets', channel, atMs);
    if (notice.code === 'foreign-packets') tally.noticed(trunk, notice.code, notice.packets);
    if (notice.code === 'source-moved' && notice.to === 'elsewhere') tally.noticed(trunk, notice.code);
  }

  #isNew(code: StreamNotice['code'], channel: AudioChannel, atMs: number): boolean {
    const name = `${code} ${channel}`;
    const lastAt = this.#lastAt.get(name);
    this.#lastAt.set(name, atMs);
    if (lasting.has(code) && lastAt !== undefined && atMs - lastAt < overAfterMs) return false;
    this.#noted += 1;
    return this.#noted <= mostNoted;
  }
}
