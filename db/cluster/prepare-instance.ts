import { connected, databaseUrl, type Connection, type InstanceAddress } from './connect.js';
import { databasesOf, roleOf, usersOf, type InstanceName, type RegisteredDatabase } from './registry.js';
import { quoted } from './render-grants.js';
import { scramVerifier, verifies } from './scram-verifier.js';

/** Gives the secret of a name, making it on first use. */
export type SecretOf = (name: string) => string;

/**
 * Creates the roles and databases of an instance that are missing, sets passwords that differ from the kept secrets, and closes
 * every database to PUBLIC. A second run changes nothing.
 */
export async function prepareInstance(instance: InstanceName, address: InstanceAddress, secretOf: SecretOf): Promise<void> {
  const url = (database: string): string => databaseUrl(address, database, 'postgres', secretOf(`superuser-${instance}`));
  const databases = databasesOf(instance);
  const roles = [...databases.map(({ owner }) => owner), ...usersOf(instance).map(roleOf)];
  await connected(url('postgres'), async (connection) => {
    for (const role of roles) await ensureRole(connection, role, secretOf(role));
    for (const database of databases) await ensureDatabase(connection, database);
    if (instance === 'keyring') await connection.rows(`grant pg_checkpoint to ${quoted(roleOf('keyring'))}`);
    await connection.together(['postgres', 'template1'].map((name) => `revoke all on database ${name} from public`));
  });
  if (instance === 'keyring') await letKeyringEndItsLog(url('keyring'));
}

/** What a destroyed key leaves in the log of changes goes with the log's old segments; the keyring may say when. */
async function letKeyringEndItsLog(url: string): Promise<void> {
  await connected(url, async (connection) => {
    await connection.rows(`grant execute on function pg_switch_wal() to ${quoted(roleOf('keyring'))}`);
  });
}

async function ensureRole(connection: Connection, role: string, password: string): Promise<void> {
  const [there] = await connection.rows<{ rolpassword: string | null }>('select rolpassword from pg_authid where rolname = $1', [
    role,
  ]);
  if (there && verifies(there.rolpassword, password)) return;
  const verb = there ? 'alter' : 'create';
  await connection.rows(
    `${verb} role ${quoted(role)} login nosuperuser nocreatedb nocreaterole noreplication password '${scramVerifier(password)}'`,
  );
}

async function ensureDatabase(connection: Connection, { name, owner }: RegisteredDatabase): Promise<void> {
  const [there] = await connection.rows('select 1 from pg_database where datname = $1', [name]);
  if (!there) {
    await connection.rows(`create database ${quoted(name)} owner ${quoted(owner)} template template0 encoding 'UTF8' locale 'C'`);
  }
  await connection.rows(`revoke all on database ${quoted(name)} from public`);
}
