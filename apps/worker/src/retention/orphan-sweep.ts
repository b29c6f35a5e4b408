import { Inject, Injectable } from '@nestjs/common';
import { Orphans, type Orphan } from '@voxkeep/configuration';
import { VaultStore } from '@voxkeep/platform';
import { Databases } from '../databases.js';
import { contactTables, type ContactTables } from './contact-tables.js';

const batchSize = 1000;
const lowestId = '00000000-0000-0000-0000-000000000000';

/** Looks for files that no row leads to and rows whose file is not there. It reports and removes nothing: either may be the last trace of a fault. */
@Injectable()
export class OrphanSweep {
  constructor(
    @Inject(Databases) private readonly databases: Databases,
    @Inject(VaultStore) private readonly vault: VaultStore,
    @Inject(Orphans) private readonly orphans: Orphans,
  ) {}

  /** Goes through the whole vault and all segments once; answers how many of each kind it saw. */
  async sweep(now: Date): Promise<{ readonly files: number; readonly rows: number }> {
    const files = await this.filesWithoutRow();
    const rows = await this.rowsWithoutFile();
    await this.orphans.found('file-without-row', files, now);
    await this.orphans.found('row-without-file', rows, now);
    return { files: files.length, rows: rows.length };
  }

  private tables(): readonly ContactTables[] {
    return [contactTables(this.databases.of('operative')), contactTables(this.databases.of('history'))];
  }

  private async filesWithoutRow(): Promise<readonly Orphan[]> {
    const orphans: Orphan[] = [];
    let batch: Orphan[] = [];
    const look = async () => {
      orphans.push(...(await this.unknown(batch)));
      batch = [];
    };
    for await (const { fileId, bytes } of this.vault.list()) {
      batch.push({ id: fileId, octets: bytes });
      if (batch.length === batchSize) await look();
    }
    await look();
    return orphans;
  }

  /** Those of these files that no segment names, in either database. */
  private async unknown(files: readonly Orphan[]): Promise<readonly Orphan[]> {
    let unknown = files;
    for (const { database, segment } of this.tables()) {
      if (unknown.length === 0) return unknown;
      const named = await database.rows<{ id: string }>(
        `select file_id as id from ${segment} where file_id = any($1::uuid[]) and state <> 'removed'`,
        [unknown.map(({ id }) => id)],
      );
      const known = new Set(named.map(({ id }) => id));
      unknown = unknown.filter(({ id }) => !known.has(id));
    }
    return unknown;
  }

  private async rowsWithoutFile(): Promise<readonly Orphan[]> {
    const orphans: Orphan[] = [];
    for (const { database, segment } of this.tables()) {
      for (let after = lowestId; ;) {
        const rows = await database.rows<{ id: string; fileId: string }>(
          `select id, file_id as "fileId" from ${segment} where state in ('closed', 'recovered') and id > $1::uuid
           order by id limit ${String(batchSize)}`,
          [after],
        );
        orphans.push(...(await this.withoutFile(rows)));
        if (rows.length < batchSize) break;
        after = rows.at(-1)?.id ?? '';
      }
    }
    return orphans;
  }

  private async withoutFile(rows: readonly { readonly id: string; readonly fileId: string }[]): Promise<readonly Orphan[]> {
    const absent: Orphan[] = [];
    for (const { id, fileId } of rows) if (!(await this.isThere(fileId))) absent.push({ id, octets: null });
    return absent;
  }

  private async isThere(fileId: string): Promise<boolean> {
    const reader = await this.vault.openForRead(fileId);
    await reader?.close();
    return reader !== undefined;
  }
}
