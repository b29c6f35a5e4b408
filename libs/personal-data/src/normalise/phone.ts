import { isSupportedCountry, parsePhoneNumberFromString, type CountryCode, type PhoneNumber } from 'libphonenumber-js/max';
import { VoxkeepError } from '@voxkeep/contracts';
import { dialledNumber, readCalledAddress, type CalledAddress } from './called-address.js';

/** Number of these rules. Stored with every index: when it rises, the indexes of older rules are written anew. */
export const phoneRules = 2;

/** The rules and the number plan that they read. A test holds it to the installed number plan. */
export const normaliserVersion = `phone-${phoneRules}/libphonenumber-js-1.13.16`;

export type NormalisedPhone =
  | { readonly kind: 'e164'; readonly value: string }
  | { readonly kind: 'extension'; readonly value: string }
  | { readonly kind: 'withheld' }
  | { readonly kind: 'invalid' };

/** What switches put in place of a number that the caller withheld (RFC 3323 §4.1.1.3, RFC 3325, carriers' habits). */
const withheldWords =
  /^(anonymous|unavailable|restricted|private|unknown|withheld|no[ -]?caller[ -]?id|blocked|unbekannt|coinline\/payphone)$/i;
/** The same words typed on a keypad: ANONYMOUS, RESTRICTED, UNAVAILABLE, UNKNOWN, PRIVATE. */
const withheldKeypad = new Set(['266696687', '7378742833', '86282452253', '8656696', '7748283']);
const extension = /^\d{2,6}$/;
const plainNumber = /^[\d\s()./-]+$/;

/**
 * Normalises an address of a call: a number as dialled, `tel:` or `sip:` URI. `region` (ISO 3166, `EE`) reads national
 * numbers and the international prefix; a `phone-context` goes before it. Placeholders and withheld numbers are `withheld`, so that
 * they never become a contact point; 2 to 6 digits that are no valid number, and every number of a domain, are an `extension`.
 * Number plans grow before their data does: what could exist is kept, however it is written, so that all spellings of one number
 * meet. Throws `phone.region` for an unknown region.
 */
export function normalisePhone(raw: string, region: string): NormalisedPhone {
  if (!isSupportedCountry(region)) throw new VoxkeepError('phone.region', { region });
  const address = readCalledAddress(raw);
  if (!address) return { kind: 'invalid' };
  if (isWithheld(address)) return { kind: 'withheld' };
  return address.context === 'local' ? privateNumber(address.user) : publicNumber(address, region);
}

function publicNumber(address: CalledAddress, region: CountryCode): NormalisedPhone {
  const number = dialledNumber(address);
  const parsed = parsePhoneNumberFromString(number, region);
  if (parsed?.isValid()) return { kind: 'e164', value: parsed.number };
  const couldExist = parsed?.isPossible() === true && isWritten(number);
  // Leading digits say whose number it is; whether they are to be dialled before it shows by the whole (RFC 3966 §5.1.5).
  if (number !== address.user) return couldExist ? settled(parsed) : privateNumber(address.user);
  if (extension.test(digitsOf(number))) return { kind: 'extension', value: digitsOf(number) };
  return couldExist ? settled(parsed) : { kind: 'invalid' };
}

function privateNumber(user: string): NormalisedPhone {
  const digits = digitsOf(user);
  return /^\d{2,15}$/.test(digits) ? { kind: 'extension', value: digits } : { kind: 'invalid' };
}

const digitsOf = (user: string): string => user.replace(/[\s()./-]/g, '');

/** A number, not a text in which the library finds one: that would be a guess. */
function isWritten(number: string): boolean {
  return plainNumber.test(number) || /^(\+|00)/.test(digitsOf(number));
}

/** Reading a number of an unknown range may take off another leading digit: every spelling ends where none is left to take. */
function settled({ number }: PhoneNumber): NormalisedPhone {
  const again = parsePhoneNumberFromString(number);
  return again && again.number.length < number.length ? settled(again) : { kind: 'e164', value: number };
}

/** Whether numbers can be read in this region (ISO 3166). */
export function isRegion(region: string): boolean {
  return isSupportedCountry(region);
}

/** Whether the plan data know the range of a number in E.164; in another it could exist, or be a part of a longer one. */
export function isListedNumber(e164: string): boolean {
  return parsePhoneNumberFromString(e164)?.isValid() === true;
}

/** Whether a user part stands for a caller who withheld the number. */
export function isWithheldName(user: string): boolean {
  return withheldWords.test(user);
}

function isWithheld({ user, host }: CalledAddress): boolean {
  const digits = user.replace(/\D/g, '');
  const repeated = digits.length >= 7 ? /^(\d)\1+$/.test(digits) : /^0+$/.test(digits);
  const nowhere = host?.endsWith('.invalid') === true;
  return user === '' || nowhere || isWithheldName(user) || withheldKeypad.has(digits) || repeated;
}

/** The last `n` digits, for the truncated index over which a part of a number is looked up. */
export function trailingDigits(e164: string, n = 3): string {
  return e164.replace(/\D/g, '').slice(-n);
}

/** `•••• 67`: enough to tell two numbers on a page apart. */
export function maskPhone(e164: string): string {
  return `•••• ${trailingDigits(e164, 2)}`;
}
