import { createHash } from 'node:crypto';
import { chmodSync, existsSync } from 'node:fs';
import path from 'node:path';
import type { InstanceName } from '../../../../db/cluster/registry.js';
import type { SecretOf } from '../../../../db/cluster/prepare-instance.js';
import { makePassable, type Layout } from '../layout.js';
import { say } from '../say.js';
import { LogFile } from '../supervision/log-file.js';
import type { Undo } from '../undo.js';
import { canReach, findAccount, type Account } from './account.js';
import { prepareBinaries, type Binaries } from './binaries.js';
import { ownedBy, prepareDataDirectory } from './data-directory.js';
import { PostgresInstance } from './postgres-instance.js';
import { stopStray } from './stray.js';

/** Both instances, ready. */
export type Postgres = Readonly<Record<InstanceName, PostgresInstance>>;

/**
 * Starts the two embedded instances and waits until both accept connections. `native` is the folder of the npm package that holds
 * `bin` and `lib`. Each is remembered in `undo` before it is started.
 */
export async function startPostgres(layout: Layout, native: string, secretOf: SecretOf, undo: Undo): Promise<Postgres> {
  const account = findAccount();
  if (account && !account.dedicated)
    say('This machine has no account "postgres": PostgreSQL runs as "nobody", which other programs may share.');
  const home = homeOf(layout, account);
  const place = { layout, home, account, binaries: prepareBinaries(native, home, account), undo };
  const [main, keyring] = await Promise.all([startInstance('main', place, secretOf), startInstance('keyring', place, secretOf)]);
  return { main, keyring };
}

/** Where the account can go: beside the other data, or /var/lib when the data lies behind a closed folder such as /root. */
function homeOf(layout: Layout, account: Account | undefined): string {
  const beside = path.join(layout.data, 'postgres');
  const hash = createHash('sha256').update(layout.data).digest('hex').slice(0, 12);
  const elsewhere = path.join('/var/lib', `voxkeep-${hash}`);
  const home = existsSync(elsewhere) || !canReach(layout.data, account) ? elsewhere : beside;
  makePassable(home);
  chmodSync(home, 0o711);
  if (home === elsewhere) say(`PostgreSQL keeps its files in ${elsewhere}, because its account cannot enter ${layout.data}.`);
  return home;
}

/** Stops what an interrupted process has left running on the directories of both instances, and names them, there or not. */
export async function stopStrays(layout: Layout): Promise<readonly string[]> {
  const home = homeOf(layout, findAccount());
  const directories = ['main', 'keyring'].map((name) => path.join(home, name));
  for (const directory of directories) await stopStray(directory);
  return directories;
}

interface Place {
  readonly layout: Layout;
  readonly home: string;
  readonly account: Account | undefined;
  readonly binaries: Binaries;
  readonly undo: Undo;
}

async function startInstance(
  name: InstanceName,
  { layout, home, account, binaries, undo }: Place,
  secretOf: SecretOf,
): Promise<PostgresInstance> {
  const dataDirectory = path.join(home, name);
  const sockets = canReach(layout.run, account) ? layout.run : home;
  const socketDirectory = path.join(sockets, `pg-${name}`);
  prepareDataDirectory(dataDirectory, binaries, account, secretOf(`superuser-${name}`));
  ownedBy(account, socketDirectory);
  const stray = await stopStray(dataDirectory);
  if (stray !== undefined) say(`Stopped the database that an interrupted appliance had left running (process ${stray}).`);
  const log = new LogFile(path.join(layout.log, `postgres-${name}.log`));
  const instance = new PostgresInstance({ instance: name, binaries, dataDirectory, socketDirectory, account, log });
  await undo.remember(() => instance.stop());
  await instance.start();
  return instance;
}
