import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Decrypter } from 'age-encryption';
import { canonicalJson } from '@voxkeep/audit';
import { VoxkeepError } from '@voxkeep/contracts';
import { z } from 'zod';
import { say } from '../say.js';
import { runDataProtectionProgram } from './worker-program.js';

const hash = z.object({ sha256: z.string(), octets: z.number() });
const manifestSchema = z.looseObject({
  format: z.literal('voxkeep.evidence.v1'),
  freeze: z.string(),
  takenAt: z.string(),
  window: z.object({ from: z.string(), to: z.string() }),
  files: z.array(hash.extend({ path: z.string() })),
  archive: hash,
  sealed: hash.extend({ file: z.string() }),
  key: z.string(),
  signature: z.string(),
});
type Manifest = z.infer<typeof manifestSchema>;

/** What was found: `holds`, or the part that does not. */
export type EvidenceCheck = 'holds' | 'signature' | 'sealed-archive' | 'opened-archive';

/** `voxkeep incident freeze [--hours N] [--data DIR]`: freezes the evidence of the last hours of a running appliance. */
export function freezeIncident(args: readonly string[]): Promise<number> {
  const at = args.indexOf('--hours');
  const hours = at < 0 ? '24' : (args[at + 1] ?? '');
  if (!/^[1-9]\d{0,3}$/.test(hours)) throw new VoxkeepError('incident.arguments');
  const rest = at < 0 ? args : args.filter((_word, place) => place !== at && place !== at + 1);
  return runDataProtectionProgram(
    'evidence',
    { databases: ['configuration'], settings: ['erasure', 'witness', 'evidence'] },
    rest,
    [hours],
  );
}

/** `voxkeep incident verify FOLDER [--key PEM] [--identity FILE [--out ZIP]]`, offline: 0 it holds, 1 it does not, 78 unreadable. */
export async function verifyIncident(args: readonly string[]): Promise<number> {
  const { folder, key, identity, out } = wordsOf(args);
  const [manifest, sealed] = await readFrozen(folder);
  const opened = identity === undefined ? undefined : await openArchive(sealed, await bytesOf(identity));
  const checked = checkEvidence(manifest, sealed, {
    ...(key !== undefined && { key: (await bytesOf(key)).toString() }),
    ...(opened !== undefined && { opened }),
  });
  if (checked !== 'holds') {
    say(`DOES NOT HOLD: ${sentences[checked]}`);
    return 1;
  }
  const { freeze, takenAt, window, files } = manifest;
  say(`${freeze}, taken ${takenAt}, of ${window.from} to ${window.to}: ${String(files.length)} files, unchanged since.`);
  if (key === undefined) say('The key was taken from the manifest itself; name the one you trust with --key.');
  if (opened !== undefined && opened !== 'not-opened' && out !== undefined) {
    await writeFile(out, opened, { mode: 0o600, flag: 'wx' });
    say(`Opened into ${out}. It names accounts by their ids; delete it when it was read.`);
  }
  return 0;
}

/** Checks a manifest against its sealed archive, and against the opened one when it is given. */
export function checkEvidence(
  { signature, ...statement }: Manifest,
  sealed: Buffer,
  { key = statement.key, opened }: { readonly key?: string; readonly opened?: Buffer | 'not-opened' } = {},
): EvidenceCheck {
  const signed = verify(null, Buffer.from(canonicalJson(statement)), publicKeyOf(key), Buffer.from(signature, 'base64'));
  if (!signed) return 'signature';
  if (sha256(sealed) !== statement.sealed.sha256) return 'sealed-archive';
  if (opened === undefined) return 'holds';
  return opened !== 'not-opened' && sha256(opened) === statement.archive.sha256 ? 'holds' : 'opened-archive';
}

const sentences: Readonly<Record<Exclude<EvidenceCheck, 'holds'>, string>> = {
  signature: 'the manifest was changed since it was signed, or signed with another key',
  'sealed-archive': 'the sealed archive is not the one that the manifest names',
  'opened-archive': 'the archive cannot be opened with this identity, or holds something else than the manifest says',
};

async function readFrozen(folder: string): Promise<[Manifest, Buffer]> {
  const text = await bytesOf(path.join(folder, 'manifest.json'));
  const manifest = manifestSchema.safeParse(jsonOf(text.toString()));
  if (!manifest.success) throw new VoxkeepError('incident.unreadable', { file: path.join(folder, 'manifest.json') });
  return [manifest.data, await bytesOf(path.join(folder, path.basename(manifest.data.sealed.file)))];
}

async function openArchive(sealed: Buffer, identity: Buffer): Promise<Buffer | 'not-opened'> {
  const decrypter = new Decrypter();
  try {
    decrypter.addIdentity(identity.toString().trim());
    return Buffer.from(await decrypter.decrypt(sealed));
  } catch {
    return 'not-opened';
  }
}

function wordsOf(args: readonly string[]) {
  const options = { key: { type: 'string' }, identity: { type: 'string' }, out: { type: 'string' } } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
    const [folder, ...more] = positionals;
    if (folder !== undefined && more.length === 0) return { folder, ...values };
  } catch {
    // What parseArgs throws repeats the words; the usage says more.
  }
  throw new VoxkeepError('incident.arguments');
}

async function bytesOf(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch {
    throw new VoxkeepError('incident.unreadable', { file });
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function publicKeyOf(pem: string) {
  try {
    return createPublicKey(pem);
  } catch {
    throw new VoxkeepError('incident.arguments');
  }
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
