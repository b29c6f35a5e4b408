import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { VoxkeepError } from '@voxkeep/contracts';

/** Stored with every index: when it changes, the index is rebuilt. A test holds it to the installed number plan. */
export const normaliserVersion = 'phone-1/libphonenumber-js-1.13.16';

export type NormalisedPhone =
  | { readonly kind: 'e164'; readonly value: string }
  | { readonly kind: 'extension'; readonly value: string }
  | { readonly kind: 'withheld' }
  | { readonly kind: 'invalid' };

/** What switches put in place of a number that the caller withheld (RFC 3323 §4.1.1.3, RFC 3325, carriers' habits). */
const withheldWords = /^(anonymous|unavailable|restricted|private|unknown|withheld|no[ -]?caller[ -]?id|blocked|unbekannt)$/i;
/** The same words typed on a keypad: ANONYMOUS, RESTRICTED, UNAVAILABLE, UNKNOWN, PRIVATE. */
const withheldKeypad = new Set(['266696687', '7378742833', '86282452253', '8656696', '7748283']);
const extension = /^\d{2,6}$/;

/**
 * Normalises an address of a call: a number as dialled, `tel:` or `sip:` URI. `region` (ISO 3166, `EE`) reads national
 * numbers and the international prefix. Placeholders and withheld numbers are `withheld`, so that they never become a contact
 * point; 2 to 6 digits that are no valid number are an `extension`. Throws `phone.region` for an unknown region.
 */
export function normalisePhone(raw: string, region: string): NormalisedPhone {
  if (!isSupportedCountry(region)) throw new VoxkeepError('phone.region', { region });
  const address = bareAddress(raw);
  if (isWithheld(address)) return { kind: 'withheld' };
  const parsed = parsePhoneNumberFromString(address, region);
  if (parsed?.isValid()) return { kind: 'e164', value: parsed.number };
  const digits = address.replace(/[\s().-]/g, '');
  if (extension.test(digits)) return { kind: 'extension', value: digits };
  // Number plans grow before their data does: a number written internationally that could exist is kept.
  const international = /^(\+|00)/.test(digits);
  return international && parsed?.isPossible() ? { kind: 'e164', value: parsed.number } : { kind: 'invalid' };
}

/** The user part of a SIP URI, the number of a tel URI, without parameters. */
function bareAddress(raw: string): string {
  const withoutName = /<([^>]*)>/.exec(raw)?.[1] ?? raw;
  const uri = /^\s*(sips?|tel):(.*)$/is.exec(withoutName);
  if (!uri) return withoutName.trim();
  const [address = ''] = (uri[2] ?? '').split(/[;?]/);
  if (/@.*\.invalid$/i.test(address)) return '';
  return decoded(address.split('@')[0]?.split(':')[0] ?? '').trim();
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function isWithheld(address: string): boolean {
  const digits = address.replace(/\D/g, '');
  const repeated = digits.length >= 7 ? /^(\d)\1+$/.test(digits) : /^0+$/.test(digits);
  return address === '' || withheldWords.test(address) || withheldKeypad.has(digits) || repeated;
}

/** The last `n` digits, for the truncated index over which a part of a number is looked up. */
export function trailingDigits(e164: string, n = 3): string {
  return e164.replace(/\D/g, '').slice(-n);
}

/** `•••• 67`: enough to tell two numbers on a page apart. */
export function maskPhone(e164: string): string {
  return `•••• ${trailingDigits(e164, 2)}`;
}
