import { X509Certificate, createPrivateKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { VoxkeepError } from '@voxkeep/contracts';
import forge from 'node-forge';

/** A private key with its certificate and the chain above it, leaf first. */
export interface SigningIdentity {
  readonly key: KeyObject;
  readonly chain: readonly X509Certificate[];
}

/**
 * Reads a signing identity from a PEM file that holds key and certificates, or from a PKCS#12 file and the file of its passphrase.
 * Throws `signing.no-key`, `signing.no-certificate`, `signing.other-key` and what the file system and the parsers throw, as
 * `signing.unreadable`; never with a content.
 */
export function readSigningIdentity(file: string, passphraseFile?: string): SigningIdentity {
  const bytes = readFileSync(file);
  const passphrase = passphraseFile === undefined ? '' : readFileSync(passphraseFile, 'utf8').trim();
  const identity = bytes.includes('-----BEGIN') ? fromPem(bytes.toString('utf8')) : fromPkcs12(bytes, passphrase);
  const [leaf] = identity.chain;
  if (leaf === undefined) throw new VoxkeepError('signing.no-certificate');
  if (!leaf.checkPrivateKey(identity.key)) throw new VoxkeepError('signing.other-key');
  return identity;
}

function fromPem(text: string): SigningIdentity {
  const key = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]+?-----END [A-Z ]*PRIVATE KEY-----/.exec(text)?.[0];
  if (key === undefined) throw new VoxkeepError('signing.no-key');
  const certificates = text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  return ordered(
    createPrivateKey(key),
    certificates.map((pem) => new X509Certificate(pem)),
  );
}

/** A key or certificate of a kind that forge does not model (elliptic curves) still comes as its DER. */
function fromPkcs12(bytes: Buffer, passphrase: string): SigningIdentity {
  const { keys, certificates } = readBags(bytes, passphrase);
  const [key] = keys;
  if (key === undefined) throw new VoxkeepError('signing.no-key');
  return ordered(
    createPrivateKey({ key, format: 'der', type: 'pkcs8' }),
    certificates.map((der) => new X509Certificate(der)),
  );
}

function readBags(bytes: Buffer, passphrase: string): { keys: Buffer[]; certificates: Buffer[] } {
  try {
    const pfx = forge.pkcs12.pkcs12FromAsn1(forge.asn1.fromDer(bytes.toString('binary')), false, passphrase);
    const bagsOf = (type: string) => pfx.getBags({ bagType: type })[type] ?? [];
    const { pkcs8ShroudedKeyBag: shrouded, keyBag, certBag } = forge.pki.oids;
    return {
      keys: [shrouded, keyBag].flatMap((type) => bagsOf(type ?? '')).map(({ key, asn1 }) => der(key ? asPkcs8(key) : asn1)),
      certificates: bagsOf(certBag ?? '').map(({ cert, asn1 }) => der(cert ? forge.pki.certificateToAsn1(cert) : asn1)),
    };
  } catch {
    // The parser's own error may quote the file.
    throw new VoxkeepError('signing.unreadable');
  }
}

function asPkcs8(key: forge.pki.PrivateKey): forge.asn1.Asn1 {
  return forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(key));
}

function der(asn1: forge.asn1.Asn1): Buffer {
  return Buffer.from(forge.asn1.toDer(asn1).getBytes(), 'binary');
}

function ordered(key: KeyObject, certificates: readonly X509Certificate[]): SigningIdentity {
  const own = certificates.filter((one) => one.checkPrivateKey(key));
  return { key, chain: [...own, ...certificates.filter((one) => !own.includes(one))] };
}
