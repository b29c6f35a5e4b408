import fc from 'fast-check';
import { FrontierTree, leafHash, MerkleTree, TileProofs, verifyConsistency, verifyInclusion, type Tile } from './index.js';
import { entries, MTH, PATH, rootByPath, SUBPROOF } from './rfc9162.fixture.js';

/** Tiles as the sequencer stores them: full ones as they are completed, the edge with each batch, the widest of an address kept. */
const stored = (leaves: readonly Buffer[], batch: number) => {
  const tree = new FrontierTree();
  const tiles = new Map<string, Tile>();
  for (let at = 0; at < leaves.length; at += batch) {
    const { tiles: full } = tree.append(leaves.slice(at, at + batch));
    for (const tile of [...full, ...tree.partialTiles()]) {
      const key = `${String(tile.level)}/${String(tile.index)}`;
      if ((tiles.get(key)?.width ?? 0) < tile.width) tiles.set(key, tile);
    }
  }
  return new TileProofs((level, index) => Promise.resolve(tiles.get(`${String(level)}/${String(index)}`)?.hashes));
};

describe('a proof out of tiles', () => {
  it('is the one of RFC 9162 for every leaf and every earlier size of every log of up to 24 entries', async () => {
    for (let n = 1; n <= 24; n += 1) {
      const D = entries(n);
      const proofs = stored(D.map(leafHash), 5);
      for (let m = 0; m < n; m += 1) {
        expect(await proofs.inclusion(m, n)).toEqual(PATH(m, D));
        expect(await proofs.consistency(m + 1, n)).toEqual(SUBPROOF(m + 1, D, true));
      }
    }
  });

  const D = entries(70_000);
  const leaves = D.map(leafHash);
  const tree = new MerkleTree(leaves);
  const proofs = stored(leaves, 999);
  const size = fc.integer({ min: 1, max: D.length });

  it('leads to the root in an independent implementation, for random sizes up to 70,000', async () => {
    expect(tree.root()).toEqual(MTH(D));
    await fc.assert(
      fc.asyncProperty(size, fc.nat(), async (n, pick) => {
        const index = pick % n;
        const path = await proofs.inclusion(index, n);
        expect(rootByPath(index, n, D[index]!, path)).toEqual(tree.root(n));
        expect(verifyInclusion({ index, size: n, leafHash: leaves[index]!, root: tree.root(n) }, path)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('of growth holds between random sizes of a log that has gone on since', async () => {
    await fc.assert(
      fc.asyncProperty(size, fc.nat(), async (second, pick) => {
        const first = (pick % second) + 1;
        const proof = await proofs.consistency(first, second);
        const growth = { first, second, firstRoot: tree.root(first), secondRoot: tree.root(second) };
        expect(verifyConsistency(growth, proof)).toBe(true);
        expect(proof).toEqual(tree.consistencyProof(first, second));
      }),
      { numRuns: 300 },
    );
  });

  it('is refused where a tile is missing or not wide enough', async () => {
    const none = new TileProofs(() => Promise.resolve(undefined));
    await expect(none.inclusion(3, 700)).rejects.toThrow('log.tiles-missing');
  });
});
