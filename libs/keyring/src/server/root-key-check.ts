import { timingSafeEqual } from 'node:crypto';
import type { Database } from '@voxkeep/platform';
import { isRotatable, type RootKeyProvider } from '../root-key/root-key-provider.js';
import { checkValueOf, type RootKey } from './wrapping.js';

export type SealedReason = 'root-key-missing' | 'root-key-different' | 'root-key-locked';

/** `former` is the root key that a rotation cut off by a stop still has to rewrap from. */
export type Unsealed =
  | { readonly state: 'ready'; readonly root: RootKey; readonly former?: RootKey }
  | { readonly state: 'sealed'; readonly reason: SealedReason };

interface RootVersionRow {
  readonly version: number;
  readonly state: 'current' | 'retiring';
  readonly check_value: Buffer;
}

/**
 * Loads the root key and compares it with the check values of the root versions in use. A database without any adopts the key; one
 * with another key stays sealed, because wrapping under a wrong root key would lose what is wrapped (08 Keys). A rotation that was
 * cut off goes on with both keys, or is finished when nothing was left to rewrap.
 */
export async function unseal(database: Database, provider: RootKeyProvider): Promise<Unsealed> {
  const root = await provider.load();
  if (root === 'locked') return sealed('root-key-locked');
  const versions = await database.rows<RootVersionRow>(
    `select version, state, check_value from root_version where state in ('current', 'retiring')`,
  );
  const current = versions.find(({ state }) => state === 'current');
  if (!current) return root === 'missing' ? sealed('root-key-missing') : adopt(database, root);
  const retiring = versions.find(({ state }) => state === 'retiring');
  if (root !== 'missing' && fits(root, current)) return retiring ? sealed('root-key-different') : { state: 'ready', root };
  return byStaged(provider, root, current, retiring);
}

/** What a rotation that was cut off has left: the staged key is the current one. */
async function byStaged(
  provider: RootKeyProvider,
  root: RootKey | 'missing',
  current: RootVersionRow,
  retiring: RootVersionRow | undefined,
): Promise<Unsealed> {
  const staged = await stagedFor(provider, current);
  if (!staged) return sealed(root === 'missing' ? 'root-key-missing' : 'root-key-different');
  if (retiring) return withFormer(staged, root, retiring);
  if (isRotatable(provider)) await provider.promote();
  return { state: 'ready', root: staged };
}

function withFormer(root: RootKey, former: RootKey | 'missing', retiring: RootVersionRow): Unsealed {
  if (former === 'missing') return sealed('root-key-missing');
  return fits(former, retiring) ? { state: 'ready', root, former } : sealed('root-key-different');
}

async function adopt(database: Database, root: RootKey): Promise<Unsealed> {
  const orphans = await database.rows(`select 1 from subject_key union all select 1 from index_key limit 1`);
  if (orphans.length > 0) return sealed('root-key-different');
  await database.rows(`insert into root_version (version, check_value, state) values ($1, $2, 'current')`, [
    root.version,
    checkValueOf(root),
  ]);
  return { state: 'ready', root };
}

async function stagedFor(provider: RootKeyProvider, current: RootVersionRow): Promise<RootKey | undefined> {
  if (!isRotatable(provider)) return undefined;
  const staged = await provider.staged();
  return staged !== 'missing' && staged !== 'locked' && fits(staged, current) ? staged : undefined;
}

/** Whether a root key is the one in use, with no rotation of it under way: what another provider may take over. */
export async function isInUse(database: Database, root: RootKey): Promise<boolean> {
  const versions = await database.rows<RootVersionRow>(
    `select version, state, check_value from root_version where state in ('current', 'retiring')`,
  );
  return versions.length === 1 && versions.every((row) => fits(root, row));
}

/** Whether no root key was ever used here. */
export async function isNewKeyring(database: Database): Promise<boolean> {
  const used = await database.rows(`select 1 from root_version union all select 1 from subject_key limit 1`);
  return used.length === 0;
}

function fits(root: RootKey, row: RootVersionRow): boolean {
  return root.version === row.version && timingSafeEqual(checkValueOf(root), row.check_value);
}

function sealed(reason: SealedReason): Unsealed {
  return { state: 'sealed', reason };
}
