import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { isAlive, startTimeOf } from './process-table.js';

const listed = z.record(z.string(), z.object({ pid: z.number().int().positive(), started: z.string() }));

const patienceMs = 20_000;

/** Remembers on disk which processes are ours, so that a next appliance can end what a killed one has left behind. */
export class Children {
  private readonly file: string;
  private readonly running: Record<string, { pid: number; started: string }> = {};

  constructor(runDirectory: string) {
    this.file = path.join(runDirectory, 'children.json');
  }

  note(name: string, pid: number): void {
    this.running[name] = { pid, started: startTimeOf(pid) ?? '' };
    // In one step, so that whoever reads it meanwhile, or after a power cut, finds a whole list.
    writeFileSync(`${this.file}.new`, JSON.stringify(this.running), { mode: 0o600, flush: true });
    renameSync(`${this.file}.new`, this.file);
  }

  /** Ends the listed processes that still run: asked first, by force after 20 s. Returns their names. */
  async endStrays(): Promise<readonly string[]> {
    const strays = Object.entries(this.read()).filter(([, { pid, started }]) => isAlive(pid) && startTimeOf(pid) === started);
    await Promise.all(strays.map(([, { pid }]) => end(pid)));
    return strays.map(([name]) => name);
  }

  private read(): z.infer<typeof listed> {
    if (!existsSync(this.file)) return {};
    try {
      return listed.parse(JSON.parse(readFileSync(this.file, 'utf8')));
    } catch {
      return {}; // half a line of a machine that lost power: nothing of that boot runs any more
    }
  }
}

async function end(pid: number): Promise<void> {
  send(pid, 'SIGTERM');
  for (const until = performance.now() + patienceMs; isAlive(pid);) {
    if (performance.now() > until) send(pid, 'SIGKILL');
    await wait(20);
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // ended by itself meanwhile
  }
}
