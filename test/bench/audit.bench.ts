import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { FrontierTree, auditLeaf, sha256 } from '@voxkeep/audit';
import { AuditLog, LogScan, configurationEntities } from '@voxkeep/configuration';
import { forgetSettings, migrate, openDatabase, type AuditRow, type Database, type EntityClass } from '@voxkeep/platform';
import { AuditSequencer } from '../../apps/worker/src/audit-sequencer/audit-sequencer.js';
import { readSigner, verifierOf } from '../../apps/worker/src/audit-sequencer/signing-key.js';
import { Witness } from '../../apps/worker/src/audit-sequencer/witness.js';
import { verifyAudit } from '../../apps/worker/src/audit-verify/verify-audit.js';
import { Databases } from '../../apps/worker/src/databases.js';
import { startCluster } from '../support/cluster.js';

interface Figure {
  readonly name: string;
  readonly ours: number;
  readonly floor: number;
  readonly ratio: number;
  readonly unit: string;
}

const leaves = 1_000_000;
const perBatch = 5000;
const loadMs = 20_000;
const writers = 4;

const figure = (name: string, ours: number, floor: number, unit: string): Figure => ({
  name,
  ours,
  floor,
  ratio: ours / floor,
  unit,
});
const elapsed = async (work: () => unknown): Promise<number> => {
  const from = performance.now();
  await work();
  return performance.now() - from;
};

function event(): AuditRow {
  return {
    ...{ id: '1', txid: '1', eventId: randomUUID(), at: new Date(), actor: randomUUID(), action: 'recording.listen' },
    ...{ objectKind: 'recording', objectId: randomUUID(), subjectRef: randomUUID(), purpose: 'quality-check' },
    ...{ columns: ['media'], count: null, sealedDetail: null, salt: randomBytes(16) },
  };
}

/** Nothing but the hashes: one leaf and one node for each event. */
function hashingFloor(): number {
  const [leaf, from] = [sha256('leaf'), performance.now()];
  for (let n = 0; n < 2 * leaves; n += 1) sha256(leaf, leaf);
  return performance.now() - from;
}

/** B12: a million leaves rebuilt and verified, and how long a change waits for its signed state while others are written. */
export async function run(): Promise<readonly Figure[]> {
  const cluster = await startCluster();
  const directory = mkdtempSync(join(tmpdir(), 'vk-bench-audit-'));
  const open = async (name: 'configuration' | 'operative', entities: readonly EntityClass[]): Promise<Database> => {
    const admin = new Client({ connectionString: cluster.url('postgres') });
    await admin.connect();
    await admin.query(`create database ${name}`);
    await admin.end();
    await migrate(cluster.url(name), name);
    return openDatabase(name, { url: cluster.url(name), poolSize: 8 }, entities);
  };
  const configuration = await open('configuration', configurationEntities);
  const operative = await open('operative', []);
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(join(directory, 'signing.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  process.env['VOXKEEP_AUDIT_SIGNING_KEY'] = join(directory, 'signing.pem');
  process.env['VOXKEEP_WITNESS'] = join(directory, 'witness');
  forgetSettings();
  const log = new AuditLog(configuration);

  const lags = await lagsUnderLoad(configuration, operative, log);
  const figures = [
    figure(
      `B12 change to signed state, p50 of ${String(lags.length)} changes by ${String(writers)} writers (goal p99)`,
      at(lags, 0.5),
      1000,
      'ms',
    ),
    figure('B12 change to signed state, p99 (goal)', at(lags, 0.99), 1000, 'ms'),
  ];

  // Searching is not measured here; without its indexes a million events are written in half the time.
  for (const index of ['actor', 'subject', 'object', 'action', 'at', 'listening', 'purpose'])
    await configuration.rows(`drop index audit.ix_leaf_${index}`);
  for (let size = await log.size(); size < leaves; size += perBatch)
    await configuration.transaction((t) =>
      log.append(t, 'operative', Array.from({ length: Math.min(perBatch, leaves - size) }, event)),
    );
  const witness = new Witness(join(directory, 'witness'));
  const rebuilt = await elapsed(() => rebuild(log));
  const verified = await elapsed(async () => {
    const verifier = witness.verifier() ?? verifierOf(readSigner(join(directory, 'signing.pem')));
    const verdict = await verifyAudit({ log, scan: new LogScan(configuration), witness, verifier });
    if (verdict.events !== leaves || verdict.damages.length > 0) throw new Error(JSON.stringify(verdict));
  });
  await configuration.close();
  await operative.close();
  await cluster.stop();
  rmSync(directory, { recursive: true, force: true });
  const floor = hashingFloor();
  return [
    ...figures,
    figure('B12 tree of 1 M stored leaves rebuilt (floor: the hashes alone)', rebuilt / 1000, floor / 1000, 's'),
    figure('B12 goal for it', rebuilt / 1000, 15, 's'),
    figure(
      '1 M events verified: columns, tiles, signed states, codes (floor: the leaf hashes alone)',
      verified / 1000,
      leafFloor() / 1000,
      's',
    ),
  ];
}

async function rebuild(log: AuditLog): Promise<void> {
  const tree = new FrontierTree();
  let batch: Buffer[] = [];
  for await (const leaf of log.leafHashes()) {
    batch.push(leaf);
    if (batch.length < 4096) continue;
    tree.append(batch);
    batch = [];
  }
  if (tree.append(batch).size !== leaves) throw new Error('not every leaf');
}

function leafFloor(): number {
  const { id, txid, salt, sealedDetail, ...row } = event();
  const fields = { ...row, at: row.at.toISOString(), id, txid };
  const from = performance.now();
  for (let n = 0; n < leaves; n += 1) auditLeaf({ fields, sealedDetail, salt });
  return performance.now() - from;
}

/** Milliseconds from the begin of each change's transaction to the signed state that covers it, ascending. */
async function lagsUnderLoad(configuration: Database, operative: Database, log: AuditLog): Promise<readonly number[]> {
  const sequencer = new AuditSequencer(new Databases([configuration, operative]), log);
  await sequencer.onApplicationBootstrap();
  const until = performance.now() + loadMs;
  const write = async () => {
    while (performance.now() < until)
      await operative.transaction((t) => t.audit({ action: 'recording.listen', actor: randomUUID(), subject: randomUUID() }));
  };
  await Promise.all(Array.from({ length: writers }, write));
  await sequencer.beforeApplicationShutdown();
  const rows = await configuration.rows<{ lag: number }>(
    `select extract(epoch from (select c.at from audit.checkpoint c where c.size > l.seq order by c.size limit 1) - l.at)::float8 * 1000 as lag
     from audit.leaf l order by lag`,
  );
  return rows.map(({ lag }) => lag);
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
