import type { ContactChannel, ContactPart, Direction, FailureCause, RecordingOutcome } from '@voxkeep/contracts';
import type { Sealed } from '@voxkeep/personal-data';

/** User id, or `system:recorder` and the like. */
export type Actor = string;

export const attributions = ['pending', 'attributed', 'withheld', 'invalid', 'none'] as const;
/** `pending`: a number is there and its contact point is still to be found; the last three are never attributed by themselves. */
export type Attribution = (typeof attributions)[number];

export type PartyRole = 'customer' | 'agent' | 'other';

/** The name under which another system knows a contact (UCID, Call-ID …). Only its SHA-256 is stored. */
export interface CorrelationKey {
  readonly system: string;
  readonly value: string;
}

/** Sealed values are made by the caller for `operativeSealed.contact`, row id = `id`, owner = `customerOwner`. */
export interface NewContact {
  /** A time-ordered id made at `openedAt`: its month decides the partition. */
  readonly id: string;
  readonly key: CorrelationKey;
  readonly channel: ContactChannel;
  readonly direction: Direction;
  readonly trunkId: string | null;
  readonly queueId: string | null;
  /** The recorder that holds the call, or null when another system announces the contact first. */
  readonly recorderId: string | null;
  readonly ownNumber: string | null;
  readonly openedAt: Date;
  readonly connectedAt: Date | null;
  readonly customerOwner: string;
  readonly agentOwner: string;
  readonly customerNumber: Sealed | null;
  readonly customerName: Sealed | null;
  readonly attributes: Sealed | null;
  readonly attribution: Attribution;
}

/**
 * A contact that another system announces before its call comes: it has no key owners and nothing sealed. The recorder that
 * attaches brings the owners, because only who minted them has their keys for the call.
 */
export type AnnouncedContact = Omit<NewContact, 'customerOwner' | 'agentOwner'> & {
  readonly customerOwner: string | null;
  readonly agentOwner: string | null;
  /** The keyring's mark of the number with which it is announced; none: it is announced without one. Gone once its call has come. */
  readonly announcedMark?: Buffer | undefined;
};

/** `created` false: the key was known; seal further values under these owners and pass them to `supplement`. */
export interface OpenedContact {
  readonly contactId: string;
  readonly created: boolean;
  readonly customerOwner: string | null;
  readonly agentOwner: string | null;
}

export interface NewParty {
  readonly id: string;
  readonly role: PartyRole;
  readonly userId: string | null;
  /** Sealed for `operativeSealed.contactParty`, row id = `id`, owner = the contact's `customerOwner`. */
  readonly aor: Sealed | null;
  readonly label: string | null;
  readonly at: Date;
}

/** A contact as stored; what is sealed stays sealed. */
export interface ContactRecord {
  readonly id: string;
  readonly channel: ContactChannel;
  readonly direction: Direction;
  readonly trunkId: string | null;
  readonly queueId: string | null;
  readonly recorderId: string | null;
  readonly customerPointId: string | null;
  readonly ownNumber: string | null;
  readonly openedAt: Date;
  readonly connectedAt: Date | null;
  readonly closedAt: Date | null;
  readonly endReason: string | null;
  readonly customerOwner: string | null;
  readonly agentOwner: string | null;
  readonly customerNumber: Sealed | null;
  readonly customerName: Sealed | null;
  readonly attributes: Sealed | null;
  readonly attribution: Attribution;
}

export interface PartOutcome {
  readonly part: ContactPart;
  readonly outcome: RecordingOutcome;
  readonly cause: FailureCause | null;
  readonly sipStatus: number | null;
  readonly at: Date;
}
