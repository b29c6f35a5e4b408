/** A party as its address of record names it. `number` is digits, with `+` when international. */
export interface PartyAddress {
  readonly number?: string;
  readonly user?: string;
  readonly host?: string;
  readonly withheld: boolean;
}

const WITHHELD_USERS = ['anonymous', 'restricted', 'unavailable', 'unknown', 'private', 'withheld', 'coinline/payphone'];

/**
 * Reads an address of record: `sip:`, `sips:`, `tel:` or without a scheme, with visual separators, parameters and
 * percent escapes. Withheld are the well-known anonymous users and hosts (RFC 3323 §4.1.1.3) and an empty address.
 * `privacy` holds the values of a `Privacy` header, of which `id`, `user` and `full` withhold (RFC 3323 §4.2, RFC 3325 §9.3).
 */
export function parseAddressOfRecord(aor: string, privacy: readonly string[] = []): PartyAddress {
  const bare = aor
    .trim()
    .replace(/^<|>$/g, '')
    .replace(/^(sips?|tel):/i, '');
  const [address = ''] = bare.split(/[;?]/, 1);
  const at = address.lastIndexOf('@');
  const user = unescape(at < 0 ? address : address.slice(0, at)).split(':', 1)[0] ?? '';
  const host = at < 0 ? undefined : address.slice(at + 1).toLowerCase();
  const number = numberOf(user);
  return {
    ...(number && { number }),
    ...(user && { user }),
    ...(host && { host }),
    withheld: isWithheld(user, host) || withholds(privacy),
  };
}

/** Whether the values of `Privacy` headers ask that the identity be withheld. */
export function withholds(privacy: readonly string[]): boolean {
  return privacy
    .flatMap((value) => value.split(/[;,]/))
    .some((value) => ['id', 'user', 'full'].includes(value.trim().toLowerCase()));
}

function isWithheld(user: string, host: string | undefined): boolean {
  return user === '' || WITHHELD_USERS.includes(user.toLowerCase()) || (host ?? '').endsWith('anonymous.invalid');
}

function numberOf(user: string): string | undefined {
  const compact = user.split(';', 1)[0]?.replace(/[\s().-]/g, '') ?? '';
  return /^\+?\d{2,15}$/.test(compact) ? compact : undefined;
}

function unescape(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
