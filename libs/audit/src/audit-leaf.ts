import { canonicalJson } from './canonical-json.js';
import { leafHash, sha256 } from './hashing.js';

/** One audit event as the log commits to it. */
export interface AuditLeaf {
  /** Ids, codes, times and column names; JSON values only. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Ciphertext, or null when the event has no detail. */
  readonly sealedDetail: Uint8Array | null;
  /** Random bytes that keep an outsider from trying field values against a published hash. */
  readonly salt: Uint8Array;
}

/**
 * The leaf hash SHA-256(0x00 ‖ H(canonical fields) ‖ H(sealed detail) ‖ salt). It commits to ciphertext, so destroying the
 * detail's key leaves every proof valid.
 */
export function auditLeaf({ fields, sealedDetail, salt }: AuditLeaf): Buffer {
  return auditLeafWithoutDetail({ fields, detailHash: sha256(sealedDetail ?? ''), salt });
}

/** The same leaf hash when the detail itself is gone and only its SHA-256 was kept. */
export function auditLeafWithoutDetail(leaf: Pick<AuditLeaf, 'fields' | 'salt'> & { readonly detailHash: Uint8Array }): Buffer {
  return leafHash(Buffer.concat([sha256(canonicalJson(leaf.fields)), leaf.detailHash, leaf.salt]));
}
