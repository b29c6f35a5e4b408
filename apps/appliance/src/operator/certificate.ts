import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { readVerifierKey } from '@voxkeep/audit';
import { verifyCertificate, type CertificateCheck, type TrustedKeys } from '@voxkeep/configuration';
import { VoxkeepError } from '@voxkeep/contracts';
import { say } from '../say.js';

/** `voxkeep certificate verify FILE [--key PEM] [--log-key FILE]`, offline: 0 valid, 1 not valid, 78 it could not be read. */
export async function verifyErasureCertificate(args: readonly string[]): Promise<number> {
  const { file, key, logKey } = wordsOf(args);
  const trusted: TrustedKeys = {
    ...(key !== undefined && { issuer: publicKeyOf(await textOf(key)) }),
    ...(logKey !== undefined && { log: readVerifierKey((await textOf(logKey)).trim()) }),
  };
  const text = await textOf(file);
  const checked = verifyCertificate(text, trusted);
  for (const line of tell(checked, text, key !== undefined)) say(line);
  return checked.verdict === 'valid' ? 0 : 1;
}

/** What was found, in lines to print. */
export function tell(checked: CertificateCheck, text: string, isTrusted: boolean): readonly string[] {
  if (checked.verdict === 'not-valid') {
    const shown = (text.split('\n')[checked.line - 1] ?? '').trim().slice(0, 80);
    return [`NOT VALID: line ${String(checked.line)} does not hold (${reasons[checked.because]}): ${shown}`];
  }
  const { payload } = checked.body;
  const erased = payload.databases.filter(({ outcome }) => outcome !== 'retained').reduce((sum, { matched }) => sum + matched, 0);
  const kept = payload.databases.filter(({ outcome }) => outcome === 'retained').reduce((sum, { matched }) => sum + matched, 0);
  const outstanding = payload.otherSystems.filter(({ state }) => state === 'outstanding').length;
  return [
    `Case ${payload.case}, stage ${payload.stage}, issued ${payload.issuedAt}.`,
    'Every line is as it was signed.',
    checked.proof === 'proven'
      ? 'The certificate stands in the audit log, under a signed state of it.'
      : 'The proof from the audit log is still to come; download the certificate again.',
    `Signed by key ${checked.keyId}${isTrusted ? '' : ', which was taken from the file itself; name the one you trust with --key'}.`,
    `${String(erased)} records erased, ${String(kept)} kept, ${String(payload.keys.destroyed.length)} keys destroyed, ${String(payload.recordings.files)} recordings removed.`,
    ...(outstanding === 0 ? [] : [`${String(outstanding)} other systems had not answered.`]),
  ];
}

const reasons: Readonly<Record<Extract<CertificateCheck, { verdict: 'not-valid' }>['because'], string>> = {
  format: 'not the form of a certificate',
  line: 'changed since it was signed',
  signature: 'the signature does not fit',
  key: 'another key than the one it was signed with',
  proof: 'the proof does not lead to a signed state of the log',
  'not-this-certificate': 'the proof belongs to another certificate',
};

function wordsOf(args: readonly string[]): { file: string; key: string | undefined; logKey: string | undefined } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { key: { type: 'string' }, 'log-key': { type: 'string' } },
    });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new VoxkeepError('certificate.arguments');
    return { file, key: values.key, logKey: values['log-key'] };
  } catch {
    throw new VoxkeepError('certificate.arguments');
  }
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new VoxkeepError('certificate.unreadable', { file });
  }
}

function publicKeyOf(pem: string): KeyObject {
  try {
    return createPublicKey(pem);
  } catch {
    throw new VoxkeepError('certificate.key');
  }
}
