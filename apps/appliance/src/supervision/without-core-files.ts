/** A command and its arguments. */
export interface CommandLine {
  readonly command: string;
  readonly args: readonly string[];
}

/**
 * The same command, under which neither it nor its children leave a core file: the memory of a program that crashed holds what it
 * had opened. The shell replaces itself, so process id, channel and signals are the program's own.
 */
export function withoutCoreFiles(command: string, args: readonly string[]): CommandLine {
  return { command: '/bin/sh', args: ['-c', 'ulimit -c 0; exec "$0" "$@"', command, ...args] };
}

/** Options of Node under which a crash writes nothing but its stack: no report, no heap snapshot, no door for a debugger. */
export const quietNode: readonly string[] = ['--disable-sigusr1', '--heapsnapshot-near-heap-limit=0'];
