import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { NoteSigner } from '@voxkeep/audit';
import { VoxkeepError, type StoreName } from '@voxkeep/contracts';
import { catalogue } from '@voxkeep/personal-data';
import { declareJobTables, programVersion, settings, syncFolder } from '@voxkeep/platform';
import type { CopyConnection } from '../../../../db/cluster/copy-connection.js';
import '../cluster/entities.js';
import { dumpStore } from './dump-store.js';
import { signManifest, type FileEntry, type KeyringManifest, type SetManifest } from './manifest.js';
import { openSnapshots, type Snapshots } from './snapshots.js';
import { keyringFiles, manifestFile, partial, vaultList, type Target } from './target.js';
import { copyVault, type VaultPlace } from './vault-copy.js';

const dayMs = 24 * 3600 * 1000;

/** A name for a set that is made now: its time, so that names sort, and random letters. */
export function newSetName(now: Date): string {
  return `${now.toISOString().replaceAll(/[-:]|\.\d+/g, '')}-${randomBytes(4).toString('hex')}`;
}

/** What a set is made of. */
export interface Source {
  readonly urls: ReadonlyMap<StoreName, string>;
  readonly vault: VaultPlace;
  readonly signer: NoteSigner;
  readonly recipient: string;
}

/** A set that was made. */
export interface MadeSet {
  readonly manifest: SetManifest;
  readonly keyring: KeyringManifest;
  readonly pausedMs: number;
  readonly octets: number;
}

/**
 * Makes a set of all stores and the vault at one moment, and beside it a copy of the keyring. Both stand under their names only
 * when they are whole and on the disk.
 */
export async function makeSet(source: Source, target: Target, name: string, now: Date): Promise<MadeSet> {
  declareJobTables();
  const folder = path.join(target.sets, name) + partial;
  for (const each of [folder, target.keyring, target.vault]) await mkdir(each, { recursive: true, mode: 0o700 });
  const snapshots = await openSnapshots(source.urls);
  const keyringDump = keyringFiles(target, name).dump + partial;
  try {
    const keyring = await copyKeyring(source, snapshots, { name, now, draft: keyringDump });
    const manifest = await dumpData(source, snapshots, { target, folder, name, now });
    await writeDurably(path.join(folder, manifestFile), signManifest(manifest, source.signer));
    await finish(target, folder, name, signManifest(keyring, source.signer));
    const octets = manifest.stores.reduce((sum, { bytes }) => sum + bytes, manifest.vault.octets);
    return { manifest, keyring, pausedMs: snapshots.pausedMs, octets };
  } catch (thrown) {
    await rm(folder, { recursive: true, force: true });
    await rm(keyringDump, { force: true });
    throw thrown;
  } finally {
    await snapshots.close();
  }
}

/** The keyring first, and quickly: as long as its snapshot is open, a key that is destroyed cannot be cleaned away. */
async function copyKeyring(
  { signer, recipient }: Source,
  snapshots: Snapshots,
  { name, now, draft }: { name: string; now: Date; draft: string },
): Promise<KeyringManifest> {
  const client = clientOf(snapshots, 'keyring');
  const rootKeys = await client.rows<{ version: number; checkValue: string }>(
    `select version, encode(check_value, 'hex') as "checkValue" from root_version where state <> 'retired' order by version`,
  );
  const rows = await client.rows<{ n: number }>(`select count(*)::int as n from destroyed_key where case_ref <> 'rotation'`);
  const dump = await dumpStore(client, draft, recipient);
  await snapshots.release('keyring');
  const expiresAt = new Date(now.getTime() + settings().erasure.keyringBackupDays * dayMs).toISOString();
  const file = path.basename(draft, partial);
  const head = { format: 'voxkeep.keyring-copy.v1' as const, name, madeAt: now.toISOString(), expiresAt };
  return { ...head, origin: signer.name, recipient, rootKeys, destroyedKeys: rows[0]?.n ?? 0, dump: { ...dump, file } };
}

interface Place {
  readonly target: Target;
  readonly folder: string;
  readonly name: string;
  readonly now: Date;
}

async function dumpData(
  { signer, recipient, vault }: Source,
  snapshots: Snapshots,
  { target, folder, name, now }: Place,
): Promise<SetManifest> {
  const configuration = clientOf(snapshots, 'configuration');
  const checkpoint = await newestCheckpoint(configuration);
  const journalledCases = await journalled(configuration);
  const stores: SetManifest['stores'] = [];
  for (const [store, client] of [...snapshots.of]) {
    stores.push({ store, ...(await dumpStore(client, path.join(folder, `${store}.age`), recipient)) });
    await snapshots.release(store);
  }
  const head = { format: 'voxkeep.backup-set.v1' as const, name, madeAt: now.toISOString(), release: programVersion };
  const of = { origin: signer.name, catalogueHash: catalogue().hash, recipient, checkpoint, journalledCases };
  return { ...head, ...of, stores, vault: await listVault(vault, target, folder) };
}

async function newestCheckpoint(client: CopyConnection): Promise<SetManifest['checkpoint']> {
  const rows = await client.rows<{ size: string; note: string }>(
    'select size, note from audit.checkpoint order by size desc limit 1',
  );
  const [row] = rows;
  if (!row) throw new VoxkeepError('backup.no-checkpoint');
  return { size: Number(row.size), note: row.note };
}

async function journalled(client: CopyConnection): Promise<number> {
  const rows = await client.rows<{ cases: number }>(
    'select count(distinct case_id)::int as cases from protection.erasure_journal',
  );
  return rows[0]?.cases ?? 0;
}

async function listVault(vault: VaultPlace, target: Target, folder: string): Promise<SetManifest['vault']> {
  const list = path.join(folder, vaultList);
  const file = await open(list, 'wx', 0o400);
  let [files, octets] = [0, 0];
  try {
    for await (const line of copyVault(vault, target)) {
      await file.appendFile(`${JSON.stringify(line)}\n`);
      files += 1;
      octets += line.bytes;
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { ...(await fileEntry(list)), files, octets };
}

/** Size and SHA-256 of a file. */
export async function fileEntry(file: string): Promise<FileEntry> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return { file: path.basename(file), sha256: hash.digest('hex'), bytes: (await stat(file)).size };
}

async function finish(target: Target, folder: string, name: string, keyringNote: string): Promise<void> {
  const { note, dump } = keyringFiles(target, name);
  await rename(dump + partial, dump);
  await writeDurably(note + partial, keyringNote);
  await rename(note + partial, note);
  await syncFolder(target.keyring);
  await syncFolder(folder);
  await rename(folder, folder.slice(0, -partial.length));
  await syncFolder(target.sets);
  if (!existsSync(path.join(target.sets, name))) throw new VoxkeepError('backup.not-kept');
}

async function writeDurably(file: string, text: string): Promise<void> {
  await writeFile(file, text, { mode: 0o400, flush: true });
}

function clientOf({ of }: Snapshots, store: StoreName): CopyConnection {
  const client = of.get(store);
  if (!client) throw new VoxkeepError('backup.no-store', { store });
  return client;
}
