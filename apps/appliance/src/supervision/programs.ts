import type { StoreName } from '@voxkeep/contracts';

/** One program of the product and what it is given: its databases, its keyring socket, and the groups of settings it reads. */
export interface Program {
  readonly name: string;
  readonly databases: readonly StoreName[];
  /** Has a socket of its own to the keyring. */
  readonly keyring: boolean;
  readonly settings: readonly string[];
  /** What its runtime needs to be told. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Goes before the others where the machine has too much to do. */
  readonly first?: boolean;
}

const sevenDatabases = ['configuration', 'directory', 'operative', 'outbound', 'monitoring', 'reporting', 'history'] as const;
const api = ['sockets', 'site', 'session', 'backlog'];

/**
 * Every program, in the order of its start; they are stopped in reverse. What is not listed for a program is not in its
 * environment (02, "Processes, connections, ports").
 */
export const programs: readonly Program[] = [
  { name: 'keyring', databases: ['keyring'], keyring: false, settings: ['keyring', 'witness'] },
  { name: 'configurator', databases: ['configuration', 'directory'], keyring: true, settings: api },
  {
    name: 'operations',
    databases: ['operative', 'directory', 'outbound', 'monitoring', 'reporting', 'history', 'configuration'],
    keyring: true,
    settings: [...api, 'vault'],
  },
  {
    name: 'data-protection',
    databases: sevenDatabases,
    keyring: true,
    settings: [...api, 'vault', 'witness', 'erasure', 'evidence', 'report', 'documents', 'mail'],
  },
  {
    name: 'worker',
    databases: [...sevenDatabases, 'jobs'],
    keyring: true,
    settings: ['sockets', 'site', 'vault', 'witness', 'audit', 'history', 'contact'],
  },
  {
    name: 'recorder',
    databases: ['operative', 'configuration'],
    keyring: true,
    settings: ['sockets', 'site', 'sip', 'recorder', 'vault', 'journal'],
    // Files are written by threads of the runtime; the journal's must not wait behind those that complete vault files. What is sealed
    // lies outside the heap for a second or two: a large nursery is emptied so seldom that it counts as growth all the same, and the
    // whole heap was walked every two seconds.
    environment: { UV_THREADPOOL_SIZE: '16', NODE_OPTIONS: '--max-semi-space-size=8' },
    // What it does not read in time is lost; everything else can wait.
    first: true,
  },
  { name: 'gateway', databases: [], keyring: false, settings: ['sockets', 'gateway', 'web'] },
];
