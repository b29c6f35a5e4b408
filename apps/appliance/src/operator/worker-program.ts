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

/** Moves the contacts of a running appliance that are due to history: 0 done, 78 it could not be done. */
export function archiveContacts(args: readonly string[]): Promise<number> {
  return runWorkerProgram('history-archive', { databases: ['operative', 'history'], settings: ['history'] }, args);
}

/** Asks the worker of a running appliance to rehearse retention: 0 done, 78 it could not be done. */
export function rehearseRetention(args: readonly string[]): Promise<number> {
  return runWorkerProgram('retention-command', { databases: ['configuration'], settings: [] }, args, ['rehearse']);
}

/** Asks it to remove what is approved: 0 done or nothing due, 1 stopped or not finished, 78 it could not be asked. */
export function runRetention(args: readonly string[]): Promise<number> {
  return runWorkerProgram('retention-command', { databases: ['configuration'], settings: [] }, args, ['run']);
}

/** Runs a further program of the worker's under the worker's login, with no more than it is given here; answers its exit code. */
export function runWorkerProgram(
  folder: string,
  given: Given,
  args: readonly string[],
  words: readonly string[] = [],
): Promise<number> {
  return runFurtherProgram('worker', folder, { ...given, args, words });
}

/** The same for a further program of the Data Protection Officer's process, under its login. */
export function runDataProtectionProgram(
  folder: string,
  given: Given,
  args: readonly string[],
  words: readonly string[] = [],
): Promise<number> {
  return runFurtherProgram('data-protection', folder, { ...given, args, words });
}

interface FurtherProgram extends Given {
  readonly args: readonly string[];
  readonly words: readonly string[];
}

async function runFurtherProgram(
  name: 'worker' | 'data-protection',
  folder: string,
  { args, words, ...given }: FurtherProgram,
): Promise<number> {
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
  const env = environmentOf({ ...given, name, keyring: false }, surroundings);
  const program = path.join(compiled, 'apps', name, 'src', folder, 'main.js');
  const child = spawn(process.execPath, ['--enable-source-maps', program, ...words], { stdio: 'inherit', env });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}
