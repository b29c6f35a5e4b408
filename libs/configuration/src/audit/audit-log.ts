import { EvolvingMac, auditLeaf, readTilePath, tilePath } from '@voxkeep/audit';
import type { StoreName } from '@voxkeep/contracts';
import type { AuditRow, Database, Transaction } from '@voxkeep/platform';
import { appendLeaves, beginLog, leafFields, type LogState } from './log-writer.js';

/** An event of the log as the viewer shows it; `seq` is its place. */
export interface AuditEvent extends Omit<AuditRow, 'id' | 'txid'> {
  readonly seq: number;
  readonly source: string;
  readonly leafHash: Buffer;
}
/** What to look for; `before` is the `seq` of the last event of the page before. Newest first. */
export interface AuditQuery {
  readonly actor?: string;
  readonly action?: string;
  readonly subject?: string;
  readonly objectKind?: string;
  readonly objectId?: string;
  readonly from?: Date;
  readonly to?: Date;
  readonly before?: number;
  readonly limit?: number;
}
export interface StoredCheckpoint {
  readonly size: number;
  readonly note: string;
  readonly at: Date;
}
type EventRow = Omit<AuditEvent, 'seq'> & { readonly seq: string };

const eventColumns = `seq, source, leaf_hash as "leafHash", event_id as "eventId", at, actor, action, object_kind as "objectKind", object_id as "objectId",
  subject_ref as "subjectRef", purpose, columns, count, sealed_detail as "sealedDetail", salt`;

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

  /** A page of events, at most 500. */
  async search(query: AuditQuery): Promise<readonly AuditEvent[]> {
    const { actor, action, subject, objectKind, objectId, from, to, before, limit = 50 } = query;
    const rows = await this.database.rows<EventRow>(
      `select ${eventColumns} from audit.leaf
       where ($1::text is null or actor = $1) and ($2::text is null or action = $2) and ($3::text is null or subject_ref = $3)
         and ($4::text is null or object_kind = $4) and ($5::text is null or object_id = $5)
         and ($6::timestamptz is null or at >= $6) and ($7::timestamptz is null or at < $7) and ($8::bigint is null or seq < $8)
       order by seq desc limit $9`,
      [actor, action, subject, objectKind, objectId, from, to, before, Math.min(limit, 500)],
    );
    return rows.map((row) => ({ ...row, seq: Number(row.seq) }));
  }

  /** Leaf hashes from `from` on, in batches, for verification and proofs; reads as many as asked for and no more at once. */
  async *leafHashes(from = 0, to = Number.MAX_SAFE_INTEGER, batch = 10_000): AsyncGenerator<Buffer> {
    for (let at = from; at < to;) {
      const rows = await this.database.rows<{ leaf_hash: Buffer }>(
        'select leaf_hash from audit.leaf where seq >= $1 and seq < $2 order by seq limit $3',
        [at, to, batch],
      );
      for (const row of rows) yield row.leaf_hash;
      if (rows.length < batch) return;
      at += rows.length;
    }
  }

  /** The first event from `from` on whose columns no longer give its leaf hash: changed behind the log's back. Reads one batch. */
  async findAltered(from: number, batch = 5000): Promise<{ readonly altered?: number; readonly next?: number }> {
    const rows = await this.database.rows<EventRow>(
      `select ${eventColumns} from audit.leaf where seq >= $1 order by seq limit $2`,
      [from, batch],
    );
    const altered = rows.find(
      (row) =>
        !auditLeaf({ fields: leafFields(row.source, row), sealedDetail: row.sealedDetail, salt: row.salt }).equals(row.leafHash),
    );
    if (altered !== undefined) return { altered: Number(altered.seq) };
    return rows.length < batch ? {} : { next: from + rows.length };
  }

  /** The first place before the end of the log at which there is no event: it was removed. */
  async findGap(): Promise<number | undefined> {
    const [gap] = await this.database.rows<{ place: string }>(
      `select place from (select seq, row_number() over (order by seq) - 1 as place from audit.leaf) as l
       where seq <> place order by seq limit 1`,
    );
    return gap && Number(gap.place);
  }

  /** The first event whose authentication code does not follow from the first key: it, or one before it, was written again later. */
  async findForged(firstKey: Uint8Array, batch = 10_000): Promise<number | undefined> {
    const macs = new EvolvingMac(firstKey);
    for (let from = 0; ; from += batch) {
      const rows = await this.database.rows<{ seq: string; leaf_hash: Buffer; mac: Buffer }>(
        'select seq, leaf_hash, mac from audit.leaf where seq >= $1 and seq < $2 order by seq',
        [from, from + batch],
      );
      const forged = rows.find(({ leaf_hash, mac }) => !macs.next(leaf_hash).equals(mac));
      if (forged !== undefined) return Number(forged.seq);
      if (rows.length < batch) return undefined;
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
