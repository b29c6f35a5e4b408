import { VoxkeepError } from '@voxkeep/contracts';
import type { AuditEntry, Database, Transaction } from '@voxkeep/platform';
import { isRotatable, type RootKeyProvider } from '../root-key/root-key-provider.js';
import type { IndexKind } from '../protocol/clients.js';
import type { RootKeys } from './root-keys.js';
import { rewrapRow, rowColumns, wrappedColumns, type WrappedRow } from './wrapped-row.js';
import { checkValueOf, newKey, unwrapIndexKey, wrapIndexKey, type RootKey } from './wrapping.js';

/** Owner keys rewrapped in one transaction: short enough that nobody who opens or mints notices. */
const rewrapBatch = 500;

const selectBatch = `
  select ${wrappedColumns} from subject_key k
   where (k.owner_id, k.owner_class, k.epoch) > ($1::uuid, $2::text, $3::int) and k.root_version = $4
   order by k.owner_id, k.owner_class, k.epoch limit ${rewrapBatch} for update`;

const updateKeys = `
  update subject_key k set wrapped = n.wrapped, root_version = $5
    from unnest($1::uuid[], $2::text[], $3::int[], $4::bytea[]) as n (owner_id, owner_class, epoch, wrapped)
   where k.owner_id = n.owner_id and k.owner_class = n.owner_class and k.epoch = n.epoch`;

type Place = readonly [ownerId: string, ownerClass: string, epoch: number];
const beginning: Place = ['00000000-0000-0000-0000-000000000000', '', 0];

export type RotationBegun = 'begun' | 'under-way' | 'not-rotatable';

export interface RootRotationOptions {
  /** What every new root key goes through before it is used: sealing it to the recovery kit. A throw leaves everything as it was. */
  readonly beforeUse: (next: RootKey) => Promise<void>;
  /** Called between two transactions; a test ends the process's work here. */
  readonly betweenBatches?: () => void;
}

/**
 * Replaces the root key while the keyring serves. The new version is stored by its provider before anything is wrapped under it;
 * from then on mints are under it and the older keys are rewrapped in short transactions. A stop at any point is taken up at the
 * next start. When no row refers to the old version, it is destroyed, and stale wrapped copies in old backups with it.
 */
export class RootRotation {
  private stopped = false;

  constructor(
    private readonly database: Database,
    private readonly roots: RootKeys,
    private readonly provider: RootKeyProvider,
    private readonly options: RootRotationOptions,
  ) {}

  /** Makes the next root version current. Rewrapping is {@link run}'s. */
  async begin(entry: AuditEntry): Promise<RotationBegun> {
    if (!isRotatable(this.provider)) return 'not-rotatable';
    if (this.roots.former) return 'under-way';
    const from = this.roots.current;
    const to = { version: from.version + 1, key: newKey() };
    await this.provider.stage(to);
    await this.options.beforeUse(to);
    await this.database.transaction(async (t) => {
      await t.rows(`update root_version set state = 'retiring' where version = $1`, [from.version]);
      await t.rows(`insert into root_version (version, check_value, state) values ($1, $2, 'current')`, [
        to.version,
        checkValueOf(to),
      ]);
      await t.audit(entry);
    });
    this.roots.begin(to);
    return 'begun';
  }

  /** Rewraps what is under the former version and destroys that; answers how many owner keys it rewrapped. Does nothing without one. */
  async run(entry: AuditEntry): Promise<number> {
    const { former } = this.roots;
    if (!former) return 0;
    // Whoever wrapped under the old version before the new one was current has written by then: nothing is added to it any more.
    await this.roots.settled();
    await this.database.transaction((t) => this.rewrapIndexKeys(t, former));
    const count = await this.rewrapOwnerKeys(former);
    if (!this.stopped) await this.finish(former, entry);
    return count;
  }

  /** Lets {@link run} end after the transaction that is under way. */
  stop(): void {
    this.stopped = true;
  }

  private async rewrapOwnerKeys(former: RootKey): Promise<number> {
    let count = 0;
    for (let place: Place | undefined = beginning; place && !this.stopped;) {
      const from: Place = place;
      const rows = await this.roots.during(() => this.database.transaction((t) => this.rewrapFrom(t, from, former)));
      count += rows.length;
      const last = rows.at(-1);
      place = last && [last.owner_id, last.owner_class, last.epoch];
      this.options.betweenBatches?.();
    }
    return count;
  }

  private async rewrapFrom(t: Transaction, place: Place, former: RootKey): Promise<WrappedRow[]> {
    // Before any row lock, so that a destruction, which locks the table, waits for this batch or goes first.
    await t.rows('lock table subject_key in row exclusive mode');
    const rows = await t.rows<WrappedRow>(selectBatch, [...place, former.version], 'keyring.rewrap-select');
    const wrapped = rows.map((row) => rewrapRow(this.roots, row, row.state));
    if (rows.length > 0)
      await t.rows(updateKeys, [...rowColumns(rows, wrapped), this.roots.current.version], 'keyring.rewrap-update');
    return rows;
  }

  private async rewrapIndexKeys(t: Transaction, from: RootKey): Promise<void> {
    const to = this.roots.current;
    const rows = await t.rows<{ purpose: IndexKind; version: number; wrapped: Buffer }>(
      `select purpose, version, wrapped from index_key where root_version = $1 for update`,
      [from.version],
    );
    for (const { purpose, version, wrapped } of rows) {
      const key = unwrapIndexKey(from, purpose, version, wrapped);
      await t.rows(`update index_key set wrapped = $3, root_version = $4 where purpose = $1 and version = $2`, [
        purpose,
        version,
        wrapIndexKey(to, purpose, version, key),
        to.version,
      ]);
      key.fill(0);
    }
  }

  private async finish(former: RootKey, entry: AuditEntry): Promise<void> {
    await this.database.transaction(async (t) => {
      const left = `(select 1 from subject_key where root_version = $1) union all (select 1 from index_key where root_version = $1)`;
      const retired = await t.rows(
        `update root_version set state = 'retired', retired_at = now() where version = $1 and not exists (${left}) returning version`,
        [former.version],
      );
      // Nothing may lose its root key: what is left is found again at the next start.
      if (retired.length === 0) throw new VoxkeepError('keyring.keys-left', { version: former.version });
      await t.audit(entry);
    });
    await this.roots.settled();
    if (isRotatable(this.provider)) await this.provider.promote();
    this.roots.end();
    await this.database.rows('vacuum subject_key');
  }
}
