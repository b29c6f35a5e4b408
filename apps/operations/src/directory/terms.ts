import { randomBytes } from 'node:crypto';
import type { ContactPointKind } from '@voxkeep/directory';
import type { IndexTerm } from '@voxkeep/keyring';
import { normaliseEmail, normalisePhone, trailingDigits } from '@voxkeep/personal-data';

/** A normalised number or address: `value` is what is sealed, `term` what is indexed. */
export interface PointValue {
  readonly kind: ContactPointKind;
  readonly value: string;
  readonly term: string;
}

/** Why an input is no contact point. */
export type NoPoint = { readonly refused: 'invalid' | 'withheld' };

/** Reads a phone number as typed; extensions are indexed under a prefix of their own, so they never meet a number. */
export function phonePoint(raw: string, region: string): PointValue | NoPoint {
  const phone = normalisePhone(raw, region);
  if (phone.kind === 'e164') return { kind: 'phone', value: phone.value, term: phone.value };
  if (phone.kind === 'extension') return { kind: 'phone', value: phone.value, term: `ext:${phone.value}` };
  return { refused: phone.kind };
}

/** Reads an e-mail address as typed. */
export function emailPoint(raw: string): PointValue | NoPoint {
  const email = normaliseEmail(raw);
  return email.kind === 'email' ? { kind: 'email', value: email.value, term: email.value } : { refused: 'invalid' };
}

/** A value that nobody has: looked up in place of one that cannot be, so that both take the same steps. */
export function nobodysPoint(kind: ContactPointKind): PointValue {
  const value = `none:${randomBytes(12).toString('hex')}`;
  return { kind, value, term: value };
}

/** The term of the whole value. */
export function indexTerm({ kind, term }: PointValue): IndexTerm {
  return { kind, value: term };
}

/** The term of a number's last digits. */
export function tailTerm({ value }: PointValue): IndexTerm {
  return { kind: 'phone-tail', value: trailingDigits(value) };
}
