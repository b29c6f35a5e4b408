import type { CallBooks, Consents, Contacts, Recordings } from '@voxkeep/operative';
import type { Clock } from '../media/clock.js';
import type { PortPool } from '../media/rtp-port.js';
import type { SegmentStores } from '../media/segment-writer.js';
import type { TrunkTally } from './admission/trunk-tally.js';
import type { SilenceLimits } from './silence-watch.js';

/** The keepers of the operative database that a recorder asks and writes to. */
export interface OperativeKeepers {
  readonly books: Pick<CallBooks, 'find' | 'openWith' | 'write'>;
  readonly contacts: Pick<Contacts, 'get' | 'openOf' | 'close'>;
  readonly recordings: Pick<
    Recordings,
    'finish' | 'recordOutcome' | 'openSegmentsOf' | 'forPlayback' | 'closeSegment' | 'dropSegment' | 'gap' | 'remove'
  >;
  readonly consents: Pick<Consents, 'latestFor' | 'find' | 'writeNo'>;
}

/** What every session of this recorder shares. */
export interface SessionRoom {
  readonly operative: OperativeKeepers;
  readonly stores: SegmentStores;
  /** What trunks did that their owner should know. */
  readonly tally: TrunkTally;
  readonly ports: PortPool;
  /** Address on which media are received and which the answers name. */
  readonly mediaAddress: string;
  readonly recorderId: string;
  readonly silence: SilenceLimits;
  /** Steady milliseconds; what a call's positions are counted with. */
  readonly clock: Clock;
  /** Milliseconds since the Unix epoch; what evidence and rows are dated with. */
  readonly wallMs: () => number;
}

/** Who writes the rows of a live call. */
export const recorderActor = 'system:recorder';
