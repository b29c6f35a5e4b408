import type { RefusalReason } from '@voxkeep/consent';
import type {
  AudioChannel,
  ConsentEvidenceKind,
  ConsentState,
  ContactEndReason,
  ContactEventCode,
  FailureCause,
  GapReason,
  GrantEvidenceKind,
  LossCause,
  RecordingAlarm,
  RecordingMode,
  RecordingOutcome,
} from '@voxkeep/contracts';
import type { SegmentCodec } from '../segment-header.js';

/** How a party was named: as the metadata said it. Personal; it stands in memory, in sealed facts, and sealed in rows. */
export interface NamedParty {
  readonly number: string | null;
  readonly user: string | null;
  readonly host: string | null;
  readonly withheld: boolean;
}

/** The terms of a grant, with the evidence that it rests on. */
export interface GrantFact {
  readonly grantId: string;
  readonly purpose: string;
  readonly channels: readonly AudioChannel[];
  readonly policyMode: RecordingMode;
  readonly evidence: {
    readonly kind: GrantEvidenceKind;
    readonly at: number;
    readonly wordingVersion: string | null;
    readonly id: string | null;
  };
}

/**
 * One fact of a recorded call. `at`: milliseconds since the epoch; names that end in `Ms`: milliseconds from the start of the call.
 * The facts of a call, in their order, are everything that its rows are made of: they are kept in memory, and from the first grant on
 * in the journal.
 */
export type CallFact =
  | {
      readonly kind: 'session';
      readonly at: number;
      readonly contactId: string;
      /** The live contact that another system, or an earlier session, had opened; null when there was none. */
      readonly found: string | null;
      readonly keys: readonly { readonly system: string; readonly value: string }[];
      /** Names under which it came and that a call bears which may be another customer's; absent: there are none. */
      readonly shared?: readonly { readonly system: string; readonly value: string }[];
      readonly trunkId: string;
      readonly queueId: string | null;
      readonly customerOwner: string;
      readonly agentOwner: string;
      readonly number: string | null;
      readonly attribution: 'pending' | 'withheld' | 'invalid' | 'none';
    }
  /** The customer's number (E.164) became known after the call had begun without one. */
  | { readonly kind: 'customer-number'; readonly number: string }
  /** In which contact's books the call stands. */
  | { readonly kind: 'in-books'; readonly contactId: string }
  | {
      readonly kind: 'party-joined';
      readonly at: number;
      readonly partyId: string;
      readonly role: 'customer' | 'agent' | 'other';
      readonly label: string | null;
      /** False where contact data are switched off: the address finds a user and is not kept. */
      readonly keepsAddress: boolean;
      readonly named: readonly NamedParty[];
      /** Ids of the events that tell that nobody, or no role, could be named. */
      readonly eventIds: readonly [string, string];
    }
  | { readonly kind: 'party-left'; readonly at: number; readonly partyId: string }
  | {
      readonly kind: 'consent';
      readonly at: number;
      readonly id: string;
      readonly state: ConsentState;
      readonly purpose: string;
      readonly wordingVersion: string | null;
      readonly evidenceKind: ConsentEvidenceKind;
    }
  | {
      readonly kind: 'grant';
      readonly at: number;
      readonly atMs: number;
      readonly grant: GrantFact;
      readonly codec: SegmentCodec;
      readonly inseparable: boolean;
    }
  | { readonly kind: 'grant-ended'; readonly atMs: number }
  /**
   * From here on audio of a stream is wanted, and none of it has come: told for a recorder that dies before it does, or is due. `due`, or
   * `not-due`, takes its place.
   */
  | { readonly kind: 'wanted'; readonly atMs: number; readonly channel: AudioChannel; readonly stream: number }
  /** From here on, until the opposite is told, audio of a channel is due; `stream` tells streams of one channel apart. */
  | { readonly kind: 'due'; readonly atMs: number; readonly channel: AudioChannel; readonly stream: number }
  | { readonly kind: 'not-due'; readonly atMs: number; readonly channel: AudioChannel; readonly stream: number }
  | {
      readonly kind: 'segment';
      readonly segmentId: string;
      readonly channel: AudioChannel;
      readonly number: number;
      readonly fileId: string;
      readonly codec: SegmentCodec;
      readonly startMs: number;
      readonly owner: string;
      /** Nothing of it is one person's alone; what was kept before it in the recording is not either. */
      readonly inseparable?: true;
    }
  | {
      readonly kind: 'segment-closed';
      readonly segmentId: string;
      readonly octets: number;
      /** Hex, of the whole file. */
      readonly sha512: string;
      readonly state: 'closed' | 'recovered';
      /** The file that replaces the one it was begun with. */
      readonly fileId: string | null;
    }
  | { readonly kind: 'segment-dropped'; readonly segmentId: string }
  | {
      readonly kind: 'gap';
      readonly id: string;
      readonly channel: AudioChannel | null;
      readonly fromMs: number;
      readonly toMs: number;
      readonly reason: GapReason;
      readonly cause: LossCause | null;
      /** Invented silence that stands for it inside a segment; 0 where the segment does not cover it. */
      readonly inventedMs: number;
    }
  | { readonly kind: 'paused'; readonly at: number; readonly reason: GapReason }
  | { readonly kind: 'resumed'; readonly at: number }
  | {
      readonly kind: 'event';
      readonly at: number;
      readonly id: string;
      readonly code: ContactEventCode;
      readonly subjectId: string | null;
      /** The side that it is about; absent: the call. */
      readonly channel?: AudioChannel;
    }
  | {
      readonly kind: 'alarm';
      readonly at: number;
      readonly id: string;
      readonly alarm: RecordingAlarm;
      readonly channel: AudioChannel | null;
      readonly state: 'raised' | 'cleared';
    }
  /** What was kept was taken back: it goes, wherever it lies. */
  | { readonly kind: 'dropped'; readonly at: number }
  /**
   * The call has ended. Told as its good-bye comes, and once more when its last packets are taken; then nothing more is, and its files may
   * still have to be completed before its outcome is told.
   */
  | {
      readonly kind: 'over';
      readonly at: number;
      readonly atMs: number;
      readonly reason: ContactEndReason;
      /** What the gate said last; null is a yes. */
      readonly refused: RefusalReason | null;
      readonly wasGranted: boolean;
      readonly allHeld: boolean;
      readonly isUnreadable: boolean;
    }
  | {
      readonly kind: 'end';
      readonly at: number;
      readonly atMs: number;
      readonly reason: ContactEndReason;
      readonly recovered: boolean;
      readonly outcome: RecordingOutcome;
      readonly cause: FailureCause | null;
    };

/** The text of a fact as the journal seals it. */
export function encodeFact(fact: CallFact): string {
  return JSON.stringify(fact);
}

/** Reads a fact that was opened from the journal: its seal vouches for its shape, which this program or the one before it wrote. */
export function decodeFact(text: string): CallFact {
  return JSON.parse(text) as CallFact;
}
