import { randomBytes } from 'node:crypto';
import { canonicalJson } from '@voxkeep/audit';
import { VoxkeepError } from '@voxkeep/contracts';
import type { KeyDomain, OwnerClass } from '../catalogue/vocabulary.js';
import { envelopeBody, readEnvelopeHeader, writeEnvelope } from './envelope.js';
import { xaesNonceBytes, xaesOpen, xaesSeal } from './xaes.js';

/**
 * The place a value belongs to. It is authenticated with the value, so that an envelope moved to another row, column or owner
 * does not open. The database is not part of it: archiving copies ciphertext and needs no key.
 */
export interface SealContext {
  readonly domain: KeyDomain;
  /** Stable entity name, `operative.contact`; the same in the archive. */
  readonly entity: string;
  readonly column: string;
  readonly rowId: string;
  readonly ownerId: string;
  readonly ownerClass: OwnerClass;
  readonly epoch: number;
}

/**
 * Seals text with a 32-byte domain key and returns the envelope (46 bytes over UTF-8). `nonce` is 24 random bytes unless a
 * test gives it.
 */
export function sealText(
  domainKey: Buffer,
  context: SealContext,
  text: string,
  nonce: Uint8Array = randomBytes(xaesNonceBytes),
): Buffer {
  const plaintext = Buffer.from(text, 'utf8');
  const sealed = xaesSeal(domainKey, nonce, plaintext, associatedData(context));
  plaintext.fill(0);
  return writeEnvelope(context.ownerClass, context.epoch, nonce, sealed);
}

/**
 * Opens an envelope in the context it was sealed in. Throws `seal.unreadable` { entity, column, row } for a wrong key, another
 * place, or altered bytes; the error tells no more.
 */
export function openText(domainKey: Buffer, context: SealContext, envelope: Buffer): string {
  try {
    const { ownerClass, epoch } = readEnvelopeHeader(envelope);
    const { nonce, sealed } = envelopeBody(envelope);
    if (ownerClass !== context.ownerClass || epoch !== context.epoch) throw new VoxkeepError('seal.envelope');
    const plaintext = xaesOpen(domainKey, nonce, sealed, associatedData(context));
    const text = plaintext.toString('utf8');
    plaintext.fill(0);
    return text;
  } catch {
    throw new VoxkeepError('seal.unreadable', { entity: context.entity, column: context.column, row: context.rowId });
  }
}

function associatedData({ domain, entity, column, rowId, ownerId, ownerClass, epoch }: SealContext): Buffer {
  return Buffer.from(canonicalJson({ alg: 1, v: 1, domain, entity, column, rowId, ownerId, ownerClass, epoch }), 'utf8');
}
