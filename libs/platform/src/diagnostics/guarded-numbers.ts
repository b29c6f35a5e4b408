/** IBAN lengths by country (ISO 13616 registry). */
const ibanLength: Readonly<Record<string, number>> = Object.fromEntries(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 ' +
    'GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 ' +
    'NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

/** The IBAN at the beginning of a text, as long as its country says: words may follow it. Undefined when there is none. */
export function ibanIn(text: string): string | undefined {
  const length = ibanLength[text.slice(0, 2).toUpperCase()] ?? 0;
  let counted = 0;
  let end = 0;
  while (end < text.length && counted < length) {
    if (/[A-Za-z0-9]/.test(text.charAt(end))) counted += 1;
    end += 1;
  }
  const found = text.slice(0, end);
  return length > 0 && isIban(found) ? found : undefined;
}

/** Whether a text is an IBAN: country, its length, and the check digits (ISO 7064 MOD 97-10). Spaces and dashes do not count. */
export function isIban(found: string): boolean {
  const compact = found.replace(/[^A-Za-z0-9]/g, '').toUpperCase();
  if (ibanLength[compact.slice(0, 2)] !== compact.length) return false;
  const rearranged = (compact.slice(4) + compact.slice(0, 4)).replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  let remainder = 0;
  for (const digit of rearranged) remainder = (remainder * 10 + Number(digit)) % 97;
  return remainder === 1;
}

/** Whether the digits are a payment card's: 13 to 19 of them in an issuer's range, with a right check digit (ISO/IEC 7812-1, Luhn). */
export function isCard(found: string): boolean {
  const plain = found.replace(/\D/g, '');
  if (plain.length < 13 || plain.length > 19 || !/^[2-6]/.test(plain) || found.startsWith('+')) return false;
  const sum = Array.from(plain)
    .reverse()
    .reduce((total, digit, at) => total + luhn(Number(digit), at % 2 === 1), 0);
  return sum % 10 === 0;
}

function luhn(digit: number, doubled: boolean): number {
  if (!doubled) return digit;
  return digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const date =
  /^(?:(?:19|20)\d\d([-./])(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])|(?:0?[1-9]|[12]\d|3[01])([-./])(?:0?[1-9]|1[0-2])\2(?:19|20)\d\d)(?!\d)/;
const unit = /^ ?(?:ns|us|µs|ms|s|min|h|B|KiB|MiB|GiB|kB|KB|MB|GB|bytes|octets|rows|lines|times)(?![\p{L}\d])/u;

/**
 * Whether a run of digits is no number of a person: a JSON number (`:1234567,` – declared counts), part of a UUID or a longer
 * hexadecimal word, a date, or a quantity with its unit.
 */
export function isTechnical(found: string, at: number, whole: string): boolean {
  const after = whole.slice(at + found.length, at + found.length + 12);
  if (/^\d+$/.test(found) && /[:,[]/.test(whole[at - 1] ?? '') && /^[,}\]]/.test(after)) return true;
  if (date.test(found) || (!found.includes('+') && unit.test(after))) return true;
  return isInUuid(at, whole);
}

/** Whether a position lies within a UUID: parts of one can look like anything, an IBAN with right check digits included. */
export function isInUuid(at: number, whole: string): boolean {
  return uuid.test(wordAround(at, whole));
}

/** The unbroken run of letters, digits and dashes that holds a position. */
function wordAround(at: number, whole: string): string {
  const head = /[\w-]*$/.exec(whole.slice(Math.max(0, at - 40), at))?.[0] ?? '';
  const tail = /^[\w-]*/.exec(whole.slice(at, at + 40))?.[0] ?? '';
  return head + tail;
}

/** Whether four groups of digits are an address of somebody: not a version, not this machine. */
export function isAddress(found: string, at: number, whole: string): boolean {
  const groups = found.split('.').map(Number);
  const [first = 0] = groups;
  if (groups.some((group) => group > 255) || first === 127 || first === 0) return false;
  return !/(?:v|version|release|node|postgresql)[ /:"@-]*$/i.test(whole.slice(Math.max(0, at - 16), at));
}
