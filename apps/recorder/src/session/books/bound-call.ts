import type { BookedContact, ContactInBooks } from '@voxkeep/operative';
import type { KeyRing } from '@voxkeep/keyring';
import type { CallFact } from '@voxkeep/recording';
import type { CallLog } from './call-log.js';

/** A call whose facts are to become rows: live, ended, or found in the journal of a recorder that died. */
export interface BoundCall {
  readonly log: Pick<CallLog, 'recordingId' | 'facts' | 'write' | 'hasUnbound' | 'unbound' | 'bound'>;
  readonly session: Extract<CallFact, { readonly kind: 'session' }>;
  readonly keys: KeyRing;
  /** The contact in whose books it stands; the session's own until the books say otherwise. */
  contactId: string;
  /** Whether the books have its contact. */
  isOpen: boolean;
  /** Calls that are known to be the same customer's, see `BookedContact`; none: it is not known any more. */
  companions?(): readonly string[];
  /** See `BookedContact`; none: it cannot be told any more. */
  readonly mayJoin?: BookedContact['mayJoin'];
  /** The contact was there before the call; called once the books say that it is the call's, and before anything else of it is written. */
  onAdopted(contact: ContactInBooks): Promise<void>;
  /** The contact was erased meanwhile: nothing of the call may stay. */
  onErased(): void;
  /** The books refuse the call for good; it is tried again seldom, and told again. */
  onSetAside?(): void;
  /** Everything of the call stands in the books; its keys are needed no more. */
  onBound(): void;
}
