import { clearRemains, demandEmpty, markUnfinished, unmark } from '../backup/unfinished.js';
import { demandKeys, takeKeys } from '../backup/key-files.js';
import { restoreSet, type Plan, type RestoreReport } from '../backup/restore-set.js';
import { readIdentity } from '../backup/sealing.js';
import { demandFresh, readSink } from '../backup/sink.js';
import { verifierIn } from '../backup/site.js';
import { targetOf } from '../backup/target.js';
import { verifySet } from '../backup/verify-set.js';
import { prepareCluster } from '../cluster/prepare-cluster.js';
import { secretsIn } from '../cluster/secrets.js';
import { layoutOf, makeDirectories, type Layout } from '../layout.js';
import { nativePostgres } from '../places.js';
import { checkDataDirectory } from '../preflight.js';
import { startPostgres, stopStrays } from '../postgres/start-postgres.js';
import { say } from '../say.js';
import { takeLock } from '../supervision/lock.js';
import { Undo } from '../undo.js';
import { restoreArguments, type RestoreArguments } from './backup-arguments.js';

/** Restores a set into an empty data directory: 0 when an appliance can be started on it. Nothing is touched before all was verified. */
export async function restoreBackup(args: readonly string[]): Promise<number> {
  const given = restoreArguments(args);
  demandEmpty(given.dataDirectory);
  checkDataDirectory(given.dataDirectory);
  const plan = await verified(given);
  say(`The set ${plan.set.manifest.name} is whole. Restoring into ${given.dataDirectory} …`);
  const undo = new Undo();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(undo));
  try {
    const report = await restoreInto(given, plan, undo);
    for (const line of linesOf(plan, report)) say(line);
    return 0;
  } finally {
    await undo.all();
  }
}

/** Everything that a restore goes by, looked through before the first byte is written. */
async function verified({ from, keyringFrom, sink, keys, identity }: RestoreArguments): Promise<Plan> {
  const target = targetOf(from, keyringFrom);
  const verifier = verifierIn(sink);
  const content = readSink(sink);
  const set = await verifySet(from, target, verifier, new Date());
  demandFresh(sink, content, { manifest: set.manifest, keyring: set.keyring, verifier });
  if ((await demandKeys(keys, set.keyring, verifier)) === 'unknown')
    say('The root key is not kept in a file there; the first start shows whether it fits.');
  return { set, target, identity: await readIdentity(identity, set.manifest.recipient), sinkDirectory: sink, sink: content };
}

async function restoreInto(given: RestoreArguments, plan: Plan, undo: Undo): Promise<RestoreReport> {
  const layout = layoutOf(given.dataDirectory);
  markUnfinished(layout, plan.set.manifest.name);
  makeDirectories(layout);
  await undo.remember(takeLock(layout.lock));
  await beginAnew(layout);
  await takeKeys(given.keys, layout);
  const secretOf = secretsIn(layout.secrets);
  const postgres = await startPostgres(layout, nativePostgres, secretOf, undo);
  const addresses = { main: postgres.main.address, keyring: postgres.keyring.address };
  await prepareCluster(addresses, secretOf);
  const report = await restoreSet(plan, layout, addresses);
  await undo.all();
  unmark(layout);
  return report;
}

async function beginAnew(layout: Layout): Promise<void> {
  clearRemains(layout, await stopStrays(layout));
  makeDirectories(layout);
}

async function stop(undo: Undo): Promise<void> {
  say('Stopping … The directory cannot be used; begin the restore again.');
  await undo.all();
  process.exit(1);
}

function linesOf({ set }: Plan, report: RestoreReport): readonly string[] {
  const { rows, vaultFiles, erasedCases, erasedRows, destroyedKeys, logSize, lostEvents } = report;
  return [
    `Restored ${rows} rows and ${vaultFiles} recordings of ${set.manifest.madeAt}.`,
    `Erased again what was erased since: ${erasedRows} rows of ${erasedCases} cases, ${destroyedKeys} keys.`,
    `The audit log goes on from ${logSize} events; ${lostEvents} later ones are lost, which "voxkeep audit verify" will say.`,
    'Everybody has to sign in again. Now start the appliance on this directory.',
  ];
}
