import { runMigrations } from 'bullmq';
import { Client } from 'pg';

/** Brings the `jobs` database to the queue library's own schema (`bullmq`); safe to call at once and twice. Returns its version. */
export async function migrateJobs(url: string): Promise<number> {
  const client = new Client({ connectionString: url, application_name: 'voxkeep migrate jobs' });
  client.on('error', () => undefined); // a connection that broke is told by the next statement
  await client.connect();
  try {
    return await runMigrations(client);
  } finally {
    await client.end();
  }
}
