import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { X509Certificate } from 'node:crypto';
import { daysLeft, issueSigningCertificate } from './certificate.js';
import type { TlsFiles } from './tls-files.js';

const renewBelowDays = 30;

/**
 * Makes the key with which reports and mails are signed, and its certificate of the appliance's own authority, in one PEM file
 * (0400). A new one is made when there is none, when it ends within 30 days or when it is of another authority. A site with a key of
 * its own names that one by VOXKEEP_SIGNING instead.
 */
export function ensureSigningIdentity(file: string, { authority, authorityKey }: TlsFiles, now: Date): 'issued' | 'kept' {
  const certificate = readFileSync(authority, 'utf8');
  if (existsSync(file) && stillGood(readFileSync(file, 'utf8'), certificate, now)) return 'kept';
  const issued = issueSigningCertificate({ certificate, key: readFileSync(authorityKey, 'utf8') }, 'Voxkeep documents', now);
  writeFileSync(`${file}.new`, [issued.key, issued.certificate, certificate].join('\n'), { mode: 0o400, flush: true });
  renameSync(`${file}.new`, file);
  return 'issued';
}

function stillGood(pem: string, authority: string, now: Date): boolean {
  const [own = ''] = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/.exec(pem) ?? [];
  if (own === '') return false;
  return new X509Certificate(own).verify(new X509Certificate(authority).publicKey) && daysLeft(own, now) >= renewBelowDays;
}
