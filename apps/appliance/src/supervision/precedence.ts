import { writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';

/** As media servers run; far enough that a machine full of other work leaves it most of a core. */
const niceness = -10;

/**
 * Lets a process that was just started, and all its threads to come, go before others where the machine has too much to do. It takes
 * root, or the right to it; without it the process runs as any other. Where Linux shares the processor by sessions (sched(7), autogroup)
 * the niceness of a process counts within its session alone, so that of the session is set too.
 */
export function putFirst(pid: number): void {
  attempt(() => {
    setPriority(pid, niceness);
  });
  attempt(() => {
    writeFileSync(`/proc/${pid}/autogroup`, `${niceness}`);
  });
}

function attempt(step: () => void): void {
  try {
    step();
  } catch {
    // Not allowed here, not a Linux, or the process has ended already; it is no worse off than others.
  }
}
