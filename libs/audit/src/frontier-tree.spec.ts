import fc from 'fast-check';
import {
  decodeTile,
  encodeTile,
  FrontierTree,
  leafHash,
  MerkleTree,
  partialTilesOf,
  readTilePath,
  type Tile,
  tilePath,
  tileWidth,
} from './index.js';

const leaves = Array.from({ length: 70_000 }, (_, i) => leafHash(Buffer.from(String(i))));
const whole = new MerkleTree(leaves);

describe('the frontier of a log', () => {
  it('has the root of the whole log after every batch', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 900 }), { maxLength: 12 }), (batches) => {
        const tree = new FrontierTree();
        let at = 0;
        for (const count of batches) {
          const { size, root } = tree.append(leaves.slice(at, at + count));
          at += count;
          expect(size).toBe(at);
          expect(root).toEqual(whole.root(at));
        }
      }),
    );
  });

  it('goes on from stored tiles as if it had never stopped', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 69_000 }), fc.integer({ min: 0, max: 1000 }), (before, after) => {
        const tree = new FrontierTree();
        tree.append(leaves.slice(0, before));
        const restored = FrontierTree.restore(before, tree.partialTiles());
        expect(restored.root()).toEqual(whole.root(before));
        expect(restored.append(leaves.slice(before, before + after))).toEqual(tree.append(leaves.slice(before, before + after)));
        expect(restored.partialTiles()).toEqual(tree.partialTiles());
      }),
      { numRuns: 25 },
    );
  });

  it('refuses to go on without one of its tiles', () => {
    const tree = new FrontierTree();
    tree.append(leaves.slice(0, 300));
    const [edge, ...others] = tree.partialTiles();
    expect(() => FrontierTree.restore(300, others)).toThrow(expect.objectContaining({ code: 'log.tiles-missing' }) as Error);
    const narrow = { ...edge!, hashes: edge!.hashes.slice(1) };
    expect(() => FrontierTree.restore(300, [narrow, ...others])).toThrow(
      expect.objectContaining({ code: 'log.tiles-missing' }) as Error,
    );
  });

  it('hands out each full tile once, with the hashes of the subtrees it stands for', () => {
    const tree = new FrontierTree();
    const tiles: Tile[] = [];
    for (let at = 0; at < leaves.length; at += 1000) tiles.push(...tree.append(leaves.slice(at, at + 1000)).tiles);
    expect(tiles.filter(({ level }) => level === 0).map(({ index }) => index)).toEqual(Array.from({ length: 273 }, (_, i) => i));
    expect(tiles.filter(({ level }) => level === 1).map(({ index }) => index)).toEqual([0]);
    for (const { level, index, hashes } of tiles) {
      expect(hashes).toHaveLength(tileWidth);
      const first = index * tileWidth;
      const subtree = tileWidth ** level;
      const sample = leaves.slice((first + 3) * subtree, (first + 4) * subtree);
      expect(hashes[3]).toEqual(new MerkleTree(sample).root());
    }
  });

  it('keeps few hashes whatever the size of the log', () => {
    const tree = new FrontierTree();
    tree.append(leaves);
    const open = tree.partialTiles().map(({ level, index, width }) => ({ level, index, width }));
    expect(open).toEqual([
      { level: 0, index: 273, width: 112 },
      { level: 1, index: 1, width: 17 },
      { level: 2, index: 0, width: 1 },
    ]);
  });
});

describe('a tile', () => {
  const address = fc.record({
    level: fc.integer({ min: 0, max: 63 }),
    index: fc.nat(2 ** 40),
    width: fc.integer({ min: 1, max: 256 }),
  });

  it('has the paths of the specification', () => {
    expect(tilePath({ level: 0, index: 1234067, width: 256 })).toBe('tile/0/x001/x234/067');
    expect(tilePath({ level: 1, index: 0, width: 8 })).toBe('tile/1/000.p/8');
    expect(tilePath({ level: 0, index: 999, width: 256 })).toBe('tile/0/999');
    expect(tilePath({ level: 0, index: 1000, width: 256 })).toBe('tile/0/x001/000');
  });

  it('is found again from its path', () => {
    fc.assert(
      fc.property(address, (at) => {
        expect(readTilePath(tilePath(at))).toEqual(at);
      }),
    );
  });

  it.each([
    'tile/0/x000/001',
    'tile/0/1',
    'tile/64/000',
    'tile/00/000',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/../000',
    '',
  ])('is not found from "%s"', (path) => {
    expect(readTilePath(path)).toBeUndefined();
  });

  it('is the same after encoding and decoding, full or partial', () => {
    for (const width of [1, 17, 256]) {
      const tile = { level: 0, index: 0, width, hashes: leaves.slice(0, width) };
      expect(decodeTile(tile, encodeTile(tile))).toEqual(tile);
    }
  });

  it('is refused when its bytes are not those of its width', () => {
    const refused = expect.objectContaining({ code: 'log.tile' }) as Error;
    expect(() => decodeTile({ level: 0, index: 0, width: 2 }, Buffer.alloc(63))).toThrow(refused);
    expect(() => decodeTile({ level: 0, index: 0, width: 257 }, Buffer.alloc(257 * 32))).toThrow(refused);
    expect(() => encodeTile({ level: 0, index: 0, width: 2, hashes: leaves.slice(0, 1) })).toThrow(refused);
  });

  it('is partial only at the right edge of the log', () => {
    expect(partialTilesOf(0)).toEqual([]);
    expect(partialTilesOf(256)).toEqual([{ level: 1, index: 0, width: 1 }]);
    expect(partialTilesOf(257)).toEqual([
      { level: 0, index: 1, width: 1 },
      { level: 1, index: 0, width: 1 },
    ]);
  });
});
