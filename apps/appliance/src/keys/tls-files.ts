import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { X509Certificate } from 'node:crypto';
import { daysLeft, issueServerCertificate, makeAuthority, type Certified } from './certificate.js';

/** Where the appliance's TLS material lies. `authority` may be given to browsers; the rest stays here. */
export interface TlsFiles {
  readonly authority: string;
  readonly authorityKey: string;
  readonly certificate: string;
  readonly key: string;
}

/** A certificate with fewer days left is replaced. */
const renewBelowDays = 30;

/** Names the files below a directory. */
export function tlsFilesIn(directory: string): TlsFiles {
  const at = (name: string): string => path.join(directory, name);
  return { authority: at('ca.pem'), authorityKey: at('ca.key'), certificate: at('server.pem'), key: at('server.key') };
}

/**
 * Makes the authority and the server's certificate when they are missing, and a new server certificate when the present one ends
 * within 30 days, lacks this machine's name or is of another authority. Says whether the server's certificate is a new one.
 */
export function ensureCertificate(files: TlsFiles, now: Date): 'issued' | 'kept' {
  const authority = readOrMake({ certificate: files.authority, key: files.authorityKey }, () => makeAuthority('Voxkeep', now));
  const hosts = ['localhost', '127.0.0.1', hostname()];
  if (existsSync(files.key) && stillGood(files.certificate, authority.certificate, now)) return 'kept';
  write({ certificate: files.certificate, key: files.key }, issueServerCertificate(authority, hosts, now));
  return 'issued';
}

function stillGood(file: string, authority: string, now: Date): boolean {
  if (!existsSync(file)) return false;
  const pem = readFileSync(file, 'utf8');
  const certificate = new X509Certificate(pem);
  const ours = certificate.verify(new X509Certificate(authority).publicKey);
  return ours && certificate.checkHost(hostname()) !== undefined && daysLeft(pem, now) >= renewBelowDays;
}

function readOrMake(files: { certificate: string; key: string }, make: () => Certified): Certified {
  if (existsSync(files.certificate) && existsSync(files.key)) {
    return { certificate: readFileSync(files.certificate, 'utf8'), key: readFileSync(files.key, 'utf8') };
  }
  const made = make();
  write(files, made);
  return made;
}

/** Writes beside and renames, so that a reader never sees half a file. */
function write(files: { certificate: string; key: string }, content: Certified): void {
  for (const [file, text, mode] of [
    [files.key, content.key, 0o400],
    [files.certificate, content.certificate, 0o444],
  ] as const) {
    writeFileSync(`${file}.new`, text, { mode, flush: true });
    renameSync(`${file}.new`, file);
  }
}
