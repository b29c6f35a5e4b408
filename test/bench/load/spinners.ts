import { spawn } from 'node:child_process';

/** Starts processes that do nothing but use CPU; the result ends them. */
export function startSpinners(count: number): () => void {
  const spinning = Array.from({ length: count }, () => spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }));
  return () => {
    for (const one of spinning) one.kill('SIGKILL');
  };
}
