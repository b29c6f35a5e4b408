import { normaliseEmail, normalisePhone, trailingDigits } from '@voxkeep/personal-data';
import type { IndexKeys } from './index-keys.js';

/** `value` is sealed, `term` is indexed; they differ for extensions, which must not meet a public number of the same digits. */
export type Normalised =
  { readonly kind: 'phone' | 'email'; readonly value: string; readonly term: string } | { readonly kind: 'withheld' | 'invalid' };

/** Normalises a number or an address by the rules of this release; `region` (ISO 3166) reads national numbers. */
export function normalise(text: string, as: 'phone' | 'email', region: string): Normalised {
  if (as === 'email') {
    const email = normaliseEmail(text);
    return email.kind === 'email' ? { kind: 'email', value: email.value, term: email.value } : { kind: 'invalid' };
  }
  const phone = normalisePhone(text, region);
  if (phone.kind === 'e164') return { kind: 'phone', value: phone.value, term: phone.value };
  return phone.kind === 'extension' ? { kind: 'phone', value: phone.value, term: `ext:${phone.value}` } : { kind: phone.kind };
}

/** The blind index of a normalised value and that of its last digits (none for e-mail), in base64. */
export function indexesOf(
  indexes: IndexKeys,
  { kind, value, term }: Extract<Normalised, { value: string }>,
  state: 'active' | 'next' = 'active',
): { readonly index: string; readonly tail: string } {
  return {
    index: indexes.of(kind, term, state).toString('base64'),
    tail: kind === 'phone' ? indexes.of('phone-tail', trailingDigits(value), state).toString('base64') : '',
  };
}
