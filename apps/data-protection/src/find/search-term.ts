import type { http } from '@voxkeep/contracts';
import type { IndexTerm } from '@voxkeep/keyring';
import { isListedNumber, normaliseEmail, normalisePhone, type NormalisedPhone } from '@voxkeep/personal-data';
import type { z } from 'zod';

/**
 * What is looked for. `digits` are the last ones of a number; `term` beside them is an extension, or a number of a range that the
 * plan data do not know, that may be meant as well.
 */
export type Search =
  | { readonly by: 'term'; readonly term: IndexTerm; readonly reason: 'number' | 'address' }
  | { readonly by: 'digits'; readonly digits: string; readonly term?: IndexTerm }
  | { readonly by: 'name'; readonly name: string }
  | { readonly by: 'employee'; readonly text: string };

type Typed = Omit<z.infer<typeof http.findBody>, 'purpose'>;

const fewestDigits = 3;

/** What was typed, as a search; undefined when it is nothing that could be held. */
export function searchOf(typed: Typed, region: string): Search | undefined {
  if (typed.name !== undefined) return /\p{L}{2}/u.test(typed.name) ? { by: 'name', name: typed.name } : undefined;
  if (typed.employee !== undefined) return { by: 'employee', text: typed.employee };
  if (typed.email !== undefined) {
    const email = normaliseEmail(typed.email);
    return email.kind === 'email' ? { by: 'term', term: { kind: 'email', value: email.value }, reason: 'address' } : undefined;
  }
  return phoneSearch(typed.phone ?? '', region);
}

/** A number or an address as the index knows it; undefined for anything that is neither. */
export function searchTerm(typed: Pick<Typed, 'phone' | 'email'>, region: string): IndexTerm | undefined {
  const search = searchOf(typed, region);
  return search?.by === 'term' || search?.by === 'digits' ? search.term : undefined;
}

function phoneSearch(typed: string, region: string): Search | undefined {
  const phone = normalisePhone(typed, region);
  const digits = typed.replace(/\D/g, '');
  const partOfNumber = /^[\d\s().*…-]+$/u.test(typed) && digits.length >= fewestDigits;
  const term = termOf(phone);
  if (!term) return partOfNumber ? { by: 'digits', digits } : undefined;
  const mayBePart = partOfNumber && !(phone.kind === 'e164' && isListedNumber(phone.value));
  return mayBePart ? { by: 'digits', digits, term } : { by: 'term', term, reason: 'number' };
}

function termOf(phone: NormalisedPhone): IndexTerm | undefined {
  if (phone.kind === 'e164') return { kind: 'phone', value: phone.value };
  return phone.kind === 'extension' ? { kind: 'phone', value: `ext:${phone.value}` } : undefined;
}
