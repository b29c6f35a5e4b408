import { VoxkeepError } from '@voxkeep/contracts';
import type { OwnerClass } from '../catalogue/vocabulary.js';
import { xaesNonceBytes, xaesTagBytes } from './xaes.js';

const version = 1;
const xaes256Gcm = 1;
const headerBytes = 6;
const classCodes: Readonly<Record<OwnerClass, number>> = {
  person: 1,
  'contact-point': 2,
  'contact-customer': 3,
  'contact-agent': 4,
};
const highestEpoch = 0xff_ff_ff;

/** Bytes that an envelope has over its plaintext. */
export const envelopeOverhead = headerBytes + xaesNonceBytes + xaesTagBytes;

export interface EnvelopeHeader {
  readonly version: number;
  readonly algorithm: number;
  readonly ownerClass: OwnerClass;
  /** Counts the keys of one owner class, from 1. */
  readonly epoch: number;
}

/** `ver 1 | alg 1 | class 1 epoch 3 | nonce 24 | ciphertext | tag 16`. Throws `seal.epoch` outside 0 … 2²⁴−1. */
export function writeEnvelope(ownerClass: OwnerClass, epoch: number, nonce: Uint8Array, sealed: Uint8Array): Buffer {
  if (!Number.isInteger(epoch) || epoch < 0 || epoch > highestEpoch) throw new VoxkeepError('seal.epoch', { epoch });
  const header = Buffer.of(version, xaes256Gcm, classCodes[ownerClass], 0, 0, 0);
  header.writeUIntBE(epoch, 3, 3);
  return Buffer.concat([header, nonce, sealed]);
}

/** Reads the clear part of an envelope. Throws `seal.envelope` when it is too short or of an unknown version or class. */
export function readEnvelopeHeader(envelope: Buffer): EnvelopeHeader {
  if (envelope.length < envelopeOverhead) throw new VoxkeepError('seal.envelope', { bytes: envelope.length });
  const [found = 0, algorithm = 0, code = 0] = envelope;
  const ownerClass = (Object.keys(classCodes) as OwnerClass[]).find((name) => classCodes[name] === code);
  if (found !== version || algorithm !== xaes256Gcm || !ownerClass) {
    throw new VoxkeepError('seal.envelope', { version: found, algorithm, class: code });
  }
  return { version: found, algorithm, ownerClass, epoch: envelope.readUIntBE(3, 3) };
}

/** The nonce and the sealed bytes (ciphertext ‖ tag) of an envelope whose header was read. */
export function envelopeBody(envelope: Buffer): { readonly nonce: Buffer; readonly sealed: Buffer } {
  const end = headerBytes + xaesNonceBytes;
  return { nonce: envelope.subarray(headerBytes, end), sealed: envelope.subarray(end) };
}
