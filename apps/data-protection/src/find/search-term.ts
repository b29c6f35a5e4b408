import type { http } from '@voxkeep/contracts';
import type { IndexTerm } from '@voxkeep/keyring';
import { isListedNumber, normaliseEmail, normalisePhone, type NormalisedPhone } from '@voxkeep/personal-data';
import type { z } from 'zod';

/** `readAs`: the numbers as which one without a country code was read (E.164); null where nothing was left to be read. */
interface Read {
  readonly terms: readonly IndexTerm[];
  readonly readAs: readonly string[] | null;
}

/**
 * What is looked for. `digits` are the last ones of a number; `terms` beside them are an extension, or numbers of a range that the
 * plan data do not know, that may be meant as well.
 */
export type Search =
  | ({ readonly by: 'term'; readonly reason: 'number' | 'address' } & Read)
  | ({ readonly by: 'digits'; readonly digits: string } & Read)
  | { readonly by: 'name'; readonly name: string }
  | { readonly by: 'employee'; readonly text: string };

type Typed = Omit<z.infer<typeof http.findBody>, 'purpose'>;

const fewestDigits = 3;
/** From so many on, digits are a whole number of some country rather than an extension or the end of one. */
const nationalDigits = 7;

/**
 * What was typed, as a search; undefined when it is nothing that could be held. A number without a country code is read as one of each
 * of these regions, the site's own first: calls came by trunks of other regions as well.
 */
export function searchOf(typed: Typed, regions: readonly [string, ...string[]]): Search | undefined {
  if (typed.name !== undefined) return /\p{L}{2}/u.test(typed.name) ? { by: 'name', name: typed.name } : undefined;
  if (typed.employee !== undefined) return { by: 'employee', text: typed.employee };
  if (typed.email !== undefined) {
    const email = normaliseEmail(typed.email);
    const terms = email.kind === 'email' ? [{ kind: 'email', value: email.value } as const] : [];
    return terms.length > 0 ? { by: 'term', terms, reason: 'address', readAs: null } : undefined;
  }
  return phoneSearch(typed.phone ?? '', regions);
}

/** A number or an address as the index knows it; undefined for anything that is neither. */
export function searchTerm(typed: Pick<Typed, 'phone' | 'email'>, region: string): IndexTerm | undefined {
  const search = searchOf(typed, [region]);
  return search?.by === 'term' || search?.by === 'digits' ? search.terms[0] : undefined;
}

function phoneSearch(typed: string, regions: readonly string[]): Search | undefined {
  const phones = regions.map((region) => normalisePhone(typed, region));
  const digits = typed.replace(/\D/g, '');
  const partOfNumber = /^[\d\s().*…-]+$/u.test(typed) && digits.length >= fewestDigits;
  const values = [...new Set(phones.flatMap(termOf))];
  const terms = values.map((value) => ({ kind: 'phone', value }) as const);
  const isNational = !typed.includes('+') && digits.length >= nationalDigits;
  const readAs = isNational ? values.filter((value) => value.startsWith('+')) : null;
  const isListed = phones.some((phone) => phone.kind === 'e164' && isListedNumber(phone.value));
  if (partOfNumber && !isListed) return { by: 'digits', digits: withoutPrefix(digits), terms, readAs };
  return terms.length > 0 ? { by: 'term', terms, reason: 'number', readAs } : undefined;
}

/** The zero that is dialled before a national number is no part of it in most countries; what is left ends it in all. */
function withoutPrefix(digits: string): string {
  const rest = digits.replace(/^0+/, '');
  return rest.length >= nationalDigits ? rest : digits;
}

function termOf(phone: NormalisedPhone): readonly string[] {
  if (phone.kind === 'e164') return [phone.value];
  return phone.kind === 'extension' ? [`ext:${phone.value}`] : [];
}
