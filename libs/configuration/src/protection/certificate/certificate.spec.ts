import { createHash, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { MerkleTree, encodeEvent, leafOfEvent, signCheckpoint, verifierKey, writeTlogProof } from '@voxkeep/audit';
import { payloadHash, verifyCertificate, writeCertificate, type CertificatePayload } from '../../index.js';

const issuer = generateKeyPairSync('ed25519').privateKey;
const log = { name: 'voxkeep.example/audit', privateKey: generateKeyPairSync('ed25519').privateKey };
const payload: CertificatePayload = {
  format: 'voxkeep.erasure-certificate.v1',
  case: 'DSR-2026-00001',
  stage: 'live-erased',
  issuedAt: '2026-06-01T10:00:00.000Z',
  requester: { level: 2, method: 'call-back' },
  hashes: { plan: 'a'.repeat(64), catalogue: 'b'.repeat(64), policy: 'c'.repeat(64), software: 'd'.repeat(64) },
  method: 'deletion-and-cryptographic-erase',
  databases: [
    { database: 'operative', table: 'contact', matched: 3, outcome: 'anonymised', reason: null, reference: null, until: null },
    {
      database: 'history',
      table: 'closed_contact',
      matched: 1,
      outcome: 'retained',
      reason: 'hold',
      reference: 'HOLD-2026-00001',
      until: null,
    },
  ],
  keys: { destroyed: ['e'.repeat(64)] },
  recordings: { files: 1, ciphertextSha512: ['f'.repeat(128)] },
  verification: [{ query: 'report-plan', checked: 40, found: 0 }],
  backups: { keyringBackupsEnd: '2026-06-08T10:00:00.000Z', dataBackupsEnd: '2026-07-06T10:00:00.000Z', contain: 'ciphertext' },
  suppression: null,
  recipientsTold: [],
  otherSystems: [],
  operator: '4c1c6b2e-0000-4000-8000-000000000001',
  approver: '4c1c6b2e-0000-4000-8000-000000000002',
  liveErasedAt: '2026-06-01T10:00:00.000Z',
  verifier: 'voxkeep data-protection',
};

/** A log of five events, the third of which commits to the certificate. */
function proofOf(hash: string): string {
  const detail = createHash('sha256').update(Buffer.from(hash, 'hex')).digest();
  const event = { fields: { action: 'erasure.certify-1' }, detailHash: detail, salt: randomBytes(16) };
  const leaves = [randomBytes(32), randomBytes(32), leafOfEvent(event), randomBytes(32), randomBytes(32)];
  const tree = new MerkleTree(leaves);
  const checkpoint = signCheckpoint({ origin: log.name, size: 5, root: tree.root(5), extensions: [] }, log);
  return writeTlogProof({ extra: encodeEvent(event), index: 2, hashes: tree.inclusionProof(2, 5), checkpoint });
}

const text = writeCertificate(
  {
    payload,
    proof: proofOf(payloadHash(payload)),
    logKey: verifierKey({ name: log.name, publicKey: createPublicKey(log.privateKey) }),
  },
  issuer,
);
const trusted = { issuer: createPublicKey(issuer) };

/** Changes one letter or digit in the middle of a line. */
function flip(line: string): string {
  const places = [...line.matchAll(/[A-Za-z0-9]/g)].map(({ index }) => index);
  const at = places[places.length >> 1] ?? 0;
  const changed = line[at] === 'a' ? 'b' : 'a';
  return places.length === 0 ? `${line} ` : `${line.slice(0, at)}${changed}${line.slice(at + 1)}`;
}

describe('a certificate', () => {
  it('is verified with the keys of the issuer and the log', () => {
    expect(verifyCertificate(text, trusted)).toMatchObject({ verdict: 'valid', proof: 'proven' });
  });

  it('is verified as whole without keys', () => {
    expect(verifyCertificate(text)).toMatchObject({ verdict: 'valid' });
  });

  const lines = text.split('\n').slice(0, -1);
  it.each(lines.map((line, at) => [at + 1, line.trim().slice(0, 24)] as const))(
    'with line %i changed (%s) names that line',
    (number) => {
      const tampered = lines.map((line, at) => (at + 1 === number ? flip(line) : line));
      expect(verifyCertificate(`${tampered.join('\n')}\n`, trusted)).toMatchObject({ verdict: 'not-valid', line: number });
    },
  );

  it('of another issuer is refused at its signature', () => {
    const other = createPublicKey(generateKeyPairSync('ed25519').privateKey);
    expect(verifyCertificate(text, { issuer: other })).toMatchObject({ verdict: 'not-valid', because: 'signature' });
  });

  it('with the proof of another certificate is refused', () => {
    const other = writeCertificate(
      {
        payload: { ...payload, case: 'DSR-2026-00002' },
        proof: proofOf(payloadHash(payload)),
        logKey: verifierKey({ name: log.name, publicKey: createPublicKey(log.privateKey) }),
      },
      issuer,
    );
    expect(verifyCertificate(other, trusted)).toMatchObject({ verdict: 'not-valid', because: 'not-this-certificate' });
  });

  it('without a proof yet says so', () => {
    expect(verifyCertificate(writeCertificate({ payload, proof: '', logKey: '' }, issuer), trusted)).toMatchObject({
      proof: 'pending',
    });
  });
});
