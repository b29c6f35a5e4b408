import { openSealed } from './sealing.js';
import { restoreStore } from './restore-store.js';
import { AuditLog } from '@voxkeep/configuration';
import { VoxkeepError, isVoxkeepError, type StoreName } from '@voxkeep/contracts';
import { VaultStore, openDatabase, renumberOutboxes, type Database } from '@voxkeep/platform';
import path from 'node:path';
import type { InstanceAddress } from '../../../../db/cluster/connect.js';
import type { InstanceName } from '../../../../db/cluster/registry.js';
import { entitiesOf } from '../cluster/entities.js';
import type { Layout } from '../layout.js';
import { destroyAgain } from './destroyed-keys.js';
import { opened, replayCase, type Restored } from './replay.js';
import { noteRestoration, takeOver, type SinkContent } from './sink.js';
import { outsideOf, signerOf, urlsOf, verifierIn } from './site.js';
import type { Target } from './target.js';
import { putBack } from './vault-copy.js';
import type { VerifiedSet } from './verify-set.js';

/** What a restore goes by, all of it verified. */
export interface Plan {
  readonly set: VerifiedSet;
  readonly target: Target;
  readonly identity: string;
  readonly sinkDirectory: string;
  readonly sink: SinkContent;
}

/** What a restore did. */
export interface RestoreReport {
  readonly rows: number;
  readonly erasedCases: number;
  readonly erasedRows: number;
  readonly destroyedKeys: number;
  readonly vaultFiles: number;
  readonly logSize: number;
  readonly lostEvents: number;
}

type Addresses = Readonly<Record<InstanceName, InstanceAddress>>;

/**
 * Fills the databases of a prepared appliance from a set, and erases again what was erased since, before any program starts. Throws
 * `restore.schema` { database } for a set of a later release.
 */
export async function restoreSet(plan: Plan, layout: Layout, addresses: Addresses): Promise<RestoreReport> {
  const urls = urlsOf(layout, addresses);
  const outside = outsideOf(layout, addresses);
  const rows = await fillStores(plan, urls);
  await takeOver(plan.sinkDirectory, outside.witness);
  const restored = await openAll(urls);
  try {
    await renumberOutboxes([...restored.values()].filter(({ name }) => name !== 'jobs'));
    const destroyedKeys = await destroyAgain(
      opened(restored, 'keyring'),
      urls.get('keyring')?.superuser ?? '',
      plan.sink.destroyed,
    );
    const replayed = await replayAll(plan, restored);
    await endSessions(opened(restored, 'configuration'), plan.set.manifest.name);
    const log = await noteLog(plan, layout, outside.witness, opened(restored, 'configuration'));
    const vaultFiles = await fillVault(plan, outside.vault, new Set(replayed.fileIds));
    return { rows, ...replayed, destroyedKeys, vaultFiles, ...log };
  } finally {
    for (const database of restored.values()) await database.close();
  }
}

async function fillStores({ set, identity }: Plan, urls: ReturnType<typeof urlsOf>): Promise<number> {
  const dumps = set.manifest.stores.map(({ store, file }) => [store, path.join(set.folder, file)] as const);
  let rows = 0;
  for (const [store, file] of [['keyring', set.keyringDump] as const, ...dumps]) {
    const { superuser: superuserUrl = '', owner: ownerUrl = '' } = urls.get(store) ?? {};
    rows += await restoreStore(await openSealed(file, identity), { store, superuserUrl, ownerUrl }).catch((thrown: unknown) => {
      throw isVoxkeepError(thrown) ? new VoxkeepError(thrown.code, { ...thrown.data, database: store, file }) : thrown;
    });
  }
  return rows;
}

async function openAll(urls: ReturnType<typeof urlsOf>): Promise<Restored> {
  const databases = new Map<StoreName, Database>();
  for (const [name, { owner: url }] of urls)
    databases.set(name, await openDatabase(name, { url, poolSize: 2, program: 'voxkeep restore' }, entitiesOf[name]));
  return databases;
}

async function replayAll(
  { sink }: Plan,
  restored: Restored,
): Promise<{ erasedCases: number; erasedRows: number; fileIds: readonly string[] }> {
  const fileIds: string[] = [];
  let [erasedCases, erasedRows] = [0, 0];
  for (const [caseId, keys] of sink.erased) {
    const replayed = await replayCase(restored, caseId, keys);
    fileIds.push(...replayed.fileIds);
    erasedRows += replayed.rows;
    erasedCases += replayed.rows > 0 ? 1 : 0;
  }
  return { erasedCases, erasedRows, fileIds };
}

/** Nobody is signed in, no link given out before opens anything, and the restore itself is an event of the log. */
async function endSessions(configuration: Database, set: string): Promise<void> {
  await configuration.transaction(async (t) => {
    await t.rows('delete from session');
    await t.rows(
      `update protection.delivery set state = 'revoked', done_at = now(), token_hash = null, passphrase_hash = null where state = 'open'`,
    );
    await t.audit({ action: 'backup.restore', actor: 'system:operator', object: { kind: 'backup', id: set }, purpose: 'backup' });
  });
}

async function noteLog(
  { set, sink }: Plan,
  layout: Layout,
  witness: string,
  configuration: Database,
): Promise<{ logSize: number; lostEvents: number }> {
  const log = new AuditLog(configuration);
  const { size, root } = await configuration.transaction((t) => log.append(t, 'configuration', []));
  const abandoned = Math.max(size, ...sink.checkpoints.map((one) => one.size));
  const note = { set: set.manifest.name, at: new Date(), size, root, abandoned, checkpoints: sink.checkpoints.length };
  await noteRestoration(witness, note, signerOf(layout, verifierIn(witness)));
  return { logSize: size, lostEvents: abandoned - size };
}

async function fillVault({ set, target }: Plan, vault: string, erased: ReadonlySet<string>): Promise<number> {
  const store = await VaultStore.create(vault);
  let files = 0;
  for (const line of set.vault) {
    if (erased.has(line.fileId)) continue;
    await store.remove(line.fileId);
    await putBack(store, target, line);
    files += 1;
  }
  return files;
}
