import type { Database } from '@voxkeep/platform';
import type { OwnerRef } from '../protocol/messages.js';
import type { DestroyedKey, DestroyedKeysFile } from './destroyed-keys-file.js';
import { columns, unique } from './owner-keys.js';

interface DestroyedRow {
  readonly owner_id: string;
  readonly owner_class: OwnerRef['ownerClass'];
  readonly commitment: Buffer;
}

const deleteKeys = `
  delete from subject_key k using unnest($1::uuid[], $2::text[]) as w (owner_id, owner_class)
   where k.owner_id = w.owner_id and k.owner_class = w.owner_class and k.state <> 'held'
  returning k.owner_id, k.owner_class, k.epoch, k.commitment`;

const insertDestroyed = `
  insert into destroyed_key (owner_id, owner_class, epoch, commitment, case_ref, destroyed_at)
  select d.owner_id, d.owner_class, d.epoch, d.commitment, $5, $6
    from unnest($1::uuid[], $2::text[], $3::int[], $4::bytea[]) as d (owner_id, owner_class, epoch, commitment)
      on conflict do nothing`;

const selectDestroyed = `
  select d.owner_id, d.owner_class, d.commitment from destroyed_key d
    join unnest($1::uuid[], $2::text[]) as w (owner_id, owner_class) using (owner_id, owner_class)`;

/**
 * Destroys owner keys for a case. The second sink is written before the commit: after a crash in between it lists a key that
 * still exists, and repeating the request ends that; the other order could forget a destruction.
 */
export class Destruction {
  constructor(
    private readonly database: Database,
    private readonly sink: DestroyedKeysFile,
    private readonly now: () => Date,
  ) {}

  /** Answers every asked owner whose key is destroyed now, also when it was before. Unknown and held owners are absent. */
  async destroy(owners: readonly OwnerRef[], caseRef: string): Promise<DestroyedKey[]> {
    const asked = columns(unique(owners));
    const destroyed = await this.database.transaction(async (t) => {
      // Keeps mints out until the commit: an owner being destroyed must not be minted anew by a statement that began before.
      await t.rows('lock table subject_key in share row exclusive mode');
      const at = this.now();
      const gone = await t.rows<DestroyedRow & { readonly epoch: number }>(deleteKeys, asked);
      await t.rows(insertDestroyed, [
        ...columns(gone.map((row) => ({ ownerId: row.owner_id, ownerClass: row.owner_class }))),
        gone.map((row) => row.epoch),
        gone.map((row) => row.commitment),
        caseRef,
        at,
      ]);
      await this.sink.append(gone.map(toDestroyedKey), caseRef, at);
      return t.rows<DestroyedRow>(selectDestroyed, asked);
    });
    await this.database.rows('vacuum subject_key');
    return destroyed.map(toDestroyedKey);
  }
}

function toDestroyedKey(row: DestroyedRow): DestroyedKey {
  return { ownerId: row.owner_id, ownerClass: row.owner_class, commitment: row.commitment.toString('hex') };
}
