import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  MerkleTree,
  encodeEvent,
  leafOfEvent,
  sha256,
  signCheckpoint,
  verifierKey,
  writeGrowthProof,
  writeTlogProof,
} from '@voxkeep/audit';
import { verifyProof } from './audit-proof.js';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const name = 'voxkeep/audit/test';
const events = Array.from({ length: 9 }, (_, n) => ({
  fields: { action: 'recording.listen', actor: `account ${String(n)}`, purpose: null },
  detailHash: sha256(),
  salt: Buffer.alloc(16, n),
}));
const tree = new MerkleTree(events.map(leafOfEvent));
const signed = (size: number) =>
  signCheckpoint({ origin: name, size, root: tree.root(size), extensions: [] }, { name, privateKey });

describe('voxkeep audit verify-proof', () => {
  let directory: string;
  let said: string[];
  const file = (as: string, content: string) => {
    writeFileSync(path.join(directory, as), content);
    return path.join(directory, as);
  };
  const proof = () =>
    writeTlogProof({ extra: encodeEvent(events[4]!), index: 4, hashes: tree.inclusionProof(4), checkpoint: signed(9) });

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'vk-proof-'));
    said = [];
    jest.spyOn(process.stdout, 'write').mockImplementation((line) => said.push(String(line)) > 0);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    rmSync(directory, { recursive: true, force: true });
  });

  it('shows the event that a proof holds for, with the key from a file or as text', async () => {
    const key = verifierKey({ name, publicKey });
    expect(await verifyProof([file('p.tlog-proof', proof()), '--key', file('log.key', `${key}\n`)])).toBe(0);
    expect(await verifyProof([file('p.tlog-proof', proof()), '--key', key])).toBe(0);
    expect(said[0]).toBe(`The proof holds: this event is number 4 of the 9 events that ${name} was signed for.\n`);
    expect(said).toContain('  actor       account 4\n');
  });

  it('names the line of a proof that does not hold', async () => {
    const key = verifierKey({ name, publicKey });
    const forged = proof().replace('index 4', 'index 5');
    expect(await verifyProof([file('p.tlog-proof', forged), '--key', key])).toBe(1);
    expect(said[0]).toBe('The proof does not hold: line 3: its hashes do not lead from the event to the signed root.\n');
  });

  it('tells whether a log continues an earlier signed state', async () => {
    const key = verifierKey({ name, publicKey });
    const growth = file('growth', writeGrowthProof({ old: 3, hashes: tree.consistencyProof(3), checkpoint: signed(9) }));
    expect(await verifyProof([growth, '--key', key, '--earlier', file('three', signed(3))])).toBe(0);
    expect(await verifyProof([growth, '--key', key, '--earlier', file('four', signed(4))])).toBe(1);
  });

  it('says what it needs, and what it cannot read', async () => {
    expect(await verifyProof(['some-file'])).toBe(64);
    expect(await verifyProof(['no-such-file', '--key', verifierKey({ name, publicKey })])).toBe(78);
    expect(await verifyProof([file('p.tlog-proof', proof()), '--key', 'not a key'])).toBe(78);
  });
});
