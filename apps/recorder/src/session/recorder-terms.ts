import type { TelephonyViews } from '@voxkeep/configuration';
import type { KeyringClient } from '@voxkeep/keyring';
import type { RecorderCommands, RecorderStandings, TrunkCounts } from '@voxkeep/operative';
import type { Clock } from '../media/clock.js';
import type { lockFolder } from '../media/journal-lock.js';
import type { SipEndpointOptions } from '../sip/endpoint.js';
import type { CapacityLimits } from './admission/capacity.js';
import type { OperativeKeepers } from './session-room.js';
import type { SilenceLimits } from './silence-watch.js';

/** How this recorder is set up. */
export interface RecorderOptions {
  readonly recorderId: string;
  readonly sip: { readonly address: string; readonly port: number; readonly rtpLow: number; readonly rtpHigh: number };
  readonly vault: { readonly directory: string; readonly watermarkBytes: number; readonly rememberedAt?: string | undefined };
  readonly journalFolder: string;
  /** A folder on another disk, for when the first one fails. */
  readonly secondJournalFolder?: string;
  readonly silence?: SilenceLimits;
  /** Keeps the journal's folder for this recorder; `lockFolder` unless given. */
  readonly lock?: typeof lockFolder;
  readonly capacity?: Partial<CapacityLimits>;
  readonly timers?: SipEndpointOptions['timers'];
  readonly clock?: Clock;
  readonly wallMs?: () => number;
  /** Contacts whose keys are held ready. */
  readonly ownersAhead?: number;
}

/** Other systems that a recorder works with. */
export interface RecorderPeers {
  readonly operative: OperativeKeepers;
  readonly commands: RecorderCommands;
  readonly trunkCounts: Pick<TrunkCounts, 'tell'>;
  readonly standings: Pick<RecorderStandings, 'tell'>;
  readonly telephony: TelephonyViews;
  readonly keyring: KeyringClient;
}
