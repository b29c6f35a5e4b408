import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { parseArguments } from '../arguments.js';
import { secretsIn } from '../cluster/secrets.js';
import { keyFilesIn } from '../keys/make-keys.js';
import { tlsFilesIn } from '../keys/tls-files.js';
import { layoutOf } from '../layout.js';
import { compiled, projectRoot, webDirectory } from '../places.js';
import { findRunning } from '../running.js';
import { environmentOf } from '../supervision/environment.js';
import type { Program } from '../supervision/programs.js';

type Given = Pick<Program, 'databases' | 'settings'>;

/** Verifies the audit log of a running appliance: 0 intact, 1 damaged, 78 it could not be looked at. */
export function verifyAudit(args: readonly string[]): Promise<number> {
  return runWorkerProgram('audit-verify', { databases: ['configuration'], settings: ['witness', 'audit'] }, args);
}

/** Moves the contacts of a running appliance that are due to history: 0 done, 78 it could not be done. */
export function archiveContacts(args: readonly string[]): Promise<number> {
  return runWorkerProgram('history-archive', { databases: ['operative', 'history'], settings: ['history'] }, args);
}

/** Runs a further program of the worker's under the worker's login, with no more than it is given here; answers its exit code. */
async function runWorkerProgram(folder: string, given: Given, args: readonly string[]): Promise<number> {
  const layout = layoutOf(parseArguments(args, projectRoot).dataDirectory);
  const surroundings = {
    layout,
    keys: keyFilesIn(layout),
    tls: tlsFilesIn(layout.tls),
    webDirectory,
    port: undefined,
    addresses: findRunning(layout).databases,
    secretOf: secretsIn(layout.secrets),
    given: process.env,
  };
  const env = environmentOf({ ...given, name: 'worker', keyring: false }, surroundings);
  const program = path.join(compiled, 'apps', 'worker', 'src', folder, 'main.js');
  const child = spawn(process.execPath, ['--enable-source-maps', program], { stdio: 'inherit', env });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}
