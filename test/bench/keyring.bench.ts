import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import {
  clientSocketPath,
  connectKeyring,
  createRootKeyFile,
  keyringEntities,
  KeyringServer,
  RootKeyFile,
  rotateRootKey,
} from '@voxkeep/keyring';
import { Access, recordAccess, xaesOpen, xaesSeal } from '@voxkeep/personal-data';
import { migrate, openDatabase } from '@voxkeep/platform';
import { startCluster } from '../support/cluster.js';

interface Figure {
  readonly name: string;
  readonly ours: number;
  readonly floor: number;
  readonly ratio: number;
  readonly unit: string;
}

const batch = 1000;
const rewrapped = 50_000;

const elapsed = async (work: () => unknown): Promise<number> => {
  const from = performance.now();
  await work();
  return performance.now() - from;
};
const median = (times: number[]): number => times.sort((a, b) => a - b)[times.length >> 1] ?? 0;

/** The floor: nothing but the cipher, once per key. */
function unwrapFloor(keys: number): number {
  const [root, nonce] = [randomBytes(32), randomBytes(24)];
  const wrapped = xaesSeal(root, nonce, randomBytes(32), Buffer.alloc(80));
  const from = performance.now();
  for (let n = 0; n < keys; n += 1) xaesOpen(root, nonce, wrapped, Buffer.alloc(80));
  return performance.now() - from;
}

/** What opening a thousand owners in one call and rewrapping under a new root key cost, beside the cipher alone. */
export async function run(): Promise<readonly Figure[]> {
  const cluster = await startCluster();
  const directory = mkdtempSync(join(tmpdir(), 'vk-bench-'));
  const admin = new Client({ connectionString: cluster.url('postgres') });
  await admin.connect();
  await admin.query('create database keyring');
  await admin.end();
  await migrate(cluster.url('keyring'), 'keyring');
  const database = await openDatabase('keyring', { url: cluster.url('keyring') }, keyringEntities);
  const rootKey = new RootKeyFile(join(directory, 'root.key'));
  await createRootKeyFile(join(directory, 'root.key'));
  const server = new KeyringServer(database, rootKey, {
    socketDirectory: directory,
    directoryPerClient: false,
    witnessDirectory: directory,
    indexTermsPerMinute: 1000,
  });
  await server.start();
  const connect = (name: 'recorder' | 'operations') => connectKeyring(clientSocketPath(directory, name, false), { cacheMs: 0 });
  const [recorder, operations] = [connect('recorder'), connect('operations')];
  const audited = await recordAccess(Access.by({ actorId: 'bench', kind: 'system' }, { code: 'administration' }), () =>
    Promise.resolve(),
  );
  const make = (count: number) =>
    Array.from({ length: count }, () => ({ ownerId: randomUUID(), ownerClass: 'contact-customer' as const }));

  const owners = make(batch);
  await recorder.mint(owners, ['contact', 'media']);
  const wanted = owners.map((owner) => ({ ...owner, domain: 'contact' as const }));
  const opens: number[] = [];
  for (let n = 0; n < 30; n += 1) opens.push(await elapsed(() => operations.open(audited, wanted)));
  await recorder.mint(make(rewrapped - batch), ['contact']);
  recorder.close();
  operations.close();
  await server.stop();
  const rotation = await elapsed(() => rotateRootKey(database, rootKey, () => Promise.resolve()));

  const floors = { open: unwrapFloor(batch), rewrap: 2 * unwrapFloor(rewrapped) };
  await database.close();
  await cluster.stop();
  rmSync(directory, { recursive: true, force: true });
  return [
    figure(`open ${String(batch)} owners in one call, median (floor: the cipher alone)`, median(opens), floors.open),
    figure(`B9 rewrap ${String(rewrapped)} keys under a new root key (floor: the cipher alone)`, rotation, floors.rewrap),
  ];
}

function figure(name: string, ours: number, floor: number): Figure {
  return { name, ours, floor, ratio: ours / floor, unit: 'ms' };
}
