import type { PartPolicy } from '@voxkeep/consent';
import type { QueueRules, TrunkView } from '@voxkeep/configuration';
import type { MetadataFault } from '@voxkeep/telephony';
import type { SessionContact } from './contact/open-contact.js';

/** What is known of a call when its session begins. */
export interface SessionTerms {
  readonly callId: string;
  readonly trunk: TrunkView;
  readonly rules: QueueRules | undefined;
  readonly contact: SessionContact;
  readonly policy: PartPolicy;
  /** Why nobody in the call can be told to be the customer, when that is so because of its metadata. */
  readonly metadataFault?: MetadataFault;
}
