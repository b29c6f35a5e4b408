import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { canonicalJson } from '@voxkeep/audit';
import type { CertificatePayload } from './certificate-payload.js';

/** A certificate as a file: text of JSON, every line of which but the last three is covered by the signature. */
export interface CertificateParts {
  readonly payload: CertificatePayload;
  /** The C2SP tlog-proof that the certificate's hash stands in the audit log; empty as long as no signed state covers it. */
  readonly proof: string;
  /** Verifier key of the audit log, `name+id+key`. */
  readonly logKey: string;
}
interface Signed {
  readonly payloadSha256: string;
  /** SHA-256, base64url, of each line of the file above the signature, so that a changed line can be named. */
  readonly lines: readonly string[];
}

const type = 'application/voxkeep-certificate+jws';

/** Writes the file and signs it with an Ed25519 key: JWS (RFC 7515, RFC 8037) over the hashes of its lines. */
export function writeCertificate({ payload, proof, logKey }: CertificateParts, key: KeyObject): string {
  const jwk = publicJwk(createPublicKey(key));
  const body = { payload, publicKey: jwk, logKey, proof: proof === '' ? [] : proof.split('\n') };
  const lines = JSON.stringify(body, null, 2).split('\n').slice(0, -1);
  const [last = ''] = lines.slice(-1);
  const covered = [...lines.slice(0, -1), `${last},`];
  const signed: Signed = { payloadSha256: payloadHash(payload), lines: covered.map(lineHash) };
  const header = encoded({ alg: 'EdDSA', kid: thumbprint(jwk), typ: type });
  const input = `${header}.${encoded(signed)}`;
  const signature = sign(null, Buffer.from(input), key).toString('base64url');
  return [...covered, `  "signature": "${input}.${signature}"`, '}', ''].join('\n');
}

/** SHA-256, hex, of the canonical JSON (RFC 8785) of a payload. */
export function payloadHash(payload: unknown): string {
  return createHash('sha256').update(canonicalJson(payload)).digest('hex');
}

/** What reading a certificate found. `line` is the first line of the file, from 1, that does not hold. */
export type CertificateVerdict =
  | { readonly verdict: 'signed'; readonly body: CertificateBody; readonly keyId: string; readonly proofLine: number }
  | { readonly verdict: 'not-valid'; readonly line: number; readonly because: 'format' | 'line' | 'signature' | 'key' };
export interface CertificateBody {
  readonly payload: CertificatePayload;
  readonly publicKey: Jwk;
  readonly logKey: string;
  readonly proof: readonly string[];
  readonly signature: string;
}
export interface Jwk {
  readonly kty: string;
  readonly crv: string;
  readonly x: string;
}

/** Checks the signature and every line. `trusted` is the key that the reader holds the issuer to; without it the file's own counts. */
export function readCertificate(text: string, trusted?: KeyObject): CertificateVerdict {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => line.startsWith('  "signature": "'));
  if (at < 0) return refused(lines.length, 'format');
  const signed = signatureOf(lines[at] ?? '');
  if (signed === undefined) return refused(at + 1, 'signature');
  if (lines.length !== at + 3 || lines[at + 1] !== '}' || lines[at + 2] !== '') return refused(at + 2, 'format');
  const covered = lines.slice(0, at);
  const fault = faultIn(covered, signed, trusted);
  if (fault !== undefined) return fault;
  const body = JSON.parse(text) as CertificateBody;
  if (payloadHash(body.payload) !== signed.signed.payloadSha256) return refused(2, 'line');
  const proofLine = covered.findIndex((line) => line.startsWith('  "proof"')) + 1;
  return { verdict: 'signed', body, keyId: thumbprint(trusted ? publicJwk(trusted) : body.publicKey), proofLine };
}

/** A changed line is named by its hash when the signature over the hashes is good; otherwise by what the signature cannot tell. */
function faultIn(covered: readonly string[], { input, signature, signed }: SignedLines, trusted?: KeyObject): Fault | undefined {
  const changed = differing(covered, signed.lines);
  const key = trusted ?? ownKey(covered);
  if (key !== undefined && verify(null, Buffer.from(input), key, signature))
    return changed === undefined ? undefined : refused(changed + 1, 'line');
  const own = covered.findIndex((line) => line.startsWith('  "publicKey"'));
  const inKey = trusted === undefined && changed !== undefined && own >= 0 && changed >= own && changed <= own + 4;
  return inKey ? refused(changed + 1, 'key') : refused(covered.length + 1, 'signature');
}

interface SignedLines {
  readonly input: string;
  readonly signature: Buffer;
  readonly signed: Signed;
}
type Fault = Extract<CertificateVerdict, { verdict: 'not-valid' }>;

function refused(line: number, because: Fault['because']): Fault {
  return { verdict: 'not-valid', line, because };
}

function signatureOf(line: string): SignedLines | undefined {
  const [, header, payload, signature] =
    /^ {2}"signature": "([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)"$/.exec(line) ?? [];
  if (header === undefined || payload === undefined || signature === undefined) return undefined;
  try {
    const signed = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Partial<Signed>;
    if (!Array.isArray(signed.lines) || typeof signed.payloadSha256 !== 'string') return undefined;
    const decoded = Buffer.from(signature, 'base64url');
    // More than one text stands for the same bytes; only the one that was written counts.
    const exact =
      decoded.toString('base64url') === signature && Buffer.from(payload, 'base64url').toString('base64url') === payload;
    return exact ? { input: `${header}.${payload}`, signature: decoded, signed: signed as Signed } : undefined;
  } catch {
    return undefined;
  }
}

/** Index of the first line that is not what was signed. */
function differing(lines: readonly string[], hashes: readonly string[]): number | undefined {
  const at = lines.findIndex((line, n) => lineHash(line) !== hashes[n]);
  if (at >= 0) return at;
  return lines.length === hashes.length ? undefined : lines.length - 1;
}

function ownKey(lines: readonly string[]): KeyObject | undefined {
  const from = lines.findIndex((line) => line.startsWith('  "publicKey"'));
  const member = (name: string) =>
    lines
      .slice(from, from + 5)
      .map((line) => new RegExp(`^ {4}"${name}": "([A-Za-z0-9_-]+)",?$`).exec(line)?.[1])
      .find((value) => value !== undefined);
  try {
    const jwk = { kty: member('kty') ?? '', crv: member('crv') ?? '', x: member('x') ?? '' };
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    return undefined;
  }
}

function publicJwk(key: KeyObject): Jwk {
  const { kty = '', crv = '', x = '' } = key.export({ format: 'jwk' });
  return { kty, crv, x };
}

/** RFC 7638. */
function thumbprint({ kty, crv, x }: Jwk): string {
  return createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('base64url');
}

function lineHash(line: string): string {
  return createHash('sha256').update(line, 'utf8').digest('base64url');
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
