import { createHash, webcrypto, type KeyObject, type X509Certificate } from 'node:crypto';
import { ObjectIdentifier, OctetString, Sequence, UTCTime } from 'asn1js';
import {
  Attribute,
  Certificate,
  ContentInfo,
  CryptoEngine,
  EncapsulatedContentInfo,
  EnvelopedData,
  IssuerAndSerialNumber,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
} from 'pkijs';
import type { SigningIdentity } from './signing-identity.js';

const oid = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  envelopedData: '1.2.840.113549.1.7.3',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
} as const;
const engine = new CryptoEngine({ name: 'node', crypto: webcrypto });

export interface SignOptions {
  /** Leaves the content out of the signature (RFC 5652 §5.2). */
  readonly detached: boolean;
  /** States the time in the signature; a PDF states it in its dictionary instead (ETSI EN 319 142-1 §6.3). */
  readonly at?: Date;
}

/**
 * Signs with CMS (RFC 5652) and signing-certificate-v2 (RFC 5035), which makes it CAdES baseline B-B. Answers ContentInfo in DER.
 */
export async function sign(content: Buffer, { key, chain }: SigningIdentity, { detached, at }: SignOptions): Promise<Buffer> {
  const certificates = chain.map(certificateOf);
  const [leaf] = certificates;
  const [own] = chain;
  if (leaf === undefined || own === undefined) throw new TypeError('empty-chain');
  const attributes = [
    new Attribute({ type: oid.contentType, values: [new ObjectIdentifier({ value: oid.data })] }),
    ...(at === undefined ? [] : [new Attribute({ type: oid.signingTime, values: [new UTCTime({ valueDate: at })] })]),
    new Attribute({ type: oid.messageDigest, values: [octets(sha256(content))] }),
    new Attribute({ type: oid.signingCertificateV2, values: [signingCertificate(own)] }),
  ];
  const signed = new SignedData({
    version: 1,
    encapContentInfo: new EncapsulatedContentInfo({
      eContentType: oid.data,
      ...(!detached && { eContent: octets(content) }),
    }),
    signerInfos: [
      new SignerInfo({
        version: 1,
        sid: new IssuerAndSerialNumber({ issuer: leaf.issuer, serialNumber: leaf.serialNumber }),
        signedAttrs: new SignedAndUnsignedAttributes({ type: 0, attributes }),
      }),
    ],
    certificates,
  });
  await signed.sign(await signingKey(key), 0, 'SHA-256', content, engine);
  return encode(oid.signedData, signed.toSchema(true));
}

/** Encrypts for the holder of a certificate: AES-256-CBC under RSA-OAEP or ECDH (RFC 8551). Answers ContentInfo in DER. */
export async function envelop(content: Buffer, recipient: X509Certificate): Promise<Buffer> {
  const enveloped = new EnvelopedData();
  enveloped.addRecipientByCertificate(
    certificateOf(recipient),
    { oaepHashAlgorithm: 'SHA-256', kdfAlgorithm: 'SHA-256', kekEncryptionLength: 256 },
    undefined,
    engine,
  );
  await enveloped.encrypt({ name: 'AES-CBC', length: 256 }, new Uint8Array(content).buffer, engine);
  return encode(oid.envelopedData, enveloped.toSchema());
}

function encode(contentType: string, content: unknown): Buffer {
  return Buffer.from(new ContentInfo({ contentType, content }).toSchema().toBER(false));
}

/** SigningCertificateV2 with one ESSCertIDv2; SHA-256 is its default and is left out (RFC 5035 §4). */
function signingCertificate(certificate: X509Certificate): Sequence {
  const hash = octets(sha256(certificate.raw));
  return new Sequence({ value: [new Sequence({ value: [new Sequence({ value: [hash] })] })] });
}

function certificateOf(certificate: X509Certificate): Certificate {
  return Certificate.fromBER(new Uint8Array(certificate.raw));
}

function octets(bytes: Buffer): OctetString {
  return new OctetString({ valueHex: new Uint8Array(bytes).buffer });
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function signingKey(key: KeyObject): Promise<webcrypto.CryptoKey> {
  const pkcs8 = key.export({ type: 'pkcs8', format: 'der' });
  const algorithm = key.asymmetricKeyType === 'rsa' ? { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } : curveOf(key);
  return webcrypto.subtle.importKey('pkcs8', new Uint8Array(pkcs8), algorithm, false, ['sign']);
}

const curves: Readonly<Record<string, string>> = { prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521' };

function curveOf({ asymmetricKeyDetails }: KeyObject): { name: string; namedCurve: string } {
  return { name: 'ECDSA', namedCurve: curves[asymmetricKeyDetails?.namedCurve ?? ''] ?? '' };
}
