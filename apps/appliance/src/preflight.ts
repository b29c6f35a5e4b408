import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { VoxkeepError } from '@voxkeep/contracts';
import type { Settings } from '@voxkeep/platform';
import { findPortOwner } from './supervision/port-owner.js';

const megabyte = 1024 * 1024;
/** Two empty clusters, their WAL and room for the first day. */
const neededMegabytes = 1024;

/** Looks whether the appliance can start; changes nothing. Throws `directory.not-writable` or `disk.too-small`. */
export function checkDataDirectory(dataDirectory: string): void {
  const existing = nearestExisting(dataDirectory);
  try {
    accessSync(existing, constants.W_OK | constants.X_OK);
  } catch {
    throw new VoxkeepError('directory.not-writable', { directory: existing });
  }
  const { bavail, bsize } = statfsSync(existing);
  const free = Math.floor((bavail * bsize) / megabyte);
  if (free < neededMegabytes) throw new VoxkeepError('disk.too-small', { directory: existing, free, needed: neededMegabytes });
}

/** Throws `port.in-use` with the process that holds a port we need, or `port.forbidden`. */
export async function checkPorts(settings: Settings, port: number): Promise<void> {
  await checkPort(settings.gateway.address, port, 'choose another with "--port N"');
  await checkPort(settings.sip.address, settings.sip.port, 'choose another with "--sip-port N"');
}

function checkPort(address: string, port: number, remedy: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      reject(refusalFor(error, port, remedy));
    });
    probe.listen({ host: address, port, exclusive: true }, () =>
      probe.close(() => {
        resolve();
      }),
    );
  });
}

function refusalFor(error: NodeJS.ErrnoException, port: number, remedy: string): Error {
  if (error.code === 'EACCES') return new VoxkeepError('port.forbidden', { port, remedy });
  if (error.code !== 'EADDRINUSE') return error;
  const owner = findPortOwner(port);
  return new VoxkeepError('port.in-use', {
    port,
    remedy,
    owner: owner ? `process ${owner.pid} (${owner.program})` : 'a process of another account',
  });
}

function nearestExisting(directory: string): string {
  return existsSync(directory) ? directory : nearestExisting(path.dirname(directory));
}
