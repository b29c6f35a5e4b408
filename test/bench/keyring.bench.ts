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
  type KeyringClient,
  RootKeyFile,
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
/** B9 of the quality goals speaks of a million keys. */
const rewrapped = 1_000_000;
const minted = 5000;

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

/** What opening a thousand owners in one call and rewrapping a million keys while that goes on cost, beside the cipher alone. */
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
  const connect = (name: 'recorder' | 'operations' | 'operator') =>
    connectKeyring(clientSocketPath(directory, name, false), { cacheMs: 0 });
  const [recorder, operations, operator] = [connect('recorder'), connect('operations'), connect('operator')];
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
  for (let done = batch; done < rewrapped; done += minted) await recorder.mint(make(Math.min(minted, rewrapped - done)), []);
  const inUse = { opens: [] as number[], mints: [] as number[] };
  const rotation = await elapsed(() =>
    rotateInUse(operator, async () => {
      inUse.opens.push(await elapsed(() => operations.open(audited, wanted.slice(0, 20))));
      inUse.mints.push(await elapsed(() => recorder.mint(make(2), ['contact', 'media'])));
    }),
  );
  for (const client of [recorder, operations, operator]) client.close();
  await server.stop();

  const floors = { open: unwrapFloor(batch), rewrap: 2 * unwrapFloor(100_000) * (rewrapped / 100_000) };
  await database.close();
  await cluster.stop();
  rmSync(directory, { recursive: true, force: true });
  return [
    figure(`open ${String(batch)} owners in one call, median (floor: the cipher alone)`, median(opens), floors.open),
    figure(`B9 rewrap ${String(rewrapped)} keys online under a new root key (floor: the cipher alone)`, rotation, floors.rewrap),
    figure(
      'open 20 owners during the rotation, 99th percentile (floor: median)',
      percentile(inUse.opens, 0.99),
      median(inUse.opens),
    ),
    figure(
      'mint a pair during the rotation, 99th percentile (floor: median)',
      percentile(inUse.mints, 0.99),
      median(inUse.mints),
    ),
  ];
}

/** Rotates the root key while `use` is done over and over; resolves when no key is under the old one any more. */
async function rotateInUse(operator: KeyringClient, use: () => Promise<void>): Promise<void> {
  await operator.rotateRoot();
  for (let turn = 0; ; turn += 1) {
    await use();
    if (turn % 20 === 0 && (await operator.status()).rootRotation === null) return;
  }
}

function percentile(times: readonly number[], share: number): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length * share)] ?? 0;
}

function figure(name: string, ours: number, floor: number): Figure {
  return { name, ours, floor, ratio: ours / floor, unit: 'ms' };
}
