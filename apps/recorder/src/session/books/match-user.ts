import type { TelephonyViews } from '@voxkeep/configuration';
import type { NamedParty } from '@voxkeep/recording';

/** Finds the user behind an address; implemented by the configuration database's views. */
export type UserSource = Pick<TelephonyViews, 'findUser'>;

/**
 * The one user whom the addresses of a party name at a moment, or nobody: every way that answers must name the same one, as nobody is
 * guessed. Throws when the configuration database cannot be asked.
 */
export async function matchUser(
  users: UserSource,
  named: readonly NamedParty[],
  at: Date,
  trunkId: string,
): Promise<string | undefined> {
  const found = await Promise.all(named.flatMap(lookUpsOf).map(([kind, value]) => users.findUser(kind, value, at, trunkId)));
  const userIds = new Set(found.flatMap((each) => (each.found === 'one' ? [each.userId] : [])));
  const [userId] = userIds;
  return userIds.size > 1 || found.some((each) => each.found === 'several') ? undefined : userId;
}

function lookUpsOf({ number, user, host, withheld }: NamedParty): readonly (readonly ['aor' | 'extension' | 'cti-id', string])[] {
  if (withheld || user === null) return [];
  const aor = host === null ? [] : ([['aor', `${user}@${host}`]] as const);
  return [...aor, ['extension', number ?? user], ['cti-id', user]];
}
