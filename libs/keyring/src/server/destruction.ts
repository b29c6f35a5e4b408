import type { AuditEntry, Database, Transaction } from '@voxkeep/platform';
import type { OwnerRef } from '../protocol/messages.js';
import type { DestroyedKey, DestroyedKeysFile } from './destroyed-keys-file.js';
import { columns, unique } from './owner-list.js';

interface DestroyedRow {
  readonly owner_id: string;
  readonly owner_class: OwnerRef['ownerClass'];
  readonly epoch: number;
  readonly commitment: Buffer;
}

/** Why keys are destroyed: `caseRef` stands on both sinks (a case's id, or `run:<id>` of retention), `entry` in the audit log. */
export interface DestructionOrder {
  readonly caseRef: string;
  readonly entry: AuditEntry;
}

/** `held` names the asked owners whose keys stay because of a hold. */
export interface DestructionResult {
  readonly destroyed: DestroyedKey[];
  readonly held: OwnerRef[];
}

/** What keys of a rotated owner carry in place of a case: nothing was erased, the values live on under a newer key. */
export const byRotation = 'rotation';

const deleteKeys = `
  delete from subject_key k using unnest($1::uuid[], $2::text[]) as w (owner_id, owner_class)
   where k.owner_id = w.owner_id and k.owner_class = w.owner_class and k.state <> 'held'
  returning k.owner_id, k.owner_class, k.epoch, k.commitment`;

const deleteRetired = `
  delete from subject_key k using unnest($1::uuid[], $2::text[], $3::int[]) as w (owner_id, owner_class, epoch)
   where k.owner_id = w.owner_id and k.owner_class = w.owner_class and k.epoch = w.epoch
     and k.state = 'retiring' and k.retiring_at < $4
  returning k.owner_id, k.owner_class, k.epoch, k.commitment`;

const insertDestroyed = `
  insert into destroyed_key (owner_id, owner_class, epoch, commitment, case_ref, destroyed_at)
  select d.owner_id, d.owner_class, d.epoch, d.commitment, $5, $6
    from unnest($1::uuid[], $2::text[], $3::int[], $4::bytea[]) as d (owner_id, owner_class, epoch, commitment)
      on conflict do nothing`;

const selectDestroyed = `
  select d.owner_id, d.owner_class, d.epoch, d.commitment from destroyed_key d
    join unnest($1::uuid[], $2::text[]) as w (owner_id, owner_class) using (owner_id, owner_class)
   where d.case_ref <> '${byRotation}'`;

const selectHeld = `
  select distinct k.owner_id, k.owner_class from subject_key k
    join unnest($1::uuid[], $2::text[]) as w (owner_id, owner_class) using (owner_id, owner_class)
   where k.state = 'held'`;

/**
 * Destroys owner keys. The second sink is written before the commit: after a crash in between it lists a key that still exists,
 * and repeating the request ends that; the other order could forget a destruction.
 */
export class Destruction {
  constructor(
    private readonly database: Database,
    private readonly sink: DestroyedKeysFile,
    private readonly now: () => Date,
    private readonly onDestroyed: () => void = () => undefined,
  ) {}

  /** Answers every asked owner whose keys are destroyed now, also when they were before, one entry per key. Unknown owners are absent. */
  async destroy(owners: readonly OwnerRef[], { caseRef, entry }: DestructionOrder): Promise<DestructionResult> {
    const asked = columns(unique(owners));
    const result = await this.exclusively(async (t) => {
      const at = this.now();
      const gone = await t.rows<DestroyedRow>(deleteKeys, asked);
      await t.rows(insertDestroyed, [...destroyedColumns(gone), caseRef, at]);
      if (gone.length > 0) await t.audit({ ...entry, count: gone.length });
      await this.sink.append(gone.map(toDestroyedKey), caseRef, at);
      const held = await t.rows<Pick<DestroyedRow, 'owner_id' | 'owner_class'>>(selectHeld, asked);
      return {
        destroyed: (await t.rows<DestroyedRow>(selectDestroyed, asked)).map(toDestroyedKey),
        held: held.map((row) => ({ ownerId: row.owner_id, ownerClass: row.owner_class })),
      };
    });
    await this.clear();
    return result;
  }

  /**
   * Destroys keys of older epochs that were replaced before `replacedBefore`; answers how many. They are kept off the second sink:
   * a set of backups from before the rotation still needs them.
   */
  async retire(
    keys: readonly (OwnerRef & { readonly epoch: number })[],
    replacedBefore: Date,
    entry: AuditEntry,
  ): Promise<number> {
    const gone = await this.exclusively(async (t) => {
      const rows = await t.rows<DestroyedRow>(deleteRetired, [...columns(keys), keys.map(({ epoch }) => epoch), replacedBefore]);
      await t.rows(insertDestroyed, [...destroyedColumns(rows), byRotation, this.now()]);
      if (rows.length > 0) await t.audit({ ...entry, count: rows.length });
      return rows.length;
    });
    await this.clear();
    return gone;
  }

  private async clear(): Promise<void> {
    await this.database.rows('vacuum subject_key');
    this.onDestroyed();
  }

  /** Keeps mints out until the commit: an owner being destroyed must not be minted anew by a statement that began before. */
  private exclusively<T>(work: (t: Transaction) => Promise<T>): Promise<T> {
    return this.database.transaction(async (t) => {
      await t.rows('lock table subject_key in share row exclusive mode');
      return work(t);
    });
  }
}

function destroyedColumns(rows: readonly DestroyedRow[]): readonly unknown[] {
  const owners = rows.map((row) => ({ ownerId: row.owner_id, ownerClass: row.owner_class }));
  return [...columns(owners), rows.map((row) => row.epoch), rows.map((row) => row.commitment)];
}

function toDestroyedKey(row: DestroyedRow): DestroyedKey {
  return { ownerId: row.owner_id, ownerClass: row.owner_class, epoch: row.epoch, commitment: row.commitment.toString('hex') };
}
