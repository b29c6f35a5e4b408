import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { BackOff } from './back-off.js';
import { putFirst } from './precedence.js';

/** How to run one program. */
export interface ProcessPlan {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly directory: string;
  /** Account to run under, when it is not this process's own. */
  readonly account?: { readonly uid: number; readonly gid: number };
  readonly stopSignal: 'SIGINT' | 'SIGTERM';
  /** After this long without an end a stop becomes SIGKILL; `never` for a database. */
  readonly patienceMs: number | 'never';
  /** Gives the program an IPC channel whose end tells it that the appliance is gone. */
  readonly tied: boolean;
  /** Goes before others where the machine has too much to do: it handles what cannot wait. */
  readonly first?: boolean;
  /** Exit codes after which another start is pointless, e.g. 78 for a newer schema. */
  readonly finalCodes: readonly number[];
  readonly onLine: (line: string) => void;
}

/** Why a program that should run has ended. */
export interface Ended {
  readonly code: number | null;
  readonly final: boolean;
}

/** Told about starts and unwanted ends. */
export interface Watch {
  readonly started?: (pid: number) => void;
  readonly ended?: (ended: Ended) => void;
}

/**
 * Keeps one program running: starts it, hands its lines on, starts it again with back-off when it ends by itself, and stops it
 * when asked. It runs in a process group of its own, so that Ctrl-C reaches only the appliance, which then stops all in order.
 */
export class SupervisedProcess {
  private child: ChildProcess | undefined;
  private wanted = false;
  private startedAt = 0;
  private timer: NodeJS.Timeout | undefined;
  private readonly backOff = new BackOff();
  restarts = 0;

  constructor(
    readonly plan: ProcessPlan,
    private readonly watch: Watch = {},
  ) {}

  /** Process id while it runs. */
  get pid(): number | undefined {
    return this.child?.pid;
  }

  start(): void {
    this.wanted = true;
    this.launch();
  }

  /** Resolves when the program has ended; at once when it does not run. */
  async stop(): Promise<void> {
    this.wanted = false;
    clearTimeout(this.timer);
    const child = this.child;
    if (!child) return;
    const ended = new Promise<void>((resolve) =>
      child.once('close', () => {
        resolve();
      }),
    );
    child.kill(this.plan.stopSignal);
    const { patienceMs } = this.plan;
    const impatient = patienceMs === 'never' ? undefined : setTimeout(() => child.kill('SIGKILL'), patienceMs);
    await ended;
    clearTimeout(impatient);
  }

  private launch(): void {
    const { command, args, environment, directory, account, tied, first } = this.plan;
    this.startedAt = performance.now();
    const child = spawn(command, args, {
      cwd: directory,
      env: { ...environment },
      detached: true,
      ...account,
      stdio: ['ignore', 'pipe', 'pipe', ...(tied ? ['ipc' as const] : [])],
    });
    this.child = child;
    if (child.pid !== undefined) {
      if (first) putFirst(child.pid);
      this.watch.started?.(child.pid);
    }
    for (const stream of [child.stdout, child.stderr]) if (stream) this.readLines(stream);
    child.on('error', () => {
      if (child.pid === undefined) this.ended(child, null);
    });
    child.once('close', (code) => {
      this.ended(child, code);
    });
  }

  private readLines(stream: Readable): void {
    createInterface({ input: stream, crlfDelay: Infinity }).on('line', (line) => {
      this.plan.onLine(line.slice(0, 65_536));
    });
  }

  private ended(child: ChildProcess, code: number | null): void {
    if (this.child !== child) return;
    this.child = undefined;
    if (!this.wanted) return;
    const final = code !== null && this.plan.finalCodes.includes(code);
    this.watch.ended?.({ code, final });
    if (final) return;
    this.restarts += 1;
    this.timer = setTimeout(
      () => {
        this.launch();
      },
      this.backOff.next(performance.now() - this.startedAt),
    );
  }
}
