import { constants, generateKeyPairSync, privateEncrypt, randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import forge from 'node-forge';

/** A certificate with its private key, both PEM. */
export interface Certified {
  readonly certificate: string;
  readonly key: string;
}

const bits = 3072;
const dayMs = 86_400_000;
/** Longest life that browsers accept of a server certificate under a private authority. */
const serverDays = 825;
const authorityDays = 3650;
/** Clocks differ; a certificate of this minute must not be "not yet valid" next door. */
const backdatedMs = 3_600_000;

/** Makes the appliance's own certificate authority. It can sign servers and nothing below it. */
export function makeAuthority(name: string, now: Date): Certified {
  const keys = keyPair();
  const certificate = unsigned(keys.publicKey, `${name} certificate authority`, now, authorityDays);
  certificate.setIssuer(certificate.subject.attributes);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    { name: 'subjectKeyIdentifier' },
  ]);
  return { certificate: signed(certificate, keys.pem), key: keys.pem };
}

/** Issues a TLS server certificate for these host names and addresses, signed by the authority. */
export function issueServerCertificate(authority: Certified, hosts: readonly string[], now: Date): Certified {
  const keys = keyPair();
  const issuer = forge.pki.certificateFromPem(authority.certificate);
  const certificate = unsigned(keys.publicKey, hosts[0] ?? 'localhost', now, serverDays);
  certificate.setIssuer(issuer.subject.attributes);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true },
    { name: 'subjectAltName', altNames: hosts.map(alternativeName) },
    { name: 'subjectKeyIdentifier' },
    { name: 'authorityKeyIdentifier', keyIdentifier: issuer.generateSubjectKeyIdentifier().getBytes() },
  ]);
  return { certificate: signed(certificate, authority.key), key: keys.pem };
}

/** Issues a certificate for signing documents and mail (RFC 9336, RFC 5280 §4.2.1.12), signed by the authority. */
export function issueSigningCertificate(authority: Certified, commonName: string, now: Date): Certified {
  const keys = keyPair();
  const issuer = forge.pki.certificateFromPem(authority.certificate);
  const certificate = unsigned(keys.publicKey, commonName, now, serverDays);
  certificate.setIssuer(issuer.subject.attributes);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, nonRepudiation: true, critical: true },
    { name: 'extKeyUsage', emailProtection: true, '1.3.6.1.5.5.7.3.36': true },
    { name: 'subjectKeyIdentifier' },
    { name: 'authorityKeyIdentifier', keyIdentifier: issuer.generateSubjectKeyIdentifier().getBytes() },
  ]);
  return { certificate: signed(certificate, authority.key), key: keys.pem };
}

/** Whole days until a certificate (PEM) ends; negative when it has ended. */
export function daysLeft(certificate: string, now: Date): number {
  return Math.floor((forge.pki.certificateFromPem(certificate).validity.notAfter.getTime() - now.getTime()) / dayMs);
}

interface KeyPair {
  readonly pem: string;
  readonly publicKey: forge.pki.rsa.PublicKey;
}

/** The key is made by OpenSSL: forge's own generator takes seconds for the same bits. */
function keyPair(): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  const own = forge.pki.publicKeyFromPem(publicKey.export({ type: 'spki', format: 'pem' }).toString());
  return { pem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), publicKey: own };
}

/** DigestInfo of SHA-256 without the digest (RFC 8017 §9.2, note 1). */
const sha256Prefix = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/** Signs by OpenSSL too, RSASSA-PKCS1-v1_5 with SHA-256; forge only lays out the certificate. Returns it as PEM. */
function signed(certificate: forge.pki.Certificate, keyPem: string): string {
  const sign = (digest: forge.md.MessageDigest): string => {
    const info = Buffer.concat([sha256Prefix, Buffer.from(digest.digest().getBytes(), 'binary')]);
    return privateEncrypt({ key: keyPem, padding: constants.RSA_PKCS1_PADDING }, info).toString('binary');
  };
  certificate.sign({ sign } as unknown as forge.pki.rsa.PrivateKey, forge.md.sha256.create());
  return forge.pki.certificateToPem(certificate);
}

function unsigned(publicKey: forge.pki.rsa.PublicKey, commonName: string, now: Date, days: number): forge.pki.Certificate {
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = publicKey;
  certificate.serialNumber = `01${randomBytes(15).toString('hex')}`; // positive whatever the random bits (RFC 5280 §4.1.2.2)
  certificate.validity.notBefore = new Date(now.getTime() - backdatedMs);
  certificate.validity.notAfter = new Date(now.getTime() + days * dayMs - backdatedMs);
  certificate.setSubject([
    { name: 'organizationName', value: 'Voxkeep' },
    { name: 'commonName', value: commonName },
  ]);
  return certificate;
}

/** GeneralName (RFC 5280 §4.2.1.6): 2 is a DNS name, 7 an address. */
function alternativeName(host: string): { type: number; value?: string; ip?: string } {
  return isIP(host) === 0 ? { type: 2, value: host } : { type: 7, ip: host };
}
