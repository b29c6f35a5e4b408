import { chmod, lstat, mkdir, stat, unlink } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { VoxkeepError } from '@voxkeep/contracts';
import type { FastifyInstance } from 'fastify';
import type { ClientName } from '../protocol/clients.js';

const groupBits = 0o070;
const otherBits = 0o007;

/** `<directory>/<client>.sock`, or `<directory>/<client>/<client>.sock` when each client has a directory that only it may enter. */
export function clientSocketPath(directory: string, client: ClientName, directoryPerClient: boolean): string {
  return directoryPerClient ? join(directory, client, `${client}.sock`) : join(directory, `${client}.sock`);
}

/**
 * Listens on a client's socket. A directory that is missing is made 0700; one that the installer prepared for a group keeps its
 * mode and the socket is 0660 instead of 0600. A stale socket file is removed. Throws `keyring.socket-directory-open` when
 * everybody may enter the directory, `keyring.socket-in-use` when another keyring answers there, `keyring.not-a-socket`.
 */
export async function listenOnSocket(api: FastifyInstance, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const { mode } = await stat(dirname(path));
  if ((mode & otherBits) !== 0) throw new VoxkeepError('keyring.socket-directory-open', { mode: (mode & 0o777).toString(8) });
  await removeStale(path);
  await api.listen({ path });
  await chmod(path, (mode & groupBits) === 0 ? 0o600 : 0o660);
}

async function removeStale(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (!found) return;
  if (!found.isSocket()) throw new VoxkeepError('keyring.not-a-socket', { socket: path });
  if (await answers(path)) throw new VoxkeepError('keyring.socket-in-use', { socket: path });
  await unlink(path);
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path);
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', () => {
      resolve(false);
    });
  });
}
