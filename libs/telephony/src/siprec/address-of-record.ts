import { dialledNumber, isWithheldName, readCalledAddress, type CalledAddress } from '@voxkeep/personal-data';

/** A party as its address of record names it. `number` is digits, with `+` when international. */
export interface PartyAddress {
  readonly number?: string;
  readonly user?: string;
  readonly host?: string;
  /** Digits of an extension behind the number: another end of the same number. */
  readonly ext?: string;
  /** The number belongs to a domain (`phone-context`), so it is no public one, whatever its digits. */
  readonly local?: true;
  readonly withheld: boolean;
}

/**
 * Reads an address of record: `sip:`, `sips:`, `tel:` or without a scheme, with visual separators, parameters and
 * percent escapes. Withheld are the well-known anonymous users and hosts (RFC 3323 §4.1.1.3) and an empty address.
 * `privacy` holds the values of a `Privacy` header, of which `id`, `user` and `full` withhold (RFC 3323 §4.2, RFC 3325 §9.3).
 */
export function parseAddressOfRecord(aor: string, privacy: readonly string[] = []): PartyAddress {
  const address = readCalledAddress(aor);
  if (!address) return { withheld: withholds(privacy) };
  const { user, host, ext, context } = address;
  const number = numberOf(dialledNumber(address));
  return {
    ...(number && { number }),
    ...(user && { user }),
    ...(host && { host }),
    ...(ext && { ext }),
    ...(context === 'local' && { local: true }),
    withheld: isNobody(address) || withholds(privacy),
  };
}

function isNobody({ user, host = '' }: CalledAddress): boolean {
  return user === '' || isWithheldName(user) || host.endsWith('anonymous.invalid');
}

const asksForPrivacy = /(?:^|[;,])\s*(?:id|user|full)\s*(?=$|[;,])/i;

/** Whether the values of `Privacy` headers ask that the identity be withheld. */
export function withholds(privacy: readonly string[]): boolean {
  return privacy.some((value) => asksForPrivacy.test(value));
}

function numberOf(dialled: string): string | undefined {
  const compact = dialled.replace(/[\s()./-]/g, '');
  return /^\+?\d{2,15}$/.test(compact) ? compact : undefined;
}
