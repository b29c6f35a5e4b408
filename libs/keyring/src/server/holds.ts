import type { AuditEntry, Database, Transaction } from '@voxkeep/platform';
import type { OwnerRef } from '../protocol/messages.js';
import { columns, nameOf, newestOf, unique } from './owner-list.js';
import type { RootKeys } from './root-keys.js';
import { rewrapRow, rowColumns, wrappedColumns, type KeyState, type WrappedRow } from './wrapped-row.js';

/** Locked in the order of the key, as a rotation does, so that the two never wait for each other. */
const selectForChange = `
  select ${wrappedColumns}
    from subject_key k join unnest($1::uuid[], $2::text[]) as w (owner_id, owner_class) using (owner_id, owner_class)
   where k.state = any($3::text[]) order by k.owner_id, k.owner_class, k.epoch for update of k`;

const updateKeys = `
  update subject_key k set wrapped = n.wrapped, state = n.state, root_version = $6
    from unnest($1::uuid[], $2::text[], $3::int[], $4::bytea[], $5::text[]) as n (owner_id, owner_class, epoch, wrapped, state)
   where k.owner_id = n.owner_id and k.owner_class = n.owner_class and k.epoch = n.epoch`;

/**
 * Takes keys out of use and gives them back (GDPR Art. 18, legal holds): a held key is wrapped under the hold key, so that what
 * serves the other processes cannot unwrap it. It keeps the state alone; which holds there are is known to data protection.
 */
export class Holds {
  constructor(
    private readonly database: Database,
    private readonly roots: RootKeys,
  ) {}

  /** Holds all keys of these owners, or releases them; answers the owners that changed. */
  change(owners: readonly OwnerRef[], held: boolean, entry: AuditEntry): Promise<OwnerRef[]> {
    return this.roots.during(() =>
      this.database.transaction(async (t) => {
        await t.rows('lock table subject_key in row exclusive mode');
        const from = held ? ['active', 'retiring'] : ['held'];
        const rows = await t.rows<WrappedRow>(selectForChange, [...columns(unique(owners)), from]);
        await this.rewrap(t, rows, held ? () => 'held' : statesAfterRelease(rows));
        const changed = unique(rows.map((row) => ({ ownerId: row.owner_id, ownerClass: row.owner_class })));
        if (changed.length > 0) await t.audit({ ...entry, count: changed.length });
        return changed;
      }),
    );
  }

  private async rewrap(t: Transaction, rows: readonly WrappedRow[], stateOf: (row: WrappedRow) => KeyState): Promise<void> {
    const states = rows.map(stateOf);
    const wrapped = rows.map((row, at) => rewrapRow(this.roots, row, states[at] ?? 'held'));
    await t.rows(updateKeys, [...rowColumns(rows, wrapped), states, this.roots.current.version]);
  }
}

/** The newest key of an owner is in use again, older ones are on their way out as before. */
function statesAfterRelease(rows: readonly WrappedRow[]): (row: WrappedRow) => KeyState {
  const newest = newestOf(rows.map((row) => ({ ownerId: row.owner_id, ownerClass: row.owner_class, epoch: row.epoch })));
  return (row) => (newest.get(nameOf(row.owner_id, row.owner_class))?.epoch === row.epoch ? 'active' : 'retiring');
}
