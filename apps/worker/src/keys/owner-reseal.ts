import { Inject, Injectable } from '@nestjs/common';
import { KEYRING, type KeyringClient, type KeyringWork } from '@voxkeep/keyring';
import type { SealedColumn } from '@voxkeep/personal-data';
import { diagnostics, isOutOfReach } from '@voxkeep/platform';
import { byWorker } from '../by.js';
import { Databases } from '../databases.js';
import { columnLeft, valuesResealed } from './events.js';
import { SealedRows, type PageEnd } from './sealed-rows.js';
import { sealedTables, type SealedTable } from './sealed-tables.js';

type Order = KeyringWork['ownerRotations'][number];

const pageSize = 500;

/** `unreadable` values keep their old key, which therefore stays, as do those of a column that was left. */
export interface ResealCount {
  readonly resealed: number;
  readonly unreadable: number;
  /** Columns that could not be gone through to their end. */
  readonly columnsLeft: number;
}

type Total = { -readonly [count in keyof ResealCount]: number };

/**
 * Carries an order to replace a class's keys through every sealed column of the catalogue. The values go through the keyring as
 * ciphertext; a killed pass is simply begun again, because what is under the newest key already is kept.
 */
@Injectable()
export class OwnerReseal {
  constructor(
    @Inject(Databases) private readonly databases: Databases,
    @Inject(KEYRING) private readonly keyring: KeyringClient,
  ) {}

  /**
   * One pass over the values of the order's class; one that found nothing to seal anew, and left no column, completes the order. Throws
   * when a database or the keyring is away: no column is to blame for that.
   */
  async pass({ ownerClass, createdBefore }: Order): Promise<ResealCount> {
    const total: Total = { resealed: 0, unreadable: 0, columnsLeft: 0 };
    for (const table of sealedTables(ownerClass)) {
      for (const column of table.columns) await this.orLeave(table, column, total);
    }
    diagnostics.record(valuesResealed, { ownerClass, ...total });
    if (total.resealed + total.columnsLeft === 0) await this.keyring.resealed(ownerClass, createdBefore);
    return total;
  }

  private async orLeave(table: SealedTable, column: SealedColumn, total: Total): Promise<void> {
    try {
      await this.column(new SealedRows(this.databases.of(table.database), table, column), total);
    } catch (error) {
      if (isOutOfReach(error)) throw error;
      total.columnsLeft += 1;
      diagnostics.record(columnLeft, { ownerClass: column.ownerClass, table: table.table, column: column.column, error });
    }
  }

  private async column(rows: SealedRows, total: Total): Promise<void> {
    for (let end: PageEnd; ;) {
      const page = await rows.page(end, pageSize);
      if (page.length === 0) return;
      const outcomes = await this.keyring.reseal(page.map(({ value }) => value));
      const changed = page.flatMap((value, at) => {
        const outcome = outcomes[at];
        return outcome?.kind === 'resealed' ? [{ ...value, sealed: outcome.envelope }] : [];
      });
      if (changed.length > 0) await rows.replace(changed, byWorker);
      total.resealed += changed.length;
      total.unreadable += outcomes.filter(({ kind }) => kind === 'unreadable').length;
      end = page.at(-1)?.key;
    }
  }
}
