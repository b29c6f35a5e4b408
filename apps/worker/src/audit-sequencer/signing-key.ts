import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { sha256, type NoteSigner, type NoteVerifier } from '@voxkeep/audit';

/** Reads the Ed25519 key (PEM, PKCS #8) that signs this site's checkpoints. The log's name holds the key's fingerprint, so it is unique. */
export function readSigner(file: string): NoteSigner {
  const privateKey = createPrivateKey(readFileSync(file));
  return { name: logName(createPublicKey(privateKey)), privateKey };
}

/** The public half of a signer. */
export function verifierOf({ name, privateKey }: NoteSigner): NoteVerifier {
  return { name, publicKey: createPublicKey(privateKey) };
}

function logName(publicKey: KeyObject): string {
  const fingerprint = sha256(publicKey.export({ type: 'spki', format: 'der' }));
  return `voxkeep/audit/${fingerprint.toString('hex').slice(0, 16)}`;
}
