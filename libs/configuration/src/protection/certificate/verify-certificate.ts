import { createHash, type KeyObject } from 'node:crypto';
import { readVerifierKey, verifyTlogProof, type NoteVerifier } from '@voxkeep/audit';
import { payloadHash, readCertificate, type CertificateBody } from './certificate-file.js';

/** Keys that the reader trusts; what is missing is taken from the file, which then proves that it is whole, not who issued it. */
export interface TrustedKeys {
  readonly issuer?: KeyObject;
  readonly log?: NoteVerifier;
}
export type CertificateCheck =
  | { readonly verdict: 'valid'; readonly body: CertificateBody; readonly keyId: string; readonly proof: 'proven' | 'pending' }
  | {
      readonly verdict: 'not-valid';
      readonly line: number;
      readonly because: 'format' | 'line' | 'signature' | 'key' | 'proof' | 'not-this-certificate';
    };

/**
 * Verifies a certificate offline: its signature, each of its lines, and that its hash stands in the audit log under a signed state.
 * Names the first line that does not hold.
 */
export function verifyCertificate(text: string, trusted: TrustedKeys = {}): CertificateCheck {
  const read = readCertificate(text, trusted.issuer);
  if (read.verdict === 'not-valid') return read;
  const { body, keyId, proofLine } = read;
  if (body.proof.length === 0) return { verdict: 'valid', body, keyId, proof: 'pending' };
  const log = trusted.log ?? readVerifierKey(body.logKey);
  const proven = verifyTlogProof(body.proof.join('\n'), log);
  if (proven.verdict === 'not-proven') return { verdict: 'not-valid', line: proofLine + proven.line, because: 'proof' };
  const hash = Buffer.from(payloadHash(body.payload), 'hex');
  const committed = createHash('sha256').update(hash).digest();
  if (!proven.event.detailHash.equals(committed))
    return { verdict: 'not-valid', line: proofLine + 2, because: 'not-this-certificate' };
  return { verdict: 'valid', body, keyId, proof: 'proven' };
}
