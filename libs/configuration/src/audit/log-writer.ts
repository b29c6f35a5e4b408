import { randomBytes } from 'node:crypto';
import { EvolvingMac, FrontierTree, auditLeaf, decodeTile, encodeTile, partialTilesOf, type Tile } from '@voxkeep/audit';
import { VoxkeepError, type StoreName } from '@voxkeep/contracts';
import type { AuditRow, Transaction } from '@voxkeep/platform';

/** The state of the log after an append. */
export interface LogState {
  readonly size: number;
  readonly root: Buffer;
}

/** The fields that a leaf commits to, from its own columns alone, so that every reader can hash it again. */
export function leafFields(
  source: string,
  row: Omit<AuditRow, 'id' | 'txid' | 'sealedDetail' | 'salt'>,
): Readonly<Record<string, unknown>> {
  const { eventId, at, actor, action, objectKind, objectId, subjectRef, purpose, columns, count } = row;
  return { source, eventId, at: at.toISOString(), actor, action, objectKind, objectId, subjectRef, purpose, columns, count };
}

/** Begins the log where there is none. Returns the first MAC key, to be taken away from the machine; undefined where the log has begun. */
export async function beginLog(t: Transaction): Promise<Buffer | undefined> {
  const key = randomBytes(32);
  const made = await t.rows(
    'insert into audit.head (size, mac_key) values (0, $1) on conflict (only_one) do nothing returning 1',
    [key],
  );
  return made.length > 0 ? key : undefined;
}

/** Appends events of one database in their order: leaves, tiles and head in the caller's transaction. One writer at a time. */
export async function appendLeaves(t: Transaction, source: StoreName, rows: readonly AuditRow[]): Promise<LogState> {
  const [head] = await t.rows<{ size: string; mac_key: Buffer }>('select size, mac_key from audit.head for update');
  if (head === undefined) throw new VoxkeepError('audit.not-begun');
  const tree = FrontierTree.restore(Number(head.size), await readEdge(t, Number(head.size)));
  const mac = new EvolvingMac(head.mac_key);
  const hashes = rows.map((row) =>
    auditLeaf({ fields: leafFields(source, row), sealedDetail: row.sealedDetail, salt: row.salt }),
  );
  const macs = hashes.map((hash) => mac.next(hash));
  await insertLeaves(t, Number(head.size), source, rows, hashes, macs);
  const { size, root, tiles } = tree.append(hashes);
  await writeTiles(t, [...tiles, ...tree.partialTiles()]);
  await t.rows('update audit.head set size = $1, mac_key = $2', [size, mac.key]);
  return { size, root };
}

async function readEdge(t: Transaction, size: number): Promise<readonly Tile[]> {
  const edge = partialTilesOf(size);
  const rows = await t.rows<{ level: number; index: string; width: number; hashes: Buffer }>(
    `select level, index, width, hashes from audit.tile where (level, index) in (select * from unnest($1::int[], $2::bigint[]))`,
    [edge.map(({ level }) => level), edge.map(({ index }) => index)],
  );
  return rows.map(({ level, index, width, hashes }) => decodeTile({ level, index: Number(index), width }, hashes));
}

async function writeTiles(t: Transaction, tiles: readonly Tile[]): Promise<void> {
  // A tile may be completed and begun anew in one batch; the widest of an address is the last.
  const latest = new Map(tiles.map((tile) => [`${tile.level}/${tile.index}`, tile]));
  const rows = [...latest.values()];
  await t.rows(
    `insert into audit.tile (level, index, width, hashes) select * from unnest($1::int[], $2::bigint[], $3::int[], $4::bytea[])
     on conflict (level, index) do update set width = excluded.width, hashes = excluded.hashes where audit.tile.width < excluded.width`,
    [rows.map(({ level }) => level), rows.map(({ index }) => index), rows.map(({ width }) => width), rows.map(encodeTile)],
  );
}

async function insertLeaves(
  t: Transaction,
  from: number,
  source: string,
  rows: readonly AuditRow[],
  hashes: readonly Buffer[],
  macs: readonly Buffer[],
): Promise<void> {
  await t.rows(
    `insert into audit.leaf (seq, leaf_hash, mac, source, event_id, at, actor, action, object_kind, object_id, subject_ref, purpose, columns, count, sealed_detail, salt)
     select $1::bigint + n - 1, leaf_hash, mac, $2, event_id, at, actor, action, object_kind, object_id, subject_ref, purpose,
            case when columns is not null then array(select c from jsonb_array_elements_text(columns) with ordinality as e (c, n) order by e.n) end,
            count, sealed_detail, salt
     from unnest($3::bytea[], $4::bytea[], $5::uuid[], $6::timestamptz[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[],
                 $13::jsonb[], $14::int[], $15::bytea[], $16::bytea[]) with ordinality
       as l (leaf_hash, mac, event_id, at, actor, action, object_kind, object_id, subject_ref, purpose, columns, count, sealed_detail, salt, n)`,
    [
      from,
      source,
      hashes,
      macs,
      ...(['eventId', 'at', 'actor', 'action', 'objectKind', 'objectId', 'subjectRef', 'purpose'] as const).map((field) =>
        rows.map((row) => row[field]),
      ),
      rows.map(({ columns }) => (columns === null ? null : JSON.stringify(columns))),
      rows.map(({ count }) => count),
      rows.map(({ sealedDetail }) => sealedDetail),
      rows.map(({ salt }) => salt),
    ],
  );
}
