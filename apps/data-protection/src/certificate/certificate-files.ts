import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import {
  AuditProofs,
  ErasureRecords,
  writeCertificate,
  type CertificatePayload,
  type StoredCertificate,
} from '@voxkeep/configuration';
import { settings } from '@voxkeep/platform';
import { CertificateKey } from './certificate-key.js';

/** Certificates as signed files. The proof follows when the audit log has a signed state that covers the certificate's hash. */
@Injectable()
export class CertificateFiles {
  constructor(
    @Inject(ErasureRecords) private readonly records: ErasureRecords,
    @Inject(AuditProofs) private readonly proofs: AuditProofs,
    @Inject(CertificateKey) private readonly key: CertificateKey,
  ) {}

  /** The newest certificate of a case, undefined before there is one. */
  async newest(caseId: string): Promise<{ stored: StoredCertificate; text: string; proven: boolean } | undefined> {
    const stored = (await this.records.certificatesOf(caseId)).at(-1);
    if (stored === undefined) return undefined;
    if (stored.document !== null) return { stored, text: stored.document, proven: true };
    const proof = await this.#proof(caseId, stored.number);
    const parts = { payload: stored.payload as CertificatePayload, proof, logKey: await logKey() };
    const text = writeCertificate(parts, await this.key.get());
    if (proof !== '') await this.records.attach(caseId, stored.number, text);
    return { stored, text, proven: proof !== '' };
  }

  async #proof(caseId: string, number: number): Promise<string> {
    const found = await this.proofs.proveLeaf({
      action: `erasure.certify-${String(number)}`,
      objectKind: 'case',
      objectId: caseId,
    });
    return 'proof' in found ? found.proof : '';
  }
}

/** The verifier key of the audit log, as the second sink has it; empty when the log has not been begun there. */
async function logKey(): Promise<string> {
  const file = path.join(settings().witness.directory, 'audit-verifier.key');
  return (await readFile(file, 'utf8').catch(() => '')).trim();
}
