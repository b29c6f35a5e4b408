import { auditLeaf, decodeTile, sha256, type ProvenEvent } from '@voxkeep/audit';
import type { AuditRow, Database } from '@voxkeep/platform';
import { leafFields } from './log-writer.js';

/** An event in its place, with the hash that its columns give now beside the one that it was logged with. */
export interface ScannedLeaf {
  readonly seq: number;
  readonly leafHash: Buffer;
  readonly recomputed: Buffer;
  readonly mac: Buffer;
}

/** The columns of `audit.leaf` under the names of {@link AuditRow}. */
export const leafColumns = `seq, source, leaf_hash as "leafHash", event_id as "eventId", at, actor, action, object_kind as "objectKind", object_id as "objectId",
  subject_ref as "subjectRef", purpose, columns, count, sealed_detail as "sealedDetail", salt`;

export interface LeafRow extends Omit<AuditRow, 'id' | 'txid'> {
  readonly seq: string;
  readonly source: string;
  readonly leafHash: Buffer;
}

/** An event as a proof carries it: its fields, the hash of its detail, its salt. */
export function provenEventOf(row: Omit<LeafRow, 'seq' | 'leafHash'>): ProvenEvent {
  return { fields: leafFields(row.source, row), detailHash: sha256(row.sealedDetail ?? ''), salt: row.salt };
}

/** Reads the log as it lies in the database, damaged or not, for verification: by place, so that gaps show. */
export class LogScan {
  constructor(private readonly database: Database) {}

  /** Places up to the last event, and those that the tiles of level 0 tell of. A log that goes on meanwhile has more events. */
  async extent(): Promise<{ readonly tiled: number; readonly events: number }> {
    const [tiles] = await this.database.rows<{ tiled: string | null }>(
      'select max(index * 256 + width) as tiled from audit.tile where level = 0',
    );
    const [leaves] = await this.database.rows<{ last: string | null }>('select max(seq) as last from audit.leaf');
    return { tiled: Number(tiles?.tiled ?? 0), events: Number(leaves?.last ?? -1) + 1 };
  }

  /** The events that stand in the places `from` … `to` - 1; a place may be empty. */
  async leaves(from: number, to: number): Promise<readonly ScannedLeaf[]> {
    const rows = await this.database.rows<LeafRow & { readonly mac: Buffer }>(
      `select ${leafColumns}, mac from audit.leaf where seq >= $1 and seq < $2 order by seq`,
      [from, to],
    );
    return rows.map((row) => ({
      seq: Number(row.seq),
      leafHash: row.leafHash,
      mac: row.mac,
      recomputed: auditLeaf({ fields: leafFields(row.source, row), sealedDetail: row.sealedDetail, salt: row.salt }),
    }));
  }

  /** The leaf hashes of the tiles of level 0 for the places `from` … `to` - 1 (multiples of 256), undefined where there is no tile. */
  async tiledHashes(from: number, to: number): Promise<readonly (Buffer | undefined)[]> {
    const rows = await this.database.rows<{ index: string; width: number; hashes: Buffer }>(
      'select index, width, hashes from audit.tile where level = 0 and index >= $1 and index < $2 order by index',
      [from / 256, Math.ceil(to / 256)],
    );
    const hashes: (Buffer | undefined)[] = Array.from({ length: to - from });
    for (const { index, width, hashes: bytes } of rows) {
      const tile = decodeTile({ level: 0, index: Number(index), width }, bytes);
      tile.hashes.forEach((hash, at) => {
        const place = Number(index) * 256 + at - from;
        if (place < hashes.length) hashes[place] = hash;
      });
    }
    return hashes;
  }
}
