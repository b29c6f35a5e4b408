import { EvolvingMac } from '@voxkeep/audit';
import type { LogScan, ScannedLeaf } from '@voxkeep/configuration';
import { RootedTree } from './rooted-tree.js';

/** A place in which the event and the tile do not tell of the same hash; either may be missing. */
export interface Suspect {
  readonly place: number;
  readonly leaf: Buffer | undefined;
  readonly tiled: Buffer | undefined;
}

/** What one pass over events and tiles has seen, before it is known which of them the signed states vouch for. */
export interface Walk {
  /** Places up to the last event. */
  readonly events: number;
  /** Places that the tiles tell of. */
  readonly tiled: number;
  /** From the events, as far as no place is empty. */
  readonly leafTree: RootedTree;
  /** From the tiles of level 0, as far as none is missing. */
  readonly tileTree: RootedTree;
  readonly suspects: readonly Suspect[];
  /** Places whose columns do not give their hash. */
  readonly edited: readonly number[];
  /** Places whose authentication code does not follow from the first key; empty without it. */
  readonly misauthenticated: readonly number[];
}

/** Sixteen tiles. */
const block = 4096;

/** Reads the whole log once, events and tiles side by side, and rebuilds the tree from each. Streams: memory grows with the damage only. */
export async function walkLog(scan: LogScan, sizes: readonly number[], firstKey: Buffer | undefined): Promise<Walk> {
  const { tiled, events } = await scan.extent();
  const pass = new Pass(sizes, firstKey, events);
  for (let from = 0; from < Math.max(tiled, events); from += block) {
    const to = Math.min(from + block, Math.max(tiled, events));
    const [leaves, hashes] = await Promise.all([scan.leaves(from, to), scan.tiledHashes(from, to)]);
    pass.take(from, leaves, hashes);
  }
  return { ...pass.found, events, tiled };
}

class Pass {
  private readonly leafTree: RootedTree;
  private readonly tileTree: RootedTree;
  private readonly macs: EvolvingMac | undefined;
  private readonly suspects: Suspect[] = [];
  private readonly edited: number[] = [];
  private readonly misauthenticated: number[] = [];

  constructor(
    sizes: readonly number[],
    firstKey: Buffer | undefined,
    private readonly events: number,
  ) {
    this.leafTree = new RootedTree(sizes);
    this.tileTree = new RootedTree(sizes);
    this.macs = firstKey && new EvolvingMac(firstKey);
  }

  get found(): Omit<Walk, 'events' | 'tiled'> {
    const { leafTree, tileTree, suspects, edited, misauthenticated } = this;
    return { leafTree, tileTree, suspects, edited, misauthenticated };
  }

  take(from: number, leaves: readonly ScannedLeaf[], hashes: readonly (Buffer | undefined)[]): void {
    const byPlace: (ScannedLeaf | undefined)[] = Array.from({ length: hashes.length });
    for (const leaf of leaves) byPlace[leaf.seq - from] = leaf;
    const places = byPlace.map((leaf) => leaf?.leafHash);
    appendUnbroken(this.leafTree, from, places);
    appendUnbroken(this.tileTree, from, hashes);
    hashes.forEach((tiled, at) => {
      this.look(from + at, byPlace[at], tiled);
    });
  }

  private look(place: number, leaf: ScannedLeaf | undefined, tiled: Buffer | undefined): void {
    if (!leaf || tiled?.equals(leaf.leafHash) !== true) this.suspects.push({ place, leaf: leaf?.leafHash, tiled });
    if (leaf && !leaf.recomputed.equals(leaf.leafHash)) this.edited.push(place);
    if (place < this.events) this.authenticate(place, leaf);
  }

  private authenticate(place: number, leaf: ScannedLeaf | undefined): void {
    // An empty place has used up its key as well.
    const expected = this.macs?.next(leaf?.leafHash ?? Buffer.alloc(0));
    if (leaf && expected?.equals(leaf.mac) === false) this.misauthenticated.push(place);
  }
}

/** Hashes up to the first that is missing; nothing any more after that, since every later one would stand in a wrong place. */
function appendUnbroken(tree: RootedTree, from: number, hashes: readonly (Buffer | undefined)[]): void {
  if (tree.size !== from) return;
  const gap = hashes.indexOf(undefined);
  tree.append((gap < 0 ? hashes : hashes.slice(0, gap)) as readonly Buffer[]);
}
