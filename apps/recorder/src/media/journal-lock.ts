import { createHash } from 'node:crypto';
import { mkdir, realpath } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { VoxkeepError } from '@voxkeep/contracts';
import { systemCode } from '@voxkeep/platform';

/**
 * Keeps a journal folder for this process alone: two recorders in one folder would take each other's files for those of the dead. The
 * lock is a name in the system's abstract socket space, which vanishes with the process however it ends. Answers how to let go. Throws
 * `recorder.journal-in-use`.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const digest = createHash('sha256')
    .update(await realpath(folder))
    .digest('hex');
  const server = createServer((connection) => connection.destroy()).unref();
  await listen(server, `\0voxkeep-journal-${digest}`);
  return () =>
    new Promise((resolve) => {
      server.close(() => {
        resolve();
      });
    });
}

function listen(server: Server, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (failure) => {
      reject(new VoxkeepError('recorder.journal-in-use', { cause: systemCode(failure) }));
    });
    server.listen({ path: name }, resolve);
  });
}
