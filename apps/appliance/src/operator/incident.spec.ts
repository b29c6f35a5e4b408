import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { canonicalJson } from '@voxkeep/audit';
import { checkEvidence, freezeIncident } from './incident.js';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const pemOf = (key: typeof publicKey) => key.export({ type: 'spki', format: 'pem' }).toString();
const hashOf = (content: Buffer) => ({ sha256: createHash('sha256').update(content).digest('hex'), octets: content.length });
const [archive, sealed] = [Buffer.from('archive'), Buffer.from('sealed archive')];

function aManifest() {
  const statement = {
    format: 'voxkeep.evidence.v1' as const,
    freeze: 'FRZ-2026-00001',
    takenAt: '2026-11-22T06:00:00.000Z',
    window: { from: '2026-11-21T06:00:00.000Z', to: '2026-11-22T06:00:00.000Z' },
    files: [{ path: 'log/recorder.log', ...hashOf(Buffer.from('line')) }],
    archive: hashOf(archive),
    sealed: { file: 'evidence.zip.age', ...hashOf(sealed) },
    key: pemOf(publicKey),
  };
  return { ...statement, signature: sign(null, Buffer.from(canonicalJson(statement)), privateKey).toString('base64') };
}

describe('frozen evidence', () => {
  it('holds when nothing was changed since it was signed', () => {
    expect(checkEvidence(aManifest(), sealed, { key: pemOf(publicKey), opened: archive })).toBe('holds');
  });

  it('does not hold when the manifest was changed', () => {
    expect(checkEvidence({ ...aManifest(), freeze: 'FRZ-2026-00002' }, sealed)).toBe('signature');
  });

  it('does not hold under another key than the one that is trusted', () => {
    const other = generateKeyPairSync('ed25519').publicKey;
    expect(checkEvidence(aManifest(), sealed, { key: pemOf(other) })).toBe('signature');
  });

  it('does not hold when the sealed archive was replaced', () => {
    expect(checkEvidence(aManifest(), Buffer.from('another archive'))).toBe('sealed-archive');
  });

  it('does not hold when the archive cannot be opened', () => {
    expect(checkEvidence(aManifest(), sealed, { opened: 'not-opened' })).toBe('opened-archive');
  });

  it('asks for whole hours', () => {
    expect(() => freezeIncident(['--hours', 'many'])).toThrow(expect.objectContaining({ code: 'incident.arguments' }) as Error);
  });
});
