import { FrontierTree, type Tile } from '@voxkeep/audit';

/** A tree that grows from a stream of leaf hashes, notes its root at given sizes, and keeps its tiles above the leaves. */
export class RootedTree {
  private readonly tree = new FrontierTree();
  private readonly upper: Tile[] = [];
  private readonly noted = new Map<number, Buffer>();
  private readonly wanted: number[];

  constructor(sizes: Iterable<number>) {
    this.wanted = [...new Set(sizes)].sort((a, b) => a - b);
  }

  get size(): number {
    return this.tree.size;
  }

  /** Appends leaf hashes in order. */
  append(hashes: readonly Buffer[]): void {
    let rest = hashes;
    while (this.wanted[0] !== undefined && this.wanted[0] <= this.size + rest.length) {
      const size = this.wanted.shift() ?? 0;
      const upTo = size - this.size;
      this.take(rest.slice(0, upTo));
      rest = rest.slice(upTo);
      this.noted.set(size, this.tree.root());
    }
    this.take(rest);
  }

  /** The root at a size that was asked for; undefined beyond the end. */
  rootAt(size: number): Buffer | undefined {
    return this.noted.get(size);
  }

  /** Tiles of level 1 and above, the unfinished ones at the edge included. */
  upperTiles(): readonly Tile[] {
    return [...this.upper, ...this.tree.partialTiles().filter(({ level }) => level > 0)];
  }

  private take(hashes: readonly Buffer[]): void {
    if (hashes.length > 0) this.upper.push(...this.tree.append(hashes).tiles.filter(({ level }) => level > 0));
  }
}
