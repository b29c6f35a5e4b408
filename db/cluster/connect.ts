import { Client } from 'pg';

/** Where an instance listens: a directory with its unix socket. */
export interface InstanceAddress {
  readonly socketDirectory: string;
  readonly port: number;
}

/** Runs SQL on one connection. Parameters are passed apart from the statement. */
export interface Connection {
  rows<R>(sql: string, parameters?: readonly unknown[]): Promise<readonly R[]>;
  /** All statements or none. */
  together(statements: readonly string[]): Promise<void>;
}

/** A database that starts on a busy machine answers late; only one that does not answer at all is given up. */
export const startPatienceMs = 60_000;

/** Opens one connection, lends it to `work` and closes it. Throws the driver's error when the database cannot be reached. */
export async function connected<T>(url: string, work: (connection: Connection) => Promise<T>): Promise<T> {
  const client = new Client({
    connectionString: url,
    application_name: 'voxkeep appliance',
    connectionTimeoutMillis: startPatienceMs,
  });
  client.on('error', () => undefined); // a connection that broke is told by the next statement
  await client.connect();
  try {
    return await work({
      rows: async <R>(sql: string, parameters: readonly unknown[] = []) => (await client.query(sql, [...parameters])).rows as R[],
      together: (statements) => inTransaction(client, statements),
    });
  } finally {
    await client.end();
  }
}

/** URL of a database on an instance for a role, in the form that every process is given. */
export function databaseUrl(address: InstanceAddress, database: string, role: string, password: string): string {
  const host = encodeURIComponent(address.socketDirectory);
  return `postgres://${role}:${encodeURIComponent(password)}@/${database}?host=${host}&port=${address.port}`;
}

async function inTransaction(client: Client, statements: readonly string[]): Promise<void> {
  await client.query('begin');
  try {
    for (const statement of statements) await client.query(statement);
    await client.query('commit');
  } catch (thrown) {
    await client.query('rollback');
    throw thrown;
  }
}
