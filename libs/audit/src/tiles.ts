import { VoxkeepError } from '@voxkeep/contracts';
import { hashBytes } from './hashing.js';

/** Hashes in a full tile: height 8 (C2SP tlog-tiles). */
export const tileWidth = 256;

/** Which tile: `level` counts tiles upwards from the leaves, `width` is 1 … 256 and below 256 for a partial tile. */
export interface TileAddress {
  readonly level: number;
  readonly index: number;
  readonly width: number;
}

/** A tile: entry i is the root of the complete subtree of 256^level leaves that is number `index`·256 + i. */
export interface Tile extends TileAddress {
  readonly hashes: readonly Buffer[];
}

/** `tile/0/x001/x234/067` and `tile/1/000.p/8`, the paths of C2SP tlog-tiles. */
export function tilePath({ level, index, width }: TileAddress): string {
  checkAddress({ level, index, width });
  const digits = String(index).padStart(Math.ceil(String(index).length / 3) * 3, '0');
  const groups = digits.match(/.{3}/g) ?? [];
  const name = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/');
  return `tile/${level}/${name}${width === tileWidth ? '' : `.p/${width}`}`;
}

/** Reads what {@link tilePath} writes; undefined for anything else, non-canonical spellings included. */
export function readTilePath(path: string): TileAddress | undefined {
  const parts = /^tile\/(\d{1,2})\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path);
  if (!parts) return undefined;
  const [, level, name = '', width] = parts;
  const address = {
    level: Number(level),
    index: Number(name.replace(/[x/]/g, '')),
    width: width === undefined ? tileWidth : Number(width),
  };
  return isAddress(address) && tilePath(address) === path ? address : undefined;
}

/** The bytes of a tile: its hashes one after the other. Throws `log.tile` when their number is not its width. */
export function encodeTile(tile: Tile): Buffer {
  checkAddress(tile);
  if (tile.hashes.length !== tile.width || tile.hashes.some((hash) => hash.length !== hashBytes)) {
    throw new VoxkeepError('log.tile', { width: tile.width, hashes: tile.hashes.length });
  }
  return Buffer.concat(tile.hashes);
}

/** The hashes of a tile's bytes. Throws `log.tile` when the length is not 32 · width. */
export function decodeTile(address: TileAddress, bytes: Uint8Array): Tile {
  checkAddress(address);
  if (bytes.length !== address.width * hashBytes)
    throw new VoxkeepError('log.tile', { width: address.width, bytes: bytes.length });
  const hashes = Array.from({ length: address.width }, (_, i) => Buffer.from(bytes.subarray(i * hashBytes, (i + 1) * hashBytes)));
  return { ...address, hashes };
}

/** The tiles at the right edge of a log of `size` leaves that are not full: at most one per level. */
export function partialTilesOf(size: number): readonly TileAddress[] {
  const edge: TileAddress[] = [];
  for (let level = 0, count = size; count > 0; level += 1, count = Math.floor(count / tileWidth)) {
    const width = count % tileWidth;
    if (width > 0) edge.push({ level, index: Math.floor(count / tileWidth), width });
  }
  return edge;
}

function isAddress({ level, index, width }: TileAddress): boolean {
  const inRange = Number.isInteger(level) && level >= 0 && level <= 63 && Number.isSafeInteger(index) && index >= 0;
  return inRange && Number.isInteger(width) && width >= 1 && width <= tileWidth;
}

function checkAddress(address: TileAddress): void {
  const { level, index, width } = address;
  if (!isAddress(address)) throw new VoxkeepError('log.tile', { level, index, width });
}
