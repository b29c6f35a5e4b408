import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { basename, dirname, join } from 'node:path';
import { ApiClient } from './api-client.js';
import { findFreePorts, type Ports } from './free-ports.js';
import { remember } from './leftovers.js';
import { throwAwayPlace, throwAwayPlaces } from './memory.js';
import { isRunning } from './processes.js';
import { until } from './until.js';

const root = rootAbove(__dirname);
const node = join(root, 'node_modules/.bin/node');
const prefix = 'vk-system-';

export interface ApplianceOptions {
  /** A directory that an earlier appliance has left; without it a new one under the system's temporary directory. */
  readonly data?: string;
  readonly ports?: Ports;
  readonly environment?: Readonly<Record<string, string>>;
  /** Further words of the command line, such as `--demo`. */
  readonly words?: readonly string[];
  /** Another tree than this one, with its own account and the umask of whoever types the command. */
  readonly clone?: { readonly root: string; readonly uid: number; readonly gid: number; readonly umask: string };
}

/** How a start ended that was not meant to last. */
export interface Ended {
  readonly code: number | null;
  readonly said: readonly string[];
  readonly complained: readonly string[];
}

/** The product as `npm start` runs it: the same launcher, its own data directory and ports. */
export class TestAppliance {
  readonly said: string[] = [];
  readonly complained: string[] = [];
  private readonly child: ChildProcess;
  private ended: number | null | undefined;

