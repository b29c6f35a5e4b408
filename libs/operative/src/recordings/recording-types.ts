import type { AudioChannel, ContactPart, FailureCause, GapReason, RecordingOutcome } from '@voxkeep/contracts';

export interface NewRecording {
  readonly id: string;
  readonly part: ContactPart;
  readonly codec: string;
  /** Two voices on one stream: nothing can be cut out for one of them. */
  readonly inseparable: boolean;
  readonly startedAt: Date;
}

/** `created` false: the part has its recording already (consent withdrawn and given again); go on with that one. */
export type RecordingBegun =
  | { readonly begun: true; readonly recordingId: string; readonly created: boolean }
  | { readonly begun: false; readonly because: 'contact-closed' | 'grant-ended' };

export interface NewSegment {
  readonly id: string;
  readonly recordingId: string;
  readonly channel: AudioChannel;
  /** 1 for the first of its channel. */
  readonly number: number;
  readonly fileId: string;
  readonly codec: string;
  /** Milliseconds from the start of the call. */
  readonly startMs: number;
  /** Key owner: the contact's `customerOwner` or `agentOwner`. */
  readonly owner: string;
  /** Nothing of its recording is one person's alone from here on. */
  readonly inseparable?: true;
}

export interface ClosedSegment {
  readonly octets: number;
  /** 64 bytes, over the file as it lies in the vault. */
  readonly sha512: Buffer;
  readonly state: 'closed' | 'recovered';
  /** The file that replaces the one it was begun with, after a recovery. */
  readonly fileId?: string;
}

export interface NewGap {
  readonly id: string;
  readonly recordingId: string;
  readonly channel: AudioChannel | null;
  readonly fromMs: number;
  readonly toMs: number;
  readonly reason: GapReason;
}

/** `cause` is demanded by `failed` and by nothing else. */
export type NewOutcome = { readonly part: ContactPart; readonly sipStatus?: number | null; readonly at: Date } & (
  | { readonly outcome: Exclude<RecordingOutcome, 'failed'>; readonly cause?: null }
  | { readonly outcome: 'failed'; readonly cause: FailureCause }
);

/** A file that a withdrawal or a deletion takes out of the vault. */
export interface RemovedFile {
  readonly fileId: string;
  readonly owner: string;
  readonly sha512: string | null;
}
