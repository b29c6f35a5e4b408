import { VoxkeepError } from '@voxkeep/contracts';
import { createPostgresBackend, createRedisBackend, type BackendFactory } from 'bullmq';

/** How BullMQ reaches its store: PostgreSQL by default, Redis or Valkey when the URL says so. */
export interface JobBackend {
  readonly factory: BackendFactory;
  readonly connection: object;
}

/** Chooses the store by the URL's scheme. Throws `jobs.driver-missing` for Redis without its driver installed. */
export function jobBackend(url: string): JobBackend {
  if (/^postgres(ql)?:/.test(url)) {
    const connection = { connectionString: url, max: 2, connectionTimeoutMillis: 5000, application_name: 'voxkeep jobs' };
    return { factory: createPostgresBackend as unknown as BackendFactory, connection };
  }
  demandRedisDriver();
  // A worker waits for Redis to come back instead of giving up.
  return { factory: createRedisBackend, connection: { url, maxRetriesPerRequest: null } };
}

function demandRedisDriver(): void {
  try {
    require.resolve('ioredis');
  } catch {
    throw new VoxkeepError('jobs.driver-missing', { driver: 'ioredis' });
  }
}
