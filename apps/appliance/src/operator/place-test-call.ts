import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { compiled } from '../places.js';

/** Places one SIPREC call at a recorder by the recorder's own test client, whose options and result it takes as they are. */
export async function placeTestCall(args: readonly string[]): Promise<number> {
  const program = path.join(compiled, 'apps', 'recorder', 'src', 'test-call', 'main.js');
  const call = spawn(process.execPath, ['--enable-source-maps', program, ...args], { stdio: 'inherit' });
  const [code] = (await once(call, 'exit')) as [number | null];
  return code ?? 1;
}
