import type { Consents, Contacts, Recordings } from '@voxkeep/operative';
import type { Clock } from '../media/clock.js';
import type { PortPool } from '../media/rtp-port.js';
import type { SegmentStores } from '../media/segment-writer.js';

/** The keepers of the operative database that a session writes to. */
export interface OperativeKeepers {
  readonly contacts: Contacts;
  readonly recordings: Recordings;
  readonly consents: Consents;
}

/** What every session of this recorder shares. */
export interface SessionRoom {
  readonly operative: OperativeKeepers;
  readonly stores: SegmentStores;
  readonly ports: PortPool;
  /** Address on which media are received and which the answers name. */
  readonly mediaAddress: string;
  readonly recorderId: string;
  /** Steady milliseconds; what a call's positions are counted with. */
  readonly clock: Clock;
  /** Milliseconds since the Unix epoch; what evidence and rows are dated with. */
  readonly wallMs: () => number;
}

/** Who writes the rows of a live call. */
export const recorderActor = 'system:recorder';
