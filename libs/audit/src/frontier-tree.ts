import { VoxkeepError } from '@voxkeep/contracts';
import { emptyRoot, nodeHash } from './hashing.js';
import { partialTilesOf, type Tile, tileWidth } from './tiles.js';

const tileHeight = 8;

/** What one batch brought: the new size and root, and the tiles that it completed, in the order of their completion. */
export interface Appended {
  readonly size: number;
  readonly root: Buffer;
  readonly tiles: readonly Tile[];
}

/**
 * The right edge of a log, enough to go on writing it: the roots of the complete subtrees (one per bit of the size) and the
 * hashes of the tiles that are still open (at most 255 per tile level). Never reads the log itself.
 */
export class FrontierTree {
  #size = 0;
  /** By height; present where the bit of the size is 1. */
  readonly #frontier: (Buffer | undefined)[] = [];
  /** By tile level. */
  readonly #open: Buffer[][] = [];

  /**
   * Goes on from a stored log: its size and the partial tiles of `partialTilesOf(size)`. Throws `log.tiles-missing` when one of
   * them is not given at its full width.
   */
  static restore(size: number, partialTiles: readonly Tile[]): FrontierTree {
    const tree = new FrontierTree();
    tree.#size = size;
    for (const { level, index, width } of partialTilesOf(size)) {
      const tile = partialTiles.find((given) => given.level === level && given.index === index && given.hashes.length >= width);
      if (!tile) throw new VoxkeepError('log.tiles-missing', { level, index, width });
      tree.#open[level] = tile.hashes.slice(0, width);
      tree.#restoreFrontier(level, tile.hashes.slice(0, width));
    }
    return tree;
  }

  get size(): number {
    return this.#size;
  }

  /** Appends leaf hashes in order. */
  append(leafHashes: readonly Buffer[]): Appended {
    const tiles: Tile[] = [];
    for (const leaf of leafHashes) this.#appendOne(leaf, tiles);
    return { size: this.#size, root: this.root(), tiles };
  }

  /** The root at the present size: the frontier folded from the lowest subtree upwards. */
  root(): Buffer {
    let root: Buffer | undefined;
    for (const subtree of this.#frontier) if (subtree) root = root ? nodeHash(subtree, root) : subtree;
    return root ?? emptyRoot();
  }

  /** The open tiles as they are now, to be stored with a checkpoint. */
  partialTiles(): readonly Tile[] {
    return partialTilesOf(this.#size).map((address) => ({ ...address, hashes: [...(this.#open[address.level] ?? [])] }));
  }

  #appendOne(leaf: Buffer, tiles: Tile[]): void {
    const position = this.#size;
    this.#size += 1;
    let hash = leaf;
    for (let height = 0; ; height += 1) {
      if (height % tileHeight === 0) this.#intoTile(height / tileHeight, position, hash, tiles);
      const left = this.#frontier[height];
      if (!left) {
        this.#frontier[height] = hash;
        return;
      }
      this.#frontier[height] = undefined;
      hash = nodeHash(left, hash);
    }
  }

  #intoTile(level: number, position: number, hash: Buffer, tiles: Tile[]): void {
    const open = (this.#open[level] ??= []);
    open.push(hash);
    if (open.length < tileWidth) return;
    tiles.push({ level, index: Math.floor(position / tileWidth ** (level + 1)), width: tileWidth, hashes: open });
    this.#open[level] = [];
  }

  #restoreFrontier(level: number, hashes: Buffer[]): void {
    for (let bit = tileHeight - 1, rest = hashes; bit >= 0; bit -= 1) {
      if (rest.length < 2 ** bit) continue;
      this.#frontier[level * tileHeight + bit] = fold(rest.slice(0, 2 ** bit));
      rest = rest.slice(2 ** bit);
    }
  }
}

/** Root over a power of two of neighbours. */
function fold(hashes: readonly Buffer[]): Buffer | undefined {
  let row = hashes;
  while (row.length > 1) row = row.flatMap((left, i) => (i % 2 === 0 && row[i + 1] ? [nodeHash(left, row[i + 1] ?? left)] : []));
  return row[0];
}
