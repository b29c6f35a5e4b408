import { generateKeyPairSync, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import {
  encodeEvent,
  leafOfEvent,
  MerkleTree,
  readGrowthProof,
  readTlogProof,
  sha256,
  signCheckpoint,
  verifyGrowthProof,
  verifyTlogProof,
  writeGrowthProof,
  writeTlogProof,
} from './index.js';
import { rootByPath } from './rfc9162.fixture.js';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const signer = { name: 'voxkeep.example/audit', privateKey };
const verifier = { name: signer.name, publicKey };
const event = (n: number) => ({
  fields: { action: 'recording.listen', actor: `user ${String(n)}`, columns: ['media'], count: null },
  detailHash: sha256('sealed'),
  salt: sha256(`salt ${String(n)}`).subarray(0, 16),
});
const events = Array.from({ length: 40 }, (_, n) => event(n));
const tree = new MerkleTree(events.map(leafOfEvent));
const signed = (size: number) =>
  signCheckpoint({ origin: signer.name, size, root: tree.root(size), extensions: ['signed 2026-11-22T10:00:00Z'] }, signer);
const proofOf = (index: number, size = events.length) =>
  writeTlogProof({
    extra: encodeEvent(events[index]!),
    index,
    hashes: tree.inclusionProof(index, size),
    checkpoint: signed(size),
  });

describe('a proof of an event', () => {
  it('has the form of C2SP tlog-proof', () => {
    const [head, extra, index, ...rest] = proofOf(7).split('\n');
    expect([head, extra?.slice(0, 6), index]).toEqual(['c2sp.org/tlog-proof@v1', 'extra ', 'index 7']);
    expect(rest.slice(0, rest.indexOf('')).map((hash) => Buffer.from(hash, 'base64').length)).toEqual([32, 32, 32, 32, 32, 32]);
    expect(rest.slice(rest.indexOf('') + 1).join('\n')).toBe(signed(40));
  });

  it('is proven for every event of logs of every size up to 40, also by an independent implementation', () => {
    for (let size = 1; size <= 40; size += 1)
      for (let index = 0; index < size; index += 1) {
        const verdict = verifyTlogProof(proofOf(index, size), verifier);
        expect(verdict).toMatchObject({ verdict: 'proven', index, size, event: events[index] });
        const { fields, detailHash, salt } = events[index]!;
        const json = JSON.stringify(Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1))));
        const data = Buffer.concat([sha256(json), detailHash, salt]);
        expect(rootByPath(index, size, data, readTlogProof(proofOf(index, size)).hashes)).toEqual(tree.root(size));
      }
  });

  it('reads back as it was written', () => {
    const bytes = fc.uint8Array({ minLength: 0, maxLength: 80 }).map((some) => Buffer.from(some));
    const hash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((some) => Buffer.from(some));
    fc.assert(
      fc.property(bytes, fc.nat(), fc.array(hash, { maxLength: 40 }), (extra, index, hashes) => {
        const proof = { extra, index, hashes, checkpoint: signed(3) };
        expect(readTlogProof(writeTlogProof(proof))).toEqual(proof);
      }),
    );
  });

  it('is not proven once any character of it is another', () => {
    const text = proofOf(11);
    const end = text.indexOf('\n\n', text.indexOf('\n\n') + 2);
    fc.assert(
      fc.property(fc.nat({ max: end - 1 }), fc.constantFrom('A', 'B', '0', '9', 'x'), (at, letter) => {
        if (text[at] === letter) return;
        const spoiled = text.slice(0, at) + letter + text.slice(at + 1);
        expect(verifyTlogProof(spoiled, verifier).verdict).toBe('not-proven');
      }),
      { numRuns: 2000 },
    );
  });

  it('names the line that does not hold', () => {
    const text = proofOf(11);
    const other = generateKeyPairSync('ed25519').publicKey;
    const elsewhere = proofOf(12).split('\n')[1]!;
    const lines = text.split('\n');
    expect(verifyTlogProof(`x${text}`, verifier)).toEqual({ verdict: 'not-proven', line: 1, because: 'format' });
    expect(verifyTlogProof(text.replace(lines[1]!, elsewhere), verifier)).toMatchObject({ line: 3, because: 'path' });
    expect(verifyTlogProof(text.replace(lines[1]!, 'extra e30='), verifier)).toMatchObject({ line: 2, because: 'event' });
    expect(verifyTlogProof(text, { ...verifier, publicKey: other })).toMatchObject({ line: 11, because: 'signature' });
    expect(lines[10]).toBe(signer.name);
    expect(verifyTlogProof('', verifier)).toMatchObject({ verdict: 'not-proven', because: 'format' });
  });

  it('holds nothing of a detail but its hash', () => {
    const detail = randomBytes(40);
    const extra = encodeEvent({ ...event(1), detailHash: sha256(detail) });
    expect(extra.toString()).not.toContain(detail.toString('base64').slice(0, 20));
  });
});

describe('a proof of growth', () => {
  const proof = (first: number, second: number) =>
    writeGrowthProof({ old: first, hashes: tree.consistencyProof(first, second), checkpoint: signed(second) });

  it('leads from every earlier signed state to every later one', () => {
    for (let second = 1; second <= 40; second += 3)
      for (let first = 1; first <= second; first += 1)
        expect(verifyGrowthProof(proof(first, second), signed(first), verifier)).toBe(true);
  });

  it('does not hold for another earlier state, and is not read from other text', () => {
    expect(verifyGrowthProof(proof(7, 40), signed(8), verifier)).toBe(false);
    const rewritten = new MerkleTree(events.map((one, n) => (n === 3 ? sha256('forged') : leafOfEvent(one))));
    const forged = signCheckpoint({ origin: signer.name, size: 7, root: rewritten.root(7), extensions: [] }, signer);
    expect(verifyGrowthProof(proof(7, 40), forged, verifier)).toBe(false);
    expect(() => readGrowthProof('old x\n\n')).toThrow('proof.malformed');
    expect(readGrowthProof(proof(7, 40)).old).toBe(7);
  });
});
