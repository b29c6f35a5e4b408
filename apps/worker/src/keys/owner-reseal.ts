import { Inject, Injectable } from '@nestjs/common';
import { KEYRING, type KeyringClient, type KeyringWork } from '@voxkeep/keyring';
import { diagnostics } from '@voxkeep/platform';
import { byWorker } from '../by.js';
import { Databases } from '../databases.js';
import { valuesResealed } from './events.js';
import { SealedRows, type PageEnd } from './sealed-rows.js';
import { sealedTables } from './sealed-tables.js';

type Order = KeyringWork['ownerRotations'][number];

const pageSize = 500;

/** `unreadable` values keep their old key, which therefore stays. */
export interface ResealCount {
  readonly resealed: number;
  readonly unreadable: number;
}

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

  /** One pass over the values of the order's class; one that found nothing to seal anew completes the order. */
  async pass({ ownerClass, createdBefore }: Order): Promise<ResealCount> {
    const total = { resealed: 0, unreadable: 0 };
    for (const table of sealedTables(ownerClass)) {
      for (const column of table.columns) {
        const found = await this.column(new SealedRows(this.databases.of(table.database), table, column));
        total.resealed += found.resealed;
        total.unreadable += found.unreadable;
      }
    }
    diagnostics.record(valuesResealed, { ownerClass, ...total });
    if (total.resealed === 0) await this.keyring.resealed(ownerClass, createdBefore);
    return total;
  }

  private async column(rows: SealedRows): Promise<ResealCount> {
    const total = { resealed: 0, unreadable: 0 };
    for (let end: PageEnd; ;) {
      const page = await rows.page(end, pageSize);
      if (page.length === 0) return total;
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
