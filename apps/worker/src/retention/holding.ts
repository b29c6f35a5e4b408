import { createHash } from 'node:crypto';
import type { StandingHold } from '@voxkeep/personal-data';
import type { Database } from '@voxkeep/platform';

/** One thing that a hold keeps, by kind and random id; `from` and `to` narrow it to a period. */
export interface HeldKey {
  readonly hold: string;
  readonly number: string;
  readonly kind: 'person' | 'contact-point' | 'contact' | 'user' | 'queue';
  readonly key: string;
  readonly from: Date | null;
  readonly to: Date | null;
}

/** All that is held, as it stands now. */
export interface Holding {
  readonly keys: readonly HeldKey[];
  /** SHA-256, hex: another hold, another hash. */
  readonly hash: string;
}

const kinds: readonly string[] = ['person', 'contact-point', 'contact', 'user', 'queue'];

/**
 * What standing holds keep: their rules, the keys they were resolved to, and for a person the contact points and accounts that are
 * linked today, so that what came after the hold is held as well.
 */
export async function holdingOf(holds: readonly StandingHold[], directory: Database, configuration: Database): Promise<Holding> {
  const named = holds.flatMap((hold) => [...scopesOf(hold), ...resolvedOf(hold)]);
  const keys = [...named, ...(await linkedTo(named, directory, configuration))];
  const said = keys.map(({ hold, kind, key, from, to }) => [hold, kind, key, from?.getTime(), to?.getTime()].join('/')).sort();
  return {
    keys,
    hash: createHash('sha256')
      .update([...new Set(said)].join('\n'))
      .digest('hex'),
  };
}

function scopesOf({ id, number, scopes }: StandingHold): readonly HeldKey[] {
  return scopes.map(({ kind, keyId, from, to }) => ({ hold: id, number, kind, key: keyId, from, to }));
}

function resolvedOf({ id, number, keys }: StandingHold): readonly HeldKey[] {
  return [...keys].flatMap((name) => {
    const at = name.indexOf('/');
    const kind = name.slice(0, at);
    if (!kinds.includes(kind)) return [];
    return [{ hold: id, number, kind: kind as HeldKey['kind'], key: name.slice(at + 1), from: null, to: null }];
  });
}

async function linkedTo(named: readonly HeldKey[], directory: Database, configuration: Database): Promise<readonly HeldKey[]> {
  const persons = named.filter(({ kind }) => kind === 'person');
  if (persons.length === 0) return [];
  const ids = persons.map(({ key }) => key);
  const points = await directory.rows<{ person: string; id: string }>(
    'select distinct person_id as person, contact_point_id as id from person_contact_point where person_id = any($1::uuid[])',
    [ids],
  );
  const users = await configuration.rows<{ person: string; id: string }>(
    'select person_id as person, id from user_account where person_id = any($1::uuid[])',
    [ids],
  );
  return persons.flatMap((held) => [
    ...points.filter(({ person }) => person === held.key).map(({ id }) => ({ ...held, kind: 'contact-point' as const, key: id })),
    ...users.filter(({ person }) => person === held.key).map(({ id }) => ({ ...held, kind: 'user' as const, key: id })),
  ]);
}
