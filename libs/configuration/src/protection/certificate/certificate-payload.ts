export const certificateFormat = 'voxkeep.erasure-certificate.v1';

/** What one table held, and what became of it. `reason` and `reference` say why something was retained. */
export interface CertificateLine {
  readonly database: string;
  readonly table: string;
  readonly matched: number;
  readonly outcome: 'deleted' | 'anonymised' | 'retained';
  readonly reason: 'hold' | 'statutory' | 'review' | 'ground' | null;
  readonly reference: string | null;
  readonly until: string | null;
}

/** What an erasure certificate says (04 e). No personal data: counts, hashes, codes, times and random ids of those who acted. */
export interface CertificatePayload {
  readonly format: typeof certificateFormat;
  readonly case: string;
  readonly stage: 'live-erased' | 'closed';
  readonly issuedAt: string;
  readonly requester: { readonly level: number; readonly method: string };
  readonly hashes: { readonly plan: string; readonly catalogue: string; readonly policy: string; readonly software: string };
  readonly method: 'deletion-and-cryptographic-erase';
  readonly databases: readonly CertificateLine[];
  /** Commitments, hex, of the keys that were destroyed. */
  readonly keys: { readonly destroyed: readonly string[] };
  readonly recordings: { readonly files: number; readonly ciphertextSha512: readonly string[] };
  /** What was looked for afterwards: how many places or values were tried, and how many of them still held something. */
  readonly verification: readonly { readonly query: string; readonly checked: number; readonly found: number }[];
  readonly backups: { readonly keyringBackupsEnd: string; readonly dataBackupsEnd: string; readonly contain: string };
  /** What must not be brought in again: how many fingerprints are kept, why and until when; null when none is. */
  readonly suppression: {
    readonly fingerprints: number;
    readonly purpose: string;
    readonly ground: string;
    readonly until: string;
  } | null;
  /** Recipients that were told of the erasure (GDPR Art. 19). */
  readonly recipientsTold: readonly { readonly name: string; readonly at: string }[];
  readonly otherSystems: readonly { readonly name: string; readonly state: string; readonly at: string | null }[];
  readonly operator: string;
  readonly approver: string;
  readonly liveErasedAt: string;
  readonly verifier: string;
}
