import { createHash, createPublicKey, sign } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Inject, Injectable } from '@nestjs/common';
import { Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { canonicalJson } from '@voxkeep/audit';
import { EvidenceFreezes, type FreezeView } from '@voxkeep/configuration';
import { Database, databaseToken, settings } from '@voxkeep/platform';
import { CertificateKey } from '../certificate/certificate-key.js';
import { Archive } from '../package/archive.js';
import { auditEvidence, logEvidence, sessionEvidence, versionEvidence, type EvidenceFile } from './gathered-evidence.js';

/** What the manifest of frozen evidence says; `signature` is over its canonical JSON without the signature. */
export const evidenceFormat = 'voxkeep.evidence.v1';
/** Names of the two files of frozen evidence. */
export const [manifestName, archiveName] = ['manifest.json', 'evidence.zip.age'];

/**
 * Freezes evidence: stops retention first, then gathers, seals and signs. Written as one sealed archive, to which the identity file
 * beside the keys is needed, and a signed manifest, which anybody can verify.
 */
@Injectable()
export class Freezing {
  constructor(
    @Inject(EvidenceFreezes) private readonly freezes: EvidenceFreezes,
    @Inject(databaseToken('configuration')) private readonly configuration: Database,
    @Inject(CertificateKey) private readonly key: CertificateKey,
  ) {}

  /** Takes evidence of a window; answers the freeze. When it cannot be written the stop of retention stays, to be released by two. */
  async freeze(incidentId: string | null, window: { readonly from: Date; readonly to: Date }, by: string): Promise<FreezeView> {
    const begun = await this.freezes.begin(incidentId, window.from, window.to, by);
    const files = await this.#gather(begun);
    const archive = await zipped(files, begun.frozenAt);
    const sealed = await sealedFor(await identityIn(settings().evidence.identityFile), archive);
    const manifest = await this.#manifest(begun, { files, archive, sealed });
    await writeWhole(folderOf(begun), { [archiveName]: sealed, [manifestName]: manifest });
    const octets = sealed.length + manifest.length;
    await this.freezes.taken(begun.id, { manifestSha256: sha256(manifest), files: files.length, octets }, by);
    return (await this.freezes.find(begun.id)) ?? begun;
  }

  async #gather(freeze: FreezeView): Promise<readonly EvidenceFile[]> {
    const [logs, audit, sessions, versions] = await Promise.all([
      logEvidence(settings().evidence.logDirectory, freeze),
      auditEvidence(this.configuration, freeze),
      sessionEvidence(this.configuration, freeze),
      versionEvidence(this.configuration),
    ]);
    return [...audit, ...logs, sessions, versions];
  }

  async #manifest(freeze: FreezeView, { files, archive, sealed }: Gathered): Promise<Buffer> {
    const key = await this.key.get();
    const statement = {
      format: evidenceFormat,
      freeze: freeze.number,
      takenAt: freeze.frozenAt.toISOString(),
      window: { from: freeze.fromAt.toISOString(), to: freeze.toAt.toISOString() },
      files: files.map(({ path: name, content }) => ({ path: name, octets: content.length, sha256: sha256(content) })),
      archive: { sha256: sha256(archive), octets: archive.length },
      sealed: { file: archiveName, sha256: sha256(sealed), octets: sealed.length },
      key: createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString(),
    };
    const signature = sign(null, Buffer.from(canonicalJson(statement)), key).toString('base64');
    return Buffer.from(`${JSON.stringify({ ...statement, signature }, null, 2)}\n`);
  }
}

interface Gathered {
  readonly files: readonly EvidenceFile[];
  readonly archive: Buffer;
  readonly sealed: Buffer;
}

/** Where the evidence of a freeze lies. */
export function folderOf({ number }: Pick<FreezeView, 'number'>): string {
  return path.join(settings().evidence.directory, number);
}

async function zipped(files: readonly EvidenceFile[], at: Date): Promise<Buffer> {
  const archive = new Archive(at);
  const whole = buffer(archive.stream);
  files.forEach((file) => {
    archive.add(file);
  });
  archive.end();
  return whole;
}

async function sealedFor(identity: string, content: Buffer): Promise<Buffer> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(await identityToRecipient(identity));
  return Buffer.from(await encrypter.encrypt(content));
}

/** The identity that opens evidence; made on first use, readable by its owner alone. */
async function identityIn(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') throw thrown;
    const identity = await generateX25519Identity();
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await write(file, Buffer.from(`${identity}\n`));
    return identity;
  }
}

/** Writes the files beside their place and moves the folder there, so that a folder under its number is always whole. */
async function writeWhole(folder: string, files: Readonly<Record<string, Buffer>>): Promise<void> {
  const beside = `${folder}.unfinished`;
  await mkdir(beside, { recursive: true, mode: 0o700 });
  for (const [name, content] of Object.entries(files)) await write(path.join(beside, name), content);
  await rename(beside, folder);
}

async function write(file: string, content: Buffer): Promise<void> {
  const opened = await open(file, 'wx', 0o400);
  try {
    await opened.writeFile(content);
    await opened.sync();
  } finally {
    await opened.close();
  }
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
