import { VoxkeepError, type StoreName } from '@voxkeep/contracts';
import { CopyConnection } from '../../../../db/cluster/copy-connection.js';

const attempts = 40;
const lockMs = 300;
const lockNotAvailable = '55P03';

/** Every database at one moment: open transactions that see the same state of all of them. */
export interface Snapshots {
  readonly of: ReadonlyMap<StoreName, CopyConnection>;
  /** How long no transaction could write its events, in milliseconds. */
  readonly pausedMs: number;
  /** Ends the transaction of one database; what it kept from being cleaned may be cleaned. */
  readonly release: (store: StoreName) => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * Opens a repeatable-read snapshot of every database while nobody can write an event or an audit row to any of them, so that
 * cursors and outboxes agree across databases. Writers wait some milliseconds. Throws `backup.busy` when they never make room.
 */
export async function openSnapshots(urls: ReadonlyMap<StoreName, string>): Promise<Snapshots> {
  const readers = await connectAll(urls);
  const lockers = await connectAll(new Map([...urls].filter(([store]) => store !== 'jobs')));
  const close = () => endAll(readers);
  try {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const since = performance.now();
      if (await lockAll(lockers)) {
        await Promise.all([...readers.values()].map(beginSnapshot));
        await rollbackAll(lockers);
        return { of: readers, pausedMs: performance.now() - since, release: (store) => end(readers, store), close };
      }
      await new Promise((resolve) => setTimeout(resolve, 50 + attempt * 10));
    }
    throw new VoxkeepError('backup.busy');
  } catch (thrown) {
    await close();
    throw thrown;
  } finally {
    await endAll(lockers);
  }
}

/** Waits at most {@link lockMs} in any database, and lets go of all of them when one does not make room: no writer waits for long. */
async function lockAll(lockers: ReadonlyMap<StoreName, CopyConnection>): Promise<boolean> {
  const locked = await Promise.allSettled(
    [...lockers.values()].map(async (client) => {
      await client.rows('begin');
      await client.rows(`set local lock_timeout = ${lockMs}`);
      await client.rows('lock table outbox, audit_outbox in share mode');
    }),
  );
  const failed = locked.filter((one) => one.status === 'rejected');
  if (failed.length === 0) return true;
  await rollbackAll(lockers);
  for (const { reason } of failed) if ((reason as { code?: unknown }).code !== lockNotAvailable) throw reason;
  return false;
}

async function rollbackAll(clients: ReadonlyMap<StoreName, CopyConnection>): Promise<void> {
  await Promise.all([...clients.values()].map((client) => client.rows('rollback')));
}

async function beginSnapshot(client: CopyConnection): Promise<void> {
  await client.rows('begin isolation level repeatable read read only');
  await client.rows('select 1'); // the snapshot is taken by the first query
}

async function connectAll(urls: ReadonlyMap<StoreName, string>): Promise<Map<StoreName, CopyConnection>> {
  const clients = new Map<StoreName, CopyConnection>();
  try {
    for (const [store, url] of urls) {
      clients.set(store, await CopyConnection.open(url, 'voxkeep backup'));
    }
    return clients;
  } catch (thrown) {
    await endAll(clients);
    throw thrown;
  }
}

async function end(clients: Map<StoreName, CopyConnection>, store: StoreName): Promise<void> {
  const client = clients.get(store);
  clients.delete(store);
  await client?.close();
}

async function endAll(clients: Map<StoreName, CopyConnection>): Promise<void> {
  for (const store of [...clients.keys()]) await end(clients, store);
}
