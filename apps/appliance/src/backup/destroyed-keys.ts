import type { Database } from '@voxkeep/platform';
import { CopyConnection } from '../../../../db/cluster/copy-connection.js';
import type { DestroyedLine } from './sink.js';

const perStatement = 1000;

const remove = 'delete from subject_key where commitment = any($1::bytea[]) returning 1';
const remember = `
  insert into destroyed_key (owner_id, owner_class, epoch, commitment, case_ref, destroyed_at)
  select * from unnest($1::uuid[], $2::text[], $3::int[], $4::bytea[], $5::text[], $6::timestamptz[]) on conflict do nothing`;

/**
 * Destroys the keys that the second sink names, by commitment: a key of the same owner that was made later lives. Then rewrites the
 * table and ends the log of changes, so that no page and no segment holds what was destroyed. Answers how many there were.
 */
export async function destroyAgain(
  keyring: Database,
  superuserUrl: string,
  destroyed: readonly DestroyedLine[],
): Promise<number> {
  let keys = 0;
  for (let at = 0; at < destroyed.length; at += perStatement)
    keys += await destroyBatch(keyring, destroyed.slice(at, at + perStatement));
  const client = await CopyConnection.open(superuserUrl, 'voxkeep restore');
  try {
    for (const sql of ['vacuum (full) subject_key', 'select pg_switch_wal()', 'checkpoint']) await client.rows(sql);
  } finally {
    await client.close();
  }
  return keys;
}

function destroyBatch(keyring: Database, batch: readonly DestroyedLine[]): Promise<number> {
  const commitments = batch.map(({ commitment }) => Buffer.from(commitment, 'hex'));
  return keyring.transaction(async (t) => {
    const gone = await t.rows(remove, [commitments]);
    await t.rows(remember, [
      batch.map(({ ownerId }) => ownerId),
      batch.map(({ ownerClass }) => ownerClass),
      batch.map(({ epoch }) => epoch),
      commitments,
      batch.map(({ caseRef }) => caseRef),
      batch.map(({ at }) => at),
    ]);
    if (gone.length > 0)
      await t.audit({
        action: 'restore.destroy-keys',
        actor: 'system:operator',
        purpose: 'data-subject-request',
        count: gone.length,
      });
    return gone.length;
  });
}
