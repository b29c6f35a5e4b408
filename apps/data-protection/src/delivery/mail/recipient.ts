import { X509Certificate } from 'node:crypto';

export type CertificateFault = 'invalid_format' | 'certificate-ended' | 'certificate-other-address' | 'certificate-unusable';
const smallestRsa = 2048;
const usableCurves = new Set(['prime256v1', 'secp384r1', 'secp521r1']);

/** The certificate of a recipient, if a mail to this address may be encrypted for it now; otherwise what is wrong with it. */
export function readRecipient(pem: string, address: string, now: Date): X509Certificate | CertificateFault {
  const certificate = parse(pem);
  if (certificate === undefined) return 'invalid_format';
  if (certificate.validToDate < now || certificate.validFromDate > now) return 'certificate-ended';
  if (certificate.checkEmail(address) === undefined) return 'certificate-other-address';
  return isUsable(certificate) ? certificate : 'certificate-unusable';
}

function isUsable({ publicKey: { asymmetricKeyType, asymmetricKeyDetails } }: X509Certificate): boolean {
  if (asymmetricKeyType === 'rsa') return (asymmetricKeyDetails?.modulusLength ?? 0) >= smallestRsa;
  return asymmetricKeyType === 'ec' && usableCurves.has(asymmetricKeyDetails?.namedCurve ?? '');
}

function parse(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}
