import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { openRestoration, signRestoration, type Restoration } from './restore-note.js';

const { privateKey } = generateKeyPairSync('ed25519');
const signer = { name: 'voxkeep/audit/0123456789abcdef', privateKey };
const verifier = { name: signer.name, publicKey: createPublicKey(privateKey) };
const restoration: Restoration = {
  set: 'set-20260101T000000Z-0a1b2c3d',
  at: new Date('2026-01-02T03:04:05.678Z'),
  size: 12,
  root: Buffer.alloc(32, 7),
  abandoned: 40,
  checkpoints: 9,
};

describe('the note of a restore', () => {
  it('says again what was signed', () => {
    expect(openRestoration(signRestoration(restoration, signer), verifier)).toEqual(restoration);
  });

  it('is nothing when another key signed it', () => {
    const other = generateKeyPairSync('ed25519').privateKey;
    expect(openRestoration(signRestoration(restoration, { ...signer, privateKey: other }), verifier)).toBeUndefined();
  });

  it('is nothing when a number in it was changed', () => {
    const forged = signRestoration(restoration, signer).replace('abandoned 40', 'abandoned 41');
    expect(openRestoration(forged, verifier)).toBeUndefined();
  });
});
