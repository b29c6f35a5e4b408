import type { Sealed } from '@voxkeep/personal-data';

/** A line that was understood. The contact points exist in the directory already; the first is called first. */
export interface ImportRow {
  /** Random id, made by the caller: it is the row id of the seal. */
  readonly customerId: string;
  readonly personId: string | null;
  /** One to three. */
  readonly contactPointIds: readonly string[];
  /** Sealed for `outboundSealed.customer`, owner `ownerPointId` = the first of `contactPointIds`. */
  readonly externalId: Sealed | null;
  readonly priority: number;
  /** IANA name. */
  readonly timeZone: string | null;
}

/** A line that was not understood: where and why, never what stood there. */
export interface RejectedLine {
  readonly line: number;
  readonly column: string;
  readonly code: string;
}

export interface ImportResult {
  readonly importId: string;
  readonly accepted: number;
  readonly duplicates: number;
  readonly blocked: number;
  readonly rejected: readonly RejectedLine[];
}
