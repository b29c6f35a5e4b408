import { FrontierTree, encodeTile, tilePath, type Tile } from '@voxkeep/audit';
import type { AuditLog } from '@voxkeep/configuration';
import type { Damage } from './damage.js';

/** The tree as its leaves give it: how many there are, and the roots at the sizes that were asked for. */
export interface RebuiltLog {
  readonly events: number;
  readonly roots: ReadonlyMap<number, Buffer>;
  readonly damages: readonly Damage[];
}

const batchSize = 4096;

/** Rebuilds the tree from the leaves alone, notes its root at each of `sizes`, and compares the stored tiles with it. Streams. */
export async function rebuildLog(log: AuditLog, sizes: Iterable<number>): Promise<RebuiltLog> {
  const wanted = [...new Set(sizes)].sort((a, b) => a - b);
  const roots = new Map<number, Buffer>();
  const tree = new FrontierTree();
  let damages: readonly Damage[] = [];
  let batch: Buffer[] = [];
  const append = async () => {
    const { tiles } = tree.append(batch);
    batch = [];
    damages = [...damages, ...(await differing(log, tiles))];
    while (wanted[0] !== undefined && wanted[0] <= tree.size) roots.set(wanted.shift() ?? 0, tree.root());
  };
  for await (const leaf of log.leafHashes()) {
    batch.push(leaf);
    if (batch.length === batchSize || tree.size + batch.length === wanted[0]) await append();
  }
  await append();
  return { events: tree.size, roots, damages: [...damages, ...(await differing(log, tree.partialTiles()))] };
}

async function differing(log: AuditLog, tiles: readonly Tile[]): Promise<readonly Damage[]> {
  const damages: Damage[] = [];
  for (const tile of tiles) {
    const path = tilePath(tile);
    const stored = await log.findTile(path);
    if (stored?.equals(encodeTile(tile)) !== true) damages.push({ kind: 'tile-differs', tile: path });
  }
  return damages;
}
