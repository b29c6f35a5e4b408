import type { ConsentGrant } from '@voxkeep/consent';
import type { AudioChannel, ContactEndReason, ContactEventCode, GapReason, LossCause, RecordingAlarm } from '@voxkeep/contracts';
import type { Sealed } from '@voxkeep/personal-data';
import type { NewConsent } from '../consents/consent-rows.js';
import type { CorrelationKey, NewContact, NewParty } from '../contacts/contact-types.js';
import type { ClosedSegment, NewOutcome, NewRecording, NewSegment } from '../recordings/recording-types.js';

/** A call as its recorder opens it. */
export type BookedContact = Omit<NewContact, 'key'> & {
  /** Every name under which it may be known, the best first. */
  readonly keys: readonly [CorrelationKey, ...CorrelationKey[]];
  /** Names that it bears and that are no keys of it, as a call bears them which may be another customer's: they name neither. */
  readonly shared?: readonly CorrelationKey[];
  /** The live contact that the recorder found when the call began; none: it found none. */
  readonly found?: string | null;
  /**
   * Calls that are known to be the same customer's, by the ids with which they were opened. A contact in which another call stands, or
   * stood, is not adopted: what was said there was said by somebody else.
   */
  readonly companions?: readonly string[];
  /**
   * Whether the call may be the one for which a contact waits that was announced with a number; asked outside of transactions. None:
   * it cannot be told any more, and such a contact is joined only where it was found.
   */
  readonly mayJoin?: ((waiting: WaitingContact) => Promise<MayJoin>) | undefined;
};

/** `unknown`: not yet; nothing is written until it is known, since a call that was written apart never joins. */
export type MayJoin = 'may-be' | 'another' | 'unknown';

/** A contact that was announced with a number and waits for its call. */
export interface WaitingContact {
  readonly contactId: string;
  /** The keyring's mark of the number. */
  readonly announcedMark: Buffer;
}

/** What was granted of one channel, and what became of it; whole milliseconds. */
export interface ChannelMeasure {
  readonly channel: AudioChannel;
  /** Granted time less pauses, holds and time in which the channel was not offered. */
  readonly expectedMs: number;
  /** Real audio, and the sender's own silence. */
  readonly keptMs: number;
  readonly missingOursMs: number;
  readonly missingTheirsMs: number;
  /** The cause of the longest missing stretch; null when nothing is missing. */
  readonly mainCause: LossCause | null;
}

/** A stretch that holds nothing. `cause` stands exactly where the reason is `lost`; milliseconds from the start of the call. */
export interface BookedGap {
  readonly id: string;
  readonly recordingId: string;
  readonly channel: AudioChannel | null;
  readonly fromMs: number;
  readonly toMs: number;
  readonly reason: GapReason;
  readonly cause: LossCause | null;
  /** How much of the stretch is missing, where it stands for several losses within it; null: all of it. */
  readonly missingMs: number | null;
}

/** What a recorder tells of one call. Written in the order in which it happened; every entry bears to be written twice. */
export type BookEntry =
  | { readonly kind: 'party-joined'; readonly party: NewParty; readonly owner: string }
  | { readonly kind: 'party-left'; readonly partyId: string; readonly at: Date }
  /** The customer's number, sealed for this contact under `owner`; it fills the contact of that owner, unless that has a number. */
  | { readonly kind: 'customer-number'; readonly customerNumber: Sealed; readonly owner: string }
  | { readonly kind: 'consent'; readonly consent: Omit<NewConsent, 'contactId'> }
  /** The grant may have ended meanwhile: what was kept under it is told all the same. */
  | { readonly kind: 'recording'; readonly grant: ConsentGrant; readonly recording: NewRecording }
  | { readonly kind: 'segment'; readonly segment: NewSegment }
  | { readonly kind: 'segment-closed'; readonly segmentId: string; readonly closed: ClosedSegment }
  | { readonly kind: 'segment-dropped'; readonly segmentId: string }
  | { readonly kind: 'gap'; readonly gap: BookedGap }
  | { readonly kind: 'paused'; readonly recordingId: string; readonly at: Date; readonly reason: GapReason }
  | { readonly kind: 'resumed'; readonly recordingId: string; readonly at: Date }
  | {
      readonly kind: 'event';
      readonly id: string;
      readonly code: ContactEventCode;
      readonly at: Date;
      readonly subjectId: string | null;
      /** The side that it is about; null: the call. */
      readonly channel: AudioChannel | null;
    }
  | {
      readonly kind: 'alarm';
      readonly id: string;
      readonly alarm: RecordingAlarm;
      readonly channel: AudioChannel | null;
      readonly at: Date;
      readonly state: 'raised' | 'cleared';
    }
  /** A withdrawal took the audio back: rows, then files go. */
  | { readonly kind: 'removed'; readonly recordingId: string; readonly at: Date }
  /** `recovered`: told after the recorder that held the call had died; `brokeOff`: while it was recording. */
  | {
      readonly kind: 'finished';
      readonly recordingId: string;
      readonly at: Date;
      readonly recovered: boolean;
      readonly brokeOff?: boolean;
    }
  /** `sessionId`: the recording session that tells it; none: it is told by a rule, and gives way to the word of a session. */
  | {
      readonly kind: 'outcome';
      readonly sessionId?: string;
      readonly outcome: NewOutcome;
      readonly measures: readonly ChannelMeasure[];
    }
  /** `openedAs`: the contact id with which the session that has ended was opened; none: the contact is closed by a rule. */
  | { readonly kind: 'closed'; readonly at: Date; readonly reason: ContactEndReason; readonly openedAs?: string };

/** The contact in whose books a call stands. */
export interface ContactInBooks {
  readonly contactId: string;
  /** False: another system, or an earlier session, had opened it. */
  readonly created: boolean;
  readonly queueId: string | null;
  /** Key owners of the contact's own values; those of the recorder only where it brought them. */
  readonly customerOwner: string | null;
  readonly agentOwner: string | null;
}
