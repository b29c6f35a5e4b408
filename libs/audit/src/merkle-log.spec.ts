import fc from 'fast-check';
import { FrontierTree, leafHash, MerkleTree, verifyConsistency, verifyInclusion, verifyLog } from './index.js';
import { entries, MTH, PATH, SUBPROOF } from './rfc9162.fixture.js';

const hex = (hashes: Buffer[]) => hashes.map((hash) => hash.toString('hex'));

/** The inputs and roots that Certificate Transparency implementations have tested with since RFC 6962. */
const ctInputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ctRoots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

describe('a Merkle log', () => {
  it('has the published roots of the Certificate Transparency test tree', () => {
    const leaves = ctInputs.map((input) => leafHash(Buffer.from(input, 'hex')));
    const tree = new MerkleTree(leaves);
    const frontier = new FrontierTree();
    expect(leaves.map((_, i) => tree.root(i + 1).toString('hex'))).toEqual(ctRoots);
    expect(leaves.map((leaf) => frontier.append([leaf]).root.toString('hex'))).toEqual(ctRoots);
  });

  it('has the hash of nothing as the root of no entries', () => {
    expect(new MerkleTree().root().toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(new FrontierTree().root()).toEqual(new MerkleTree().root());
  });

  it('gives roots, inclusion and consistency proofs as RFC 9162 defines them, for every size up to 40', () => {
    const D = entries(40);
    const tree = new MerkleTree(D.map(leafHash));
    for (let n = 1; n <= D.length; n += 1) {
      const first = D.slice(0, n);
      expect(tree.root(n)).toEqual(MTH(first));
      for (let m = 0; m < n; m += 1) {
        expect(hex(tree.inclusionProof(m, n))).toEqual(hex(PATH(m, first)));
        expect(hex(tree.consistencyProof(m + 1, n))).toEqual(hex(SUBPROOF(m + 1, first, true)));
      }
    }
  });

  it('refuses sizes and positions outside itself', () => {
    const tree = new MerkleTree(entries(3).map(leafHash));
    const refused = expect.objectContaining({ code: 'log.size' }) as Error;
    expect(() => tree.root(4)).toThrow(refused);
    expect(() => tree.inclusionProof(3)).toThrow(refused);
    expect(() => tree.consistencyProof(0)).toThrow(refused);
    expect(() => tree.consistencyProof(3, 4)).toThrow(refused);
  });
});

describe('a proof', () => {
  const size = fc.integer({ min: 1, max: 700 });
  const D = entries(700);
  const tree = new MerkleTree(D.map(leafHash));
  const changed = (proof: Buffer[], at: number) => proof.map((hash, i) => (i === at ? leafHash(hash) : hash));

  it('of inclusion verifies, and does not for another leaf, place, root or path', () => {
    fc.assert(
      fc.property(size, fc.nat(), fc.nat(), (n, pick, spoil) => {
        const index = pick % n;
        const proof = tree.inclusionProof(index, n);
        const at = { index, size: n, leafHash: leafHash(D[index]!), root: tree.root(n) };
        expect(verifyInclusion(at, proof)).toBe(true);
        expect(verifyInclusion({ ...at, leafHash: leafHash(Buffer.from('other')) }, proof)).toBe(false);
        expect(verifyInclusion({ ...at, root: leafHash(at.root) }, proof)).toBe(false);
        expect(verifyInclusion({ ...at, index: n }, proof)).toBe(false);
        expect(verifyInclusion(at, [...proof, at.root])).toBe(false);
        if (proof.length > 0) {
          expect(verifyInclusion(at, changed(proof, spoil % proof.length))).toBe(false);
          expect(verifyInclusion(at, proof.slice(1))).toBe(false);
          expect(verifyInclusion({ ...at, index: (index + 1) % n }, proof)).toBe(false);
        }
      }),
    );
  });

  it('of consistency verifies, and does not for another past, present or path', () => {
    fc.assert(
      fc.property(size, fc.nat(), fc.nat(), (second, pick, spoil) => {
        const first = (pick % second) + 1;
        const proof = tree.consistencyProof(first, second);
        const growth = { first, second, firstRoot: tree.root(first), secondRoot: tree.root(second) };
        expect(verifyConsistency(growth, proof)).toBe(true);
        expect(verifyConsistency({ ...growth, firstRoot: leafHash(growth.firstRoot) }, proof)).toBe(false);
        expect(verifyConsistency({ ...growth, secondRoot: leafHash(growth.secondRoot) }, proof)).toBe(false);
        expect(verifyConsistency(growth, [...proof, growth.firstRoot])).toBe(false);
        if (proof.length > 0) expect(verifyConsistency(growth, changed(proof, spoil % proof.length))).toBe(false);
        if (proof.length > 0) expect(verifyConsistency(growth, proof.slice(1))).toBe(false);
      }),
    );
  });

  it('between a log and a rewritten one of the same length does not exist', () => {
    const rewritten = new MerkleTree(D.map((entry, i) => leafHash(i === 5 ? Buffer.from('forged') : entry)));
    const growth = { first: 100, second: 700, firstRoot: tree.root(100), secondRoot: rewritten.root() };
    expect(verifyConsistency(growth, tree.consistencyProof(100))).toBe(false);
    expect(verifyConsistency(growth, rewritten.consistencyProof(100))).toBe(false);
  });
});

describe('checking a log against a checkpoint', () => {
  const leaves = entries(5000).map(leafHash);
  const checkpoint = { size: 4500, root: new MerkleTree(leaves.slice(0, 4500)).root() };

  it('finds it intact, with later leaves left aside', () => {
    expect(verifyLog(leaves, checkpoint)).toEqual({ verdict: 'intact', size: 4500, root: checkpoint.root });
  });

  it('finds a log that was cut', () => {
    expect(verifyLog(leaves.slice(0, 4499), checkpoint)).toEqual({ verdict: 'leaves-missing', size: 4499, expected: 4500 });
  });

  it('finds a leaf that was changed', () => {
    const forged = leaves.map((leaf, i) => (i === 17 ? leafHash(leaf) : leaf));
    expect(verifyLog(forged, checkpoint).verdict).toBe('root-differs');
  });

  it('finds two leaves that were swapped', () => {
    const swapped = [leaves[1]!, leaves[0]!, ...leaves.slice(2)];
    expect(verifyLog(swapped, checkpoint).verdict).toBe('root-differs');
  });

  it('takes an empty log for an empty checkpoint', () => {
    expect(verifyLog([], { size: 0, root: new MerkleTree().root() }).verdict).toBe('intact');
  });
});
