import { createHmac, timingSafeEqual } from 'node:crypto';

/** What the events of a grant are about: one contact, one contact point of a person, or one trunk. */
export const grantScopes = ['contact', 'contact-point', 'trunk'] as const;
export type GrantScope = (typeof grantScopes)[number];

/** A grant that is open now. `numberDigest` is the keyed hash of the number of a contact point (see {@link digestNumber}). */
export interface OpenGrant {
  readonly id: string;
  readonly scopeKind: GrantScope;
  readonly scopeId: string;
  readonly publicKey: Buffer;
  readonly numberDigest: Buffer | null;
  readonly openedAt: Date;
  readonly endsAt: Date;
}

/** What is known of the communication that something happened in. `numbers` in E.164. */
export interface Communication {
  readonly contactId?: string | undefined;
  readonly contactPointId?: string | undefined;
  readonly trunkId?: string | undefined;
  readonly numbers?: readonly (string | undefined)[];
}

/** HMAC-SHA-256 of an E.164 number under the grant's own key: says in a live call that it is this number, and nothing afterwards. */
export function digestNumber(key: Buffer, number: string): Buffer {
  return createHmac('sha256', key).update(number).digest();
}

/** Whether a grant is about this communication. `matchKey` gives the grant's key for numbers while it lives. */
export function covers(grant: OpenGrant, of: Communication, matchKey: () => Buffer | undefined): boolean {
  if (grant.scopeKind === 'contact') return of.contactId === grant.scopeId;
  if (grant.scopeKind === 'trunk') return of.trunkId === grant.scopeId;
  if (of.contactPointId === grant.scopeId) return true;
  const key = matchKey();
  const { numberDigest } = grant;
  if (!key || !numberDigest) return false;
  return (of.numbers ?? []).some((number) => number !== undefined && timingSafeEqual(digestNumber(key, number), numberDigest));
}
