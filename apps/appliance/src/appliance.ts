import path from 'node:path';
import { settings } from '@voxkeep/platform';
import type { Arguments } from './arguments.js';
import { outsideOf } from './backup/site.js';
import { refuseUnfinished } from './backup/unfinished.js';
import { prepareCluster } from './cluster/prepare-cluster.js';
import { secretsIn } from './cluster/secrets.js';
import { firstRun } from './first-run/first-run.js';
import { keyringIsNew } from './keys/keyring-is-new.js';
import { ensureSigningIdentity } from './keys/signing-identity.js';
import { makeKeys } from './keys/make-keys.js';
import { ensureCertificate, tlsFilesIn } from './keys/tls-files.js';
import { layoutOf, makeDirectories, type Layout } from './layout.js';
import { compiled, nativePostgres, webDirectory } from './places.js';
import { startPostgres } from './postgres/start-postgres.js';
import { checkDataDirectory, checkPorts } from './preflight.js';
import { announce } from './running.js';
import { findVault } from './find-vault.js';
import { say } from './say.js';
import { watchCertificate } from './supervision/certificate-watch.js';
import { Children } from './supervision/children.js';
import type { Surroundings } from './supervision/environment.js';
import { Fleet } from './supervision/fleet.js';
import { takeLock } from './supervision/lock.js';
import { keyringSealed, selfCheck } from './supervision/self-check.js';
import type { Undo } from './undo.js';

/** A running appliance, as its later steps see it. */
export interface Appliance {
  readonly address: string;
  /** Without its root key: pages and health answer, nothing personal can be read or written. */
  readonly sealed: boolean;
  readonly layout: Layout;
  readonly surroundings: Surroundings;
  readonly fleet: Fleet;
}

/** Starts everything, from the lock to the self-check; what was started is remembered in `undo`. Throws what `sentenceFor` can tell. */
export async function startAppliance(given: Arguments, undo: Undo): Promise<Appliance> {
  const port = given.port ?? settings().gateway.port;
  const { layout, children } = await reserve(given.dataDirectory, port, undo);
  const secretOf = secretsIn(layout.secrets);

  const postgres = await startPostgres(layout, nativePostgres, secretOf, undo);
  const addresses = { main: postgres.main.address, keyring: postgres.keyring.address };
  await findVault(outsideOf(layout, addresses));
  const cluster = await prepareCluster(addresses, secretOf);
  if (cluster.applied.length > 0) say(`Databases brought up to date: ${cluster.applied.length} migrations.`);

  const plainKey = settings().keyring.provider === 'file' && (await keyringIsNew(addresses.keyring, secretOf));
  const keys = await makeKeys(layout, plainKey);
  const tls = tlsFilesIn(layout.tls);
  ensureCertificate(tls, new Date());
  ensureSigningIdentity(keys.documentSigning, tls, new Date());

  const surroundings = { layout, keys, tls, webDirectory, port, addresses, secretOf, given: process.env };
  const fleet = new Fleet(compiled, surroundings, children, port);
  await undo.remember(() => fleet.stop());
  await fleet.start();
  await undo.remember(watchCertificate(tls, () => fleet.restart('gateway')));
  const address = `https://localhost:${port}/`;
  await undo.remember(announce(layout, { web: address, databases: addresses }));
  const findings = await selfCheck(fleet, cluster, layout);
  for (const finding of findings) say(`Self-check: ${finding}`);
  const sealed = findings.includes(keyringSealed);
  if (!sealed) await firstRun(surroundings);
  return { address, sealed, layout, surroundings, fleet };
}

/** Makes the directory ours alone, ends what a killed appliance has left behind, and looks whether there is room and a port. */
async function reserve(dataDirectory: string, port: number, undo: Undo): Promise<{ layout: Layout; children: Children }> {
  refuseUnfinished(dataDirectory);
  checkDataDirectory(dataDirectory);
  const layout = layoutOf(dataDirectory);
  makeDirectories(layout);
  await undo.remember(takeLock(layout.lock));
  const children = new Children(layout.run);
  const strays = await children.endStrays();
  if (strays.length > 0) say(`Stopped what an interrupted appliance had left running: ${strays.join(', ')}.`);
  await checkPorts(settings(), port);
  return { layout, children };
}

/** The file in which the appliance notes an error that it has no sentence for. */
export function ownLog(dataDirectory: string): string {
  return path.join(dataDirectory, 'log', 'appliance.log');
}
