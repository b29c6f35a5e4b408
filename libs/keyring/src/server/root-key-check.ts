import { timingSafeEqual } from 'node:crypto';
import type { Database } from '@voxkeep/platform';
import { isRotatable, type RootKeyProvider } from '../root-key/root-key-provider.js';
import { checkValueOf, type RootKey } from './wrapping.js';

export type SealedReason = 'root-key-missing' | 'root-key-different';
export type Unsealed =
  { readonly state: 'ready'; readonly root: RootKey } | { readonly state: 'sealed'; readonly reason: SealedReason };

interface RootVersionRow {
  readonly version: number;
  readonly check_value: Buffer;
}

/**
 * Loads the root key and compares it with the check value of the newest root version. A database without any adopts the key; one
 * with another key stays sealed, because wrapping under a wrong root key would lose what is wrapped (08 Keys).
 */
export async function unseal(database: Database, provider: RootKeyProvider): Promise<Unsealed> {
  const root = await provider.load();
  const [newest] = await database.rows<RootVersionRow>(`select version, check_value from root_version where state = 'current'`);
  if (!newest) return root === 'missing' ? sealed('root-key-missing') : adopt(database, root);
  if (root !== 'missing' && fits(root, newest)) return { state: 'ready', root };
  const promoted = await promoteStaged(provider, newest);
  if (promoted) return { state: 'ready', root: promoted };
  return sealed(root === 'missing' ? 'root-key-missing' : 'root-key-different');
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

/** A rotation that committed but was cut off before the file was renamed is finished here. */
async function promoteStaged(provider: RootKeyProvider, newest: RootVersionRow): Promise<RootKey | undefined> {
  if (!isRotatable(provider)) return undefined;
  const staged = await provider.staged();
  if (staged === 'missing' || !fits(staged, newest)) return undefined;
  await provider.promote();
  return staged;
}

function fits(root: RootKey, row: RootVersionRow): boolean {
  return root.version === row.version && timingSafeEqual(checkValueOf(root), row.check_value);
}

function sealed(reason: SealedReason): Unsealed {
  return { state: 'sealed', reason };
}
