import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { VoxkeepError } from '@voxkeep/contracts';
import { sha256 } from './hashing.js';

/** Signature type 1 of C2SP signed-note: Ed25519. */
const ed25519 = Buffer.of(0x01);
const keyIdBytes = 4;
const signatureBytes = 64;

/** Who signs: a name without spaces or `+`, such as `voxkeep.example/audit`, and an Ed25519 key. */
export interface NoteSigner {
  readonly name: string;
  readonly privateKey: KeyObject;
}

export interface NoteVerifier {
  readonly name: string;
  readonly publicKey: KeyObject;
}

/**
 * Signs a text as a C2SP signed note. The text ends in a newline and holds no other control characters; throws
 * `note.text` or `note.name`.
 */
export function signNote(text: string, signer: NoteSigner): string {
  if (!text.endsWith('\n') || /[\u0000-\u0009\u000b-\u001f]/.test(text)) throw new VoxkeepError('note.text');
  const publicKey = createPublicKey(signer.privateKey);
  const signature = sign(null, Buffer.from(text, 'utf8'), signer.privateKey);
  const blob = Buffer.concat([keyId({ name: signer.name, publicKey }), signature]);
  return `${text}\n— ${signer.name} ${blob.toString('base64')}\n`;
}

/** The text of a note when this verifier's signature on it is good, otherwise undefined. Other signatures are passed over. */
export function openNote(note: string, verifier: NoteVerifier): string | undefined {
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n')) return undefined;
  const text = note.slice(0, split + 1);
  const id = keyId(verifier);
  const signed = note
    .slice(split + 2, -1)
    .split('\n')
    .map((line) => /^— (\S+) ([A-Za-z0-9+/]+=*)$/.exec(line))
    .filter((line) => line?.[1] === verifier.name)
    .map((line) => Buffer.from(line?.[2] ?? '', 'base64'))
    .filter((blob) => blob.length === keyIdBytes + signatureBytes && blob.subarray(0, keyIdBytes).equals(id));
  const isGood = (blob: Buffer) => verify(null, Buffer.from(text, 'utf8'), verifier.publicKey, blob.subarray(keyIdBytes));
  return signed.length > 0 && signed.every(isGood) ? text : undefined;
}

/** `name+keyid+key`, the string by which others are told whom to trust. */
export function verifierKey(verifier: NoteVerifier): string {
  const key = Buffer.concat([ed25519, rawPublicKey(verifier.publicKey)]).toString('base64');
  return `${verifier.name}+${keyId(verifier).toString('hex')}+${key}`;
}

/** Reads a verifier key string. Throws `note.verifier-key` when it is malformed or its key id is not that of its key. */
export function readVerifierKey(text: string): NoteVerifier {
  const [, name = '', id = '', encoded = ''] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(text) ?? [];
  const key = Buffer.from(encoded, 'base64');
  if (key.length !== 33 || key[0] !== ed25519[0]) throw new VoxkeepError('note.verifier-key');
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: key.subarray(1).toString('base64url') };
  const verifier = { name, publicKey: createPublicKey({ key: jwk, format: 'jwk' }) };
  if (keyId(verifier).toString('hex') !== id) throw new VoxkeepError('note.verifier-key');
  return verifier;
}

function keyId({ name, publicKey }: NoteVerifier): Buffer {
  if (!/^[^\s+]+$/.test(name)) throw new VoxkeepError('note.name');
  return sha256(name, '\n', ed25519, rawPublicKey(publicKey)).subarray(0, keyIdBytes);
}

function rawPublicKey(key: KeyObject): Buffer {
  if (key.asymmetricKeyType !== 'ed25519') throw new VoxkeepError('note.key-type');
  return Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url');
}
