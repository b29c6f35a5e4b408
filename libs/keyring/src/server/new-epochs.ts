import type { AuditEntry, Database } from '@voxkeep/platform';
import type { OwnerRef } from '../protocol/messages.js';
import { columns, unique } from './owner-list.js';
import type { RootKeys } from './root-keys.js';
import { commitmentOf, newKey, wrapOwnerKey } from './wrapping.js';

interface AgedRow {
  readonly owner_id: string;
  readonly owner_class: OwnerRef['ownerClass'];
  readonly epoch: number;
}

const selectAged = `
  select k.owner_id, k.owner_class, k.epoch
    from subject_key k join unnest($1::uuid[], $2::text[]) as w (owner_id, owner_class) using (owner_id, owner_class)
   where k.state = 'active' and k.created_at < $3
   order by k.owner_id, k.owner_class, k.epoch for update of k`;

const retireKeys = `
  update subject_key k set state = 'retiring', retiring_at = $4
    from unnest($1::uuid[], $2::text[], $3::int[]) as n (owner_id, owner_class, epoch)
   where k.owner_id = n.owner_id and k.owner_class = n.owner_class and k.epoch = n.epoch`;

const insertNext = `
  insert into subject_key (owner_id, owner_class, epoch, root_version, wrapped, state, commitment, minted_by, created_at)
  select n.owner_id, n.owner_class, n.epoch + 1, $6, n.wrapped, 'active', n.commitment, $7, $8
    from unnest($1::uuid[], $2::text[], $3::int[], $4::bytea[], $5::bytea[]) as n (owner_id, owner_class, epoch, wrapped, commitment)`;

/** Gives owners whose key has grown old a next one. The old one stays, retiring, until no value is sealed under it. */
export class NewEpochs {
  constructor(
    private readonly database: Database,
    private readonly roots: RootKeys,
    private readonly now: () => Date,
  ) {}

  /**
   * Makes the next key of each of these owners whose active key is from before `createdBefore`; answers how many. Held owners are
   * left alone, destroyed ones get nothing: a key is made only beside one that is there and locked.
   */
  renew(owners: readonly OwnerRef[], createdBefore: Date, entry: AuditEntry): Promise<number> {
    return this.roots.during(() =>
      this.database.transaction(async (t) => {
        await t.rows('lock table subject_key in row exclusive mode');
        const aged = await t.rows<AgedRow>(selectAged, [...columns(unique(owners)), createdBefore]);
        if (aged.length === 0) return 0;
        const at = [...columns(aged.map(refOf)), aged.map(({ epoch }) => epoch)];
        await t.rows(retireKeys, [...at, this.now()]);
        const keys = aged.map(newKey);
        const root = this.roots.current;
        const wrapped = aged.map((row, n) => wrapOwnerKey(root, { ...refOf(row), epoch: row.epoch + 1 }, keys[n] ?? newKey()));
        await t.rows(insertNext, [...at, wrapped, keys.map(commitmentOf), root.version, entry.actor, this.now()]);
        for (const key of keys) key.fill(0);
        await t.audit({ ...entry, count: aged.length });
        return aged.length;
      }),
    );
  }
}

function refOf(row: AgedRow): OwnerRef {
  return { ownerId: row.owner_id, ownerClass: row.owner_class };
}
