import type { CalledAs, TelephonyViews } from '@voxkeep/configuration';
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
  const found = await users.findUser(named.flatMap(lookUpsOf), at, trunkId);
  return found.found === 'one' ? found.userId : undefined;
}

function lookUpsOf({ number, user, host, withheld }: NamedParty): readonly CalledAs[] {
  if (withheld || user === null) return [];
  const aor = host === null ? [] : ([{ kind: 'aor', value: `${user}@${host}` }] as const);
  return [...aor, { kind: 'extension', value: number ?? user }, { kind: 'cti-id', value: user }];
}