  private constructor(
    readonly data: string,
    readonly ports: Ports,
    { environment = {}, words = [], clone }: ApplianceOptions,
  ) {
    const args = ['apps/appliance/start.mjs', '--data', data, '--port', String(ports.web), ...words];
    const [program, given] = clone ? ['/bin/sh', ['-c', `umask ${clone.umask}; exec "$0" "$@"`, node, ...args]] : [node, args];
    this.child = spawn(program, given, {
      cwd: clone?.root ?? root,
      ...(clone && { uid: clone.uid, gid: clone.gid }),
      env: { ...inherited(), ...environmentOf(ports), ...(clone && { HOME: clone.root }), ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    collectLines(this.child.stdout, this.said);
    collectLines(this.child.stderr, this.complained);
    const forget = remember(() => this.end());
    this.child.once('close', (code) => {
      this.ended = code;
      forget();
    });
  }

  /** Starts and waits until the appliance says that it is ready. Throws with what it said when it ends before. */
  static async start(options: ApplianceOptions = {}): Promise<TestAppliance> {
    const appliance = await TestAppliance.launch(options);
    await until('the appliance is ready', () => {
      if (appliance.ended !== undefined)
        throw new Error(`The appliance ended: ${[...appliance.said, ...appliance.complained].join(' | ')}`);
      return appliance.said.some((line) => line.startsWith('Voxkeep is '));
    }).catch(async (late: unknown) => {
      await appliance.stop();
      throw late;
    });
    return appliance;
  }

  /** Starts what is expected to refuse, and waits for its end. */
  static async startToRefuse(options: ApplianceOptions): Promise<Ended> {
    const appliance = await TestAppliance.launch(options);
    const code = await until('the appliance refuses', () =>
      appliance.ended === undefined ? undefined : { code: appliance.ended },
    );
    if (options.data === undefined) appliance.forget();
    return { ...code, said: appliance.said, complained: appliance.complained };
  }

  private static async launch(options: ApplianceOptions): Promise<TestAppliance> {
    if (options.data === undefined) removeAbandoned();
    const data = options.data ?? newDataDirectory();
    return new TestAppliance(data, options.ports ?? (await findFreePorts()), options);
  }

  get address(): string {
    return `https://localhost:${this.ports.web}`;
  }

  /** The certificate of its own authority, PEM. */
  get authority(): string {
    return readFileSync(join(this.data, 'tls', 'ca.pem'), 'utf8');
  }

  get vault(): string {
    return join(this.data, 'vault');
  }

  newClient(): ApiClient {
    return new ApiClient(this.ports.web, this.authority);
  }

  /** The one-time password that was printed for a login. */
  oneTimePasswordOf(login: string): string {
    const line = this.said.find((each) => each.includes(`as "${login}"`));
    const found = /one-time password (\S+)/.exec(line ?? '')?.[1];
    if (found === undefined) throw new Error(`No one-time password was printed for ${login}.`);
    return found;
  }

  /** The process id of one of its programs, as the appliance noted it. */
  pidOf(program: string): number {
    const noted = JSON.parse(readFileSync(join(this.data, 'run', 'children.json'), 'utf8')) as Record<string, { pid: number }>;
    const pid = noted[program]?.pid;
    if (pid === undefined) throw new Error(`${program} was never started.`);
    return pid;
  }

  /** Kills a program by force and waits until another process of it is ready. */
  async killAndAwait(program: string): Promise<void> {
    const before = this.pidOf(program);
    process.kill(before, 'SIGKILL');
    await until(`${program} is started again`, () => this.pidOf(program) !== before);
    await this.awaitReady(program);
  }

  async awaitReady(program: string): Promise<void> {
    await until(`${program} is ready`, async () => (await this.askProgram(program, '/health/ready')).status === 200);
  }

  /** Asks a program on its own unix socket, past the front door. Status 0 when nobody listens. */
  askProgram(program: string, path: string): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> {
    return new Promise((answered) => {
      const socketPath = join(this.data, 'run', 'api', `${program}.sock`);
      const asked = request({ socketPath, path, agent: false }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.once('end', () => {
          answered({ status: response.statusCode ?? 0, body: parsed(Buffer.concat(parts).toString()) });
        });
      });
      asked.once('error', () => {
        answered({ status: 0, body: {} });
      });
      asked.setTimeout(5000, () => asked.destroy());
      asked.end();
    });
  }

  /** Stops as Ctrl-C does and answers the exit code. The data stays. */
  async stop(): Promise<number | null> {
    if (this.ended === undefined) this.child.kill('SIGTERM');
    const { code } = await until('the appliance has stopped', () =>
      this.ended === undefined ? undefined : { code: this.ended },
    );
    return code;
  }

  /** Process ids of the appliance, its programs and both databases as they run now. */
  everyPid(): readonly number[] {
    const noted = JSON.parse(readFileSync(join(this.data, 'run', 'children.json'), 'utf8')) as Record<string, { pid: number }>;
    const launched = this.child.pid === undefined ? [] : childrenOf(this.child.pid);
    const postmasters = ['main', 'keyring'].map((name) =>
      Number(readFileSync(join(this.data, 'postgres', name, 'postmaster.pid'), 'utf8').split('\n')[0]),
    );
    return [this.child.pid ?? 0, ...launched, ...Object.values(noted).map(({ pid }) => pid), ...postmasters];
  }

  /**
   * Kills the appliance, its programs and both databases by force, as a machine does that loses power (what the kernel holds stays).
   * `pids`: as they were read before, when the disk that names them is gone.
   */
  async killEverything(pids = this.everyPid()): Promise<void> {
    for (const pid of pids) kill(pid);
    await until('the appliance is gone', () => this.ended !== undefined);
    await until('its programs and databases are gone', () => !pids.some(isRunning));
  }

  /** Stops and removes the data. */
  async end(): Promise<void> {
    await this.stop();
    this.forget();
  }

  private forget(): void {
    removeData(this.data);
  }
}

/** An empty directory for the data of an appliance, in memory where there is plenty; it goes with its end. */
export function newDataDirectory(): string {
  return mkdtempSync(join(throwAwayPlace(), `${prefix}${process.pid}-`));
}

/** The tree with the launcher; a compiled copy of this file lies deeper in it than its source. */
function rootAbove(directory: string): string {
  return existsSync(join(directory, 'apps/appliance/start.mjs')) ? directory : rootAbove(dirname(directory));
}

/** The processes that one has started and that still run. */
function childrenOf(pid: number): readonly number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
}

function kill(pid: number): void {
  try {
    if (pid > 1) process.kill(pid, 'SIGKILL');
  } catch {
    // It ended with the one before.
  }
}

/** Nothing of the test's own settings reaches the product. */
function inherited(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('VOXKEEP_') && !name.startsWith('NODE_')),
  );
}

function environmentOf({ sip, rtpLow, rtpHigh }: Ports): Readonly<Record<string, string>> {
  return { VOXKEEP_SIP_PORT: String(sip), VOXKEEP_RTP_LOW: String(rtpLow), VOXKEEP_RTP_HIGH: String(rtpHigh) };
}

function collectLines(stream: NodeJS.ReadableStream | null, into: string[]): void {
  let rest = '';
  stream?.on('data', (part: Buffer) => {
    const lines = (rest + part.toString()).split('\n');
    rest = lines.pop() ?? '';
    into.push(...lines);
  });
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** Removes a directory of ours, by its exact name. */
function removeData(directory: string): void {
  if (basename(directory).startsWith(prefix)) rmSync(directory, { recursive: true, force: true });
}

/** Data of a test run that was killed; the appliance itself ended with its launcher. */
function removeAbandoned(): void {
  for (const place of throwAwayPlaces.filter(existsSync))
    for (const name of readdirSync(place).filter((entry) => entry.startsWith(prefix))) {
      const owner = name.slice(prefix.length).split('-')[0] ?? '';
      if (!existsSync(`/proc/${owner}`)) removeData(join(place, name));
    }
}
