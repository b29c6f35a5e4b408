import { totalmem } from 'node:os';
import type { InstanceName } from '../../../../db/cluster/registry.js';

/**
 * Settings that hold on every start, whatever the data directory says. Nothing listens on the network. The log takes neither
 * statements nor values (04 f 7): refused statements are logged by the programs, by SQLSTATE and constraint only.
 */
const always = {
  listen_addresses: '',
  password_encryption: 'scram-sha-256',
  fsync: 'on',
  full_page_writes: 'on',
  timezone: 'UTC',
  lc_messages: 'C',
  log_destination: 'stderr',
  logging_collector: 'off',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_statement: 'none',
  log_min_duration_statement: '-1',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  log_line_prefix: '%m [%p] ',
};

/** Eight programs with up to eight pools of four, their listening connections, and room for an operator. */
const main = { max_connections: '250', shared_buffers: totalmem() >= 4 * 2 ** 30 ? '256MB' : '128MB', wal_compression: 'pglz' };

/** One program with one small pool. Old WAL is removed, not kept for re-use: a destroyed key must not linger in it. */
const keyring = {
  max_connections: '20',
  shared_buffers: '16MB',
  wal_recycle: 'off',
  min_wal_size: '32MB',
  max_wal_size: '64MB',
  track_activity_query_size: '100',
};

/** Arguments of `postgres` for an instance. `socketDirectory` gets `.s.PGSQL.<port>`. */
export function postgresArguments(
  instance: InstanceName,
  dataDirectory: string,
  socketDirectory: string,
  port: number,
): string[] {
  const settings = {
    ...always,
    ...(instance === 'main' ? main : keyring),
    unix_socket_directories: socketDirectory,
    unix_socket_permissions: '0700',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', dataDirectory, '-p', String(port), ...options];
}
