import { readTilePath, tilePath } from '@voxkeep/audit';
import type { StoreName } from '@voxkeep/contracts';
import type { AuditRow, Database, Transaction } from '@voxkeep/platform';
import { AuditSearch, type AuditEvent, type AuditQuery } from './audit-search.js';
import { appendLeaves, beginLog, type LogState } from './log-writer.js';

export interface StoredCheckpoint {
  readonly size: number;
  readonly note: string;
  readonly at: Date;
}

/** The one audit log of the site: events of all databases in one order, in a Merkle tree whose states are signed. */
export class AuditLog {
  constructor(private readonly database: Database) {}

  /** Begins the log. Returns the first MAC key once, for a place outside this machine; undefined where the log has begun. */
  begin(): Promise<Buffer | undefined> {
    return this.database.transaction(beginLog);
  }

  /** Appends events of one database, in the transaction that moves the cursor: each is in the log once. Throws `audit.not-begun`. */
  append(t: Transaction, source: StoreName, rows: readonly AuditRow[]): Promise<LogState> {
    return appendLeaves(t, source, rows);
  }

  /** Keeps a signed checkpoint (C2SP note). The same size again is ignored. */
  async keepCheckpoint(size: number, note: string): Promise<void> {
    await this.database.rows('insert into audit.checkpoint (size, note) values ($1, $2) on conflict (size) do nothing', [
      size,
      note,
    ]);
  }

  /** The checkpoint of the largest log, or undefined before the first. */
  async latestCheckpoint(): Promise<StoredCheckpoint | undefined> {
    const [row] = await this.database.rows<{ size: string; note: string; at: Date }>(
      'select size, note, at from audit.checkpoint order by size desc limit 1',
    );
    return row && { ...row, size: Number(row.size) };
  }

  /** Every checkpoint that is kept, the smallest log first. */
  async checkpoints(): Promise<readonly StoredCheckpoint[]> {
    const rows = await this.database.rows<{ size: string; note: string; at: Date }>(
      'select size, note, at from audit.checkpoint order by size',
    );
    return rows.map((row) => ({ ...row, size: Number(row.size) }));
  }

  /** Number of events in the log. */
  async size(): Promise<number> {
    const [row] = await this.database.rows<{ size: string }>('select size from audit.head');
    return Number(row?.size ?? 0);
  }

  /** A page of events, at most 500, newest first. */
  search(query: AuditQuery): Promise<readonly AuditEvent[]> {
    return new AuditSearch(this.database).page(query);
  }

  /** Leaf hashes from `from` on, in batches, for verification and proofs; reads as many as asked for and no more at once. */
  async *leafHashes(from = 0, to = Number.MAX_SAFE_INTEGER, batch = 10_000): AsyncGenerator<Buffer> {
    for (let at = from; at < to;) {
      const rows = await this.database.rows<{ seq: string; leaf_hash: Buffer }>(
        'select seq, leaf_hash from audit.leaf where seq >= $1 and seq < $2 order by seq limit $3',
        [at, to, batch],
      );
      for (const row of rows) yield row.leaf_hash;
      if (rows.length < batch) return;
      at = Number(rows.at(-1)?.seq ?? at) + 1;
    }
  }

  /** The bytes of a tile by its C2SP path, for outside witnesses; undefined when it is not there or narrower than asked for. */
  async findTile(path: string): Promise<Buffer | undefined> {
    const address = readTilePath(path);
    if (address === undefined || tilePath(address) !== path) return undefined;
    const [row] = await this.database.rows<{ hashes: Buffer }>(
      'select hashes from audit.tile where level = $1 and index = $2 and width >= $3',
      [address.level, address.index, address.width],
    );
    return row?.hashes.subarray(0, address.width * 32);
  }
}
