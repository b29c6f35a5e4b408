import { createHmac } from 'node:crypto';
import { VoxkeepError } from '@voxkeep/contracts';
import type { KeyDomain } from '../catalogue/vocabulary.js';

/**
 * Derives the 32-byte key of one domain from a 32-byte owner key: HKDF-Expand with SHA-256 (RFC 5869 §2.3), one block. The
 * owner key is random already, so there is no extract step. Throws `seal.key-length`.
 */
export function deriveDomainKey(ownerKey: Buffer, domain: KeyDomain): Buffer {
  if (ownerKey.length !== 32) throw new VoxkeepError('seal.key-length', { bytes: ownerKey.length });
  return createHmac('sha256', ownerKey).update(`voxkeep/v1/owner-key/${domain}`).update(Buffer.of(1)).digest();
}
