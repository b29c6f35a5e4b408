import { VoxkeepError } from '@voxkeep/contracts';
import { nodeHash } from './hashing.js';
import { consistencyRanges, inclusionRanges, subtreesOf, type LeafRange, type Subtree } from './proof-ranges.js';
import { tileWidth } from './tiles.js';

const tileHeight = 8;

/** The hashes of a tile of the log as far as it is filled; undefined where there is none. */
export type TileReader = (level: number, index: number) => Promise<readonly Buffer[] | undefined>;

/** Proofs out of stored tiles: a few tiles are read for each, however long the log is. Throws `log.tiles-missing`. */
export class TileProofs {
  constructor(private readonly read: TileReader) {}

  /** PATH(index, D[size]), from the leaf upwards; 0 ≤ index < size, and the tiles reach to `size`. */
  inclusion(index: number, size: number): Promise<Buffer[]> {
    return this.#rootsOf(inclusionRanges(index, size));
  }

  /** PROOF(first, D[second]); 0 < first ≤ second, and the tiles reach to `second`. */
  consistency(first: number, second: number): Promise<Buffer[]> {
    return this.#rootsOf(consistencyRanges(first, second));
  }

  async #rootsOf(ranges: readonly LeafRange[]): Promise<Buffer[]> {
    const seen = new Map<string, Promise<readonly Buffer[] | undefined>>();
    const tile = (level: number, index: number) => {
      const key = `${level}/${index}`;
      const found = seen.get(key) ?? this.read(level, index);
      seen.set(key, found);
      return found;
    };
    return Promise.all(ranges.map((range) => rangeRoot(range, tile)));
  }
}

async function rangeRoot(range: LeafRange, tile: TileReader): Promise<Buffer> {
  const roots = await Promise.all(subtreesOf(range).map((subtree) => subtreeRoot(subtree, tile)));
  return roots.reduceRight((right, left) => nodeHash(left, right));
}

/** A subtree of height h lies in the tile of level ⌊h / 8⌋, as the root over 2^(h mod 8) of its hashes. */
async function subtreeRoot({ height, index }: Subtree, tile: TileReader): Promise<Buffer> {
  const level = Math.floor(height / tileHeight);
  const width = 2 ** (height % tileHeight);
  const first = index * width;
  const hashes = (await tile(level, Math.floor(first / tileWidth))) ?? [];
  let row = hashes.slice(first % tileWidth, (first % tileWidth) + width);
  if (row.length < width) throw new VoxkeepError('log.tiles-missing', { level, index: Math.floor(first / tileWidth), width });
  while (row.length > 1) row = row.flatMap((left, at) => (at % 2 === 0 ? [nodeHash(left, row[at + 1] ?? left)] : []));
  return row[0] ?? Buffer.alloc(0);
}
