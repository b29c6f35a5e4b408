import { VoxkeepError } from '@voxkeep/contracts';
import type { AuditedAccess, KeyDomain, OwnerClass, SealContext } from '@voxkeep/personal-data';
import type { AuditRow } from '@voxkeep/platform';
import type { SearchedKind } from '../protocol/clients.js';
import type { KeyringStatus } from '../protocol/reports.js';
import type { KeyRing } from './key-ring.js';
import type { KeyRotation } from './key-rotation.js';

export interface KeyOwner {
  readonly ownerId: string;
  readonly ownerClass: OwnerClass;
}

export interface WantedKey extends KeyOwner {
  readonly domain: KeyDomain;
}

/** A normalised term; extensions are `ext:<digits>`, trailing digits are the last three. */
export interface IndexTerm {
  readonly kind: SearchedKind;
  readonly value: string;
}

/** A sealed value and the places it is to be sealed for. With an empty `to` it is only indexed. */
export interface ValueTransfer {
  readonly from: SealContext & { readonly envelope: Buffer };
  readonly to: readonly Omit<SealContext, 'epoch'>[];
  readonly normalise: 'phone' | 'email';
  /** ISO 3166 region in which national numbers are read. */
  readonly region: string;
}

/** `index` is 16 bytes, `tail` 2 bytes (none for e-mail), `sealed` one envelope per place in order. */
export type TransferOutcome =
  | { readonly kind: 'transferred'; readonly index: Buffer; readonly tail: Buffer; readonly sealed: readonly Buffer[] }
  | { readonly kind: 'withheld' | 'invalid' | 'key-destroyed' };

/** A destroyed key; `commitment` is the hex of 32 bytes that names it on a certificate. An owner may have had several, by epoch. */
export interface DestroyedOwner extends KeyOwner {
  readonly epoch: number;
  readonly commitment: string;
}

/** What retention's order came to; `held` stay because of a hold, unknown owners are in neither. */
export interface RetiredOwners {
  readonly destroyed: readonly DestroyedOwner[];
  readonly held: readonly KeyOwner[];
}

export interface OwnerState extends KeyOwner {
  readonly state: 'active' | 'held' | 'destroyed';
}

/** A place in the keyring's audit rows. */
export type AuditMark = Pick<AuditRow, 'txid' | 'id'>;

/** An access that is on record under a case: what destroying and restricting demand. Made by {@link underCase}. */
export type AuditedUnderCase = AuditedAccess & { readonly access: { readonly under: { readonly caseId: string } } };

/** Narrows an audited access to one under a case; throws `keyring.case-missing`. */
export function underCase(audited: AuditedAccess): AuditedUnderCase {
  if (audited.access.under.caseId === undefined) throw new VoxkeepError('keyring.case-missing');
  return audited as AuditedUnderCase;
}

/**
 * What a process may ask of the keyring over its own socket; the socket decides which of it is allowed (apps/keyring). Surprises
 * throw a VoxkeepError: `keyring.unreachable`, `keyring.sealed`, `keyring.refused` { operation, reason },
 * `keyring.rate-limited` { retryAfterMs }, `keyring.failed` { operation, status }.
 */
export interface KeyringClient extends KeyRotation {
  /** Makes keys for owners that have none. An owner that exists answers its keys only to a client that may open them. */
  mint(owners: readonly KeyOwner[], domains: readonly KeyDomain[]): Promise<KeyRing>;
  /** Keys of owners; one that is destroyed, restricted or unknown is absent. The caller zeroes the ring. */
  open(audited: AuditedAccess, wanted: readonly WantedKey[]): Promise<KeyRing>;
  /** Keys that this client minted in the last 48 hours, not counting the time that the site stood still, for finishing what a crash cut off. */
  recover(owners: readonly KeyOwner[]): Promise<KeyRing>;
  /** Blind indexes, in order: 16 bytes, for `phone-tail` 2 bytes holding 10 bits. Rate-limited. */
  index(audited: AuditedAccess, terms: readonly IndexTerm[]): Promise<Buffer[]>;
  /**
   * What tells whether a call brings the number (normalised) with which this contact was announced: 16 bytes that fit this contact
   * alone and are of no use for a search. Rate-limited as indexes are.
   */
  announcedMark(contactId: string, number: string): Promise<Buffer>;
  /** Re-seals and indexes values without showing them; outcomes in order. */
  transfer(requests: readonly ValueTransfer[]): Promise<TransferOutcome[]>;
  /** Destroys keys for good; answers every asked owner whose key is destroyed now. Owners under a hold and unknown ones are absent. */
  destroy(audited: AuditedUnderCase, owners: readonly KeyOwner[]): Promise<DestroyedOwner[]>;
  /** Hides keys from every client but data protection (GDPR Art. 18), or shows them again; answers the owners that changed. */
  restrict(audited: AuditedUnderCase, owners: readonly KeyOwner[], restricted: boolean): Promise<KeyOwner[]>;
  /**
   * Destroys keys whose data's period is over (worker; purpose `retention`, no case); `runId` names the run on both sinks. Answers
   * every asked owner whose key is destroyed now, also when it was before, and those that are held and stay.
   */
  retire(audited: AuditedAccess, runId: string, owners: readonly KeyOwner[]): Promise<RetiredOwners>;
  /** What has become of these owners' keys; unknown ones are absent. */
  states(owners: readonly KeyOwner[]): Promise<OwnerState[]>;
  /** What the keyring holds and what is under way, in figures. */
  status(): Promise<KeyringStatus>;
  /** The keyring's own audit rows in order, from after the given mark or the acknowledged one (worker). */
  auditRows(after: AuditMark | undefined, limit: number): Promise<AuditRow[]>;
  /** Notes that the one log holds the keyring's rows up to here. */
  auditAcknowledge(upto: AuditMark): Promise<void>;
  health(): Promise<'ready' | 'sealed' | 'unreachable'>;
  /** Overwrites the cache and closes the connections. */
  close(): void;
}

/** Nest token of the process's {@link KeyringClient}. */
export const KEYRING = Symbol('keyring');
