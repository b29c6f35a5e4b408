import { generateKeyPairSync } from 'node:crypto';
import {
  openCheckpoint,
  openNote,
  readCheckpoint,
  readVerifierKey,
  sha256,
  signCheckpoint,
  signNote,
  verifierKey,
  writeCheckpoint,
} from './index.js';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const signer = { name: 'voxkeep.example/audit', privateKey };
const verifier = { name: signer.name, publicKey };
const checkpoint = { origin: 'voxkeep.example/audit', size: 42, root: sha256('root'), extensions: ['2026-11-22T10:00:00Z'] };

describe('a signed note', () => {
  // The example of Go's golang.org/x/mod/sumdb/note, which the C2SP specification describes.
  const text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
  const key = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
  const signature =
    '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';

  it('of another implementation opens', () => {
    expect(openNote(`${text}\n${signature}`, readVerifierKey(key))).toBe(text);
    expect(verifierKey(readVerifierKey(key))).toBe(key);
  });

  it('opens with further signatures of others on it', () => {
    const both = `${signNote(text, signer)}${signature}`;
    expect(openNote(both, verifier)).toBe(text);
    expect(openNote(both, readVerifierKey(key))).toBe(text);
  });

  it('does not open when the text, the signature or the name differs', () => {
    const note = signNote(text, signer);
    expect(openNote(note.replace('answer', 'Answer'), verifier)).toBeUndefined();
    expect(openNote(note.replace(/.{6}\n$/, 'AAAAA=\n'), verifier)).toBeUndefined();
    expect(openNote(note.replaceAll('voxkeep.example', 'other.example'), verifier)).toBeUndefined();
    expect(openNote(note, { ...verifier, publicKey: generateKeyPairSync('ed25519').publicKey })).toBeUndefined();
    expect(openNote('', verifier)).toBeUndefined();
  });

  it('is not made of text without a final newline, with control characters, or under a name with spaces', () => {
    expect(() => signNote('text', signer)).toThrow(expect.objectContaining({ code: 'note.text' }) as Error);
    expect(() => signNote('a\rb\n', signer)).toThrow(expect.objectContaining({ code: 'note.text' }) as Error);
    expect(() => signNote(text, { ...signer, name: 'a b' })).toThrow(expect.objectContaining({ code: 'note.name' }) as Error);
  });

  it.each(['', 'a+00000000+AA==', key.replace('c74f20a3', 'c74f20a4'), key.replace('+AR', '+BR')])(
    'is not trusted to the key "%s"',
    (bad) => {
      expect(() => readVerifierKey(bad)).toThrow(expect.objectContaining({ code: 'note.verifier-key' }) as Error);
    },
  );
});

describe('a checkpoint', () => {
  it('is origin, size, root and extension lines', () => {
    expect(writeCheckpoint(checkpoint)).toBe(
      `voxkeep.example/audit\n42\n${checkpoint.root.toString('base64')}\n2026-11-22T10:00:00Z\n`,
    );
  });

  it('is the same after signing and opening', () => {
    expect(openCheckpoint(signCheckpoint(checkpoint, signer), verifier, checkpoint.origin)).toEqual(checkpoint);
    const bare = { ...checkpoint, extensions: [] };
    expect(openCheckpoint(signCheckpoint(bare, signer), verifier, bare.origin)).toEqual(bare);
  });

  it('of another log is not taken for this one', () => {
    expect(openCheckpoint(signCheckpoint(checkpoint, signer), verifier, 'voxkeep.example/other')).toBeUndefined();
  });

  it('is not read from malformed text', () => {
    const good = writeCheckpoint(checkpoint);
    const root = checkpoint.root.toString('base64');
    const bad = [
      good.replace('42', '042'),
      good.replace('42', '-1'),
      good.replace(root, root.slice(4)),
      good.slice(0, -1),
      `\n${good}`,
      `${good}\n`,
    ];
    for (const text of bad)
      expect(() => readCheckpoint(text)).toThrow(expect.objectContaining({ code: 'checkpoint.malformed' }) as Error);
  });

  it('is not written with an empty or broken line', () => {
    const refused = expect.objectContaining({ code: 'checkpoint.malformed' }) as Error;
    expect(() => writeCheckpoint({ ...checkpoint, extensions: [''] })).toThrow(refused);
    expect(() => writeCheckpoint({ ...checkpoint, origin: 'a\nb' })).toThrow(refused);
    expect(() => writeCheckpoint({ ...checkpoint, size: 1.5 })).toThrow(refused);
  });
});
