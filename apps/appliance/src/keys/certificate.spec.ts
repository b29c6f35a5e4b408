import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { daysLeft, issueServerCertificate, makeAuthority } from './certificate.js';
import { ensureSigningIdentity } from './signing-identity.js';
import { ensureCertificate, tlsFilesIn } from './tls-files.js';

const now = new Date('2026-03-01T12:00:00Z');
const inDays = (days: number): Date => new Date(now.getTime() + days * 86_400_000);

describe('a server certificate', () => {
  const authority = makeAuthority('Test', now);
  const issued = issueServerCertificate(authority, ['localhost', '127.0.0.1', 'desk.example'], now);
  const certificate = new X509Certificate(issued.certificate);

  it('is signed by the authority', () => {
    expect(certificate.verify(new X509Certificate(authority.certificate).publicKey)).toBe(true);
    expect(certificate.checkIssued(new X509Certificate(authority.certificate))).toBe(true);
  });

  it('is for its hosts and no other', () => {
    expect([
      certificate.checkHost('localhost'),
      certificate.checkHost('desk.example'),
      certificate.checkIP('127.0.0.1'),
    ]).not.toContain(undefined);
    expect(certificate.checkHost('other.example')).toBeUndefined();
  });

  it('is for servers, lives at most 825 days and has a key of 3072 bits', () => {
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
    expect(daysLeft(issued.certificate, now)).toBeGreaterThan(820);
    expect(daysLeft(issued.certificate, now)).toBeLessThan(826);
    expect(certificate.publicKey.asymmetricKeyDetails?.modulusLength).toBe(3072);
  });

  it('is no authority itself, and the authority is one', () => {
    expect(certificate.ca).toBe(false);
    expect(new X509Certificate(authority.certificate).ca).toBe(true);
  });
});

describe('the TLS files', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'voxkeep-tls-'));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  it('are made once, with keys that only the owner may read', () => {
    const files = tlsFilesIn(directory);
    expect([ensureCertificate(files, now), ensureCertificate(files, now)]).toEqual(['issued', 'kept']);
    expect([files.key, files.authorityKey].map((file) => statSync(file).mode & 0o777)).toEqual([0o400, 0o400]);
  });

  it('are renewed below 30 days, under the same authority', () => {
    const files = tlsFilesIn(directory);
    ensureCertificate(files, now);
    const authority = statSync(files.authority).mtimeMs;
    expect([ensureCertificate(files, inDays(790)), ensureCertificate(files, inDays(800))]).toEqual(['kept', 'issued']);
    expect(statSync(files.authority).mtimeMs).toBe(authority);
  });

  it('name this machine', () => {
    const files = tlsFilesIn(directory);
    ensureCertificate(files, now);
    expect(new X509Certificate(readFileSync(files.certificate)).checkHost(hostname())).toBeDefined();
  });

  it('come with a key for documents that only the owner may read, made once and renewed below 30 days', () => {
    const files = tlsFilesIn(directory);
    ensureCertificate(files, now);
    const signing = path.join(directory, 'document-signing.pem');
    const made = [0, 1, 800].map((days) => ensureSigningIdentity(signing, files, inDays(days)));
    expect([made, statSync(signing).mode & 0o777]).toEqual([['issued', 'kept', 'issued'], 0o400]);
  });

  it('let the key for documents sign documents and mail, and nothing else', () => {
    const files = tlsFilesIn(directory);
    ensureCertificate(files, now);
    ensureSigningIdentity(path.join(directory, 'document-signing.pem'), files, now);
    const certificate = new X509Certificate(readFileSync(path.join(directory, 'document-signing.pem')));
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.4', '1.3.6.1.5.5.7.3.36']);
    expect(certificate.verify(new X509Certificate(readFileSync(files.authority)).publicKey)).toBe(true);
  });
});
