import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { VoxkeepError } from '@voxkeep/contracts';
import { isKeyringSealed } from './keyring-state.js';
import { say } from '../say.js';
import type { Children } from './children.js';
import { environmentOf, type Surroundings } from './environment.js';
import { LogFile } from './log-file.js';
import { neutralLine } from './neutral-line.js';
import { programs, type Program } from './programs.js';
import { becomesReady, isReady, unreadyParts, type Probe } from './readiness.js';
import { SupervisedProcess } from './supervised-process.js';
import { quietNode, withoutCoreFiles } from './without-core-files.js';

/** A program that ends is seen at once; this is for one that hangs, and long enough for a small machine with a large directory. */
const readyWithinMs = 300_000;
const stopWithinMs = 20_000;
/** `EX_CONFIG`: the program refuses this installation, e.g. a newer schema; another start would not help. */
const refusedCode = 78;

/** Without these a recorder answers, takes no call and says why until they are back: nobody else waits for them. */
const recorderDisks = ['vault', 'journal'];

interface Running {
  readonly program: Program;
  readonly process: SupervisedProcess;
  readonly log: string;
  refused: boolean;
}

/** The programs of one appliance: started in their order, watched, stopped in reverse. */
export class Fleet {
  private readonly running: Running[] = [];
  private stopping = false;
  /** Behind a sealed keyring nothing gets ready; the programs are asked whether they live, and answer 503 to everybody else. */
  private sealed = false;
  private readonly probes: Readonly<Record<string, Probe>>;

  constructor(
    private readonly compiled: string,
    private readonly surroundings: Surroundings,
    private readonly children: Children,
    port: number,
  ) {
    this.probes = probesOf(surroundings, port);
  }

  /** Starts all programs and waits until each says that it is ready. Throws `app.refused` or `app.not-ready` with its log file. */
  async start(): Promise<void> {
    const [keyring, ...others] = this.present();
    const gateway = others.filter(({ name }) => name === 'gateway');
    const rest = others.filter(({ name }) => name !== 'gateway');
    for (const together of [keyring ? [keyring] : [], rest, gateway]) {
      const launched = together.map((program) => this.launch(program));
      await Promise.all(launched.map((one) => this.ready(one)));
      this.sealed = await isKeyringSealed(this.surroundings.layout);
    }
  }

  /** Stops the gateway first and the keyring last; what is still starting is not started. */
  async stop(): Promise<void> {
    this.stopping = true;
    const order = [...this.running].reverse();
    const keyring = order.filter(({ program }) => program.name === 'keyring');
    const gateway = order.filter(({ program }) => program.name === 'gateway');
    const rest = order.filter((one) => !keyring.includes(one) && !gateway.includes(one));
    for (const together of [gateway, rest, keyring]) await Promise.all(together.map(({ process }) => process.stop()));
  }

  /** After an unsealing: waits until every program is ready. False when some did not become so in time, or the appliance stops. */
  async unsealed(): Promise<boolean> {
    this.sealed = false;
    const ready = await Promise.all(this.names.map((name) => becomesReady(this.probe(name), readyWithinMs, () => this.stopping)));
    return ready.every(Boolean);
  }

  /** Replaces one program, e.g. the gateway after a new certificate. */
  async restart(name: string): Promise<void> {
    const found = this.running.find(({ program }) => program.name === name);
    await found?.process.stop();
    found?.process.start();
  }

  /** Names of the programs that do not answer "ready" now. */
  async unready(): Promise<readonly string[]> {
    const names = this.running.map(({ program }) => program.name);
    const answers = await Promise.all(names.map((name) => isReady(this.probe(name))));
    return names.filter((_, at) => !answers[at]);
  }

  /** Why the recorder takes no call, as far as its disks are concerned: codes, an empty list when nothing is wrong with them. */
  async diskTroubles(): Promise<readonly string[]> {
    const socketPath = path.join(this.surroundings.layout.sockets, 'recorder.sock');
    const parts = await unreadyParts({ socketPath, path: '/health/ready' });
    return parts.flatMap(({ name, because }) => (recorderDisks.includes(name) && because !== undefined ? [because] : []));
  }

  get names(): readonly string[] {
    return this.running.map(({ program }) => program.name);
  }

  private present(): readonly Program[] {
    const missing = programs.filter(({ name }) => !existsSync(this.mainOf(name)));
    if (missing.length > 0) say(`Not in this build and so not started: ${missing.map(({ name }) => name).join(', ')}.`);
    return programs.filter((program) => !missing.includes(program));
  }

  private launch(program: Program): Running {
    if (this.stopping) throw new VoxkeepError('appliance.stopping');
    const log = new LogFile(path.join(this.surroundings.layout.log, `${program.name}.log`));
    const preload = path.join(this.compiled, 'apps', 'appliance', 'src', 'supervision', 'preload.js');
    const plan = {
      name: program.name,
      ...withoutCoreFiles(process.execPath, [...quietNode, '--require', preload, this.mainOf(program.name)]),
      environment: environmentOf(program, this.surroundings),
      directory: this.surroundings.layout.data,
      stopSignal: 'SIGTERM' as const,
      patienceMs: stopWithinMs,
      tied: true,
      ...(program.first ? { first: true } : {}),
      finalCodes: [refusedCode],
      onLine: (line: string) => {
        const kept = neutralLine(line);
        if (kept !== undefined) log.write(kept);
      },
    };
    const started = (pid: number): void => {
      this.children.note(program.name, pid);
    };
    const one: Running = {
      program,
      log: log.path,
      refused: false,
      process: new SupervisedProcess(plan, {
        started,
        ended: (ended) => {
          one.refused = ended.final;
          say(
            `${program.name} ended by itself (${ended.code === null ? 'by a signal' : `exit code ${ended.code}`}) and ${ended.final ? 'is not started again' : 'is started again'}. See ${log.path}.`,
          );
        },
      }),
    };
    this.running.push(one);
    one.process.start();
    return one;
  }

  private async ready(one: Running): Promise<void> {
    const { name } = one.program;
    if (await becomesReady(this.probe(name), readyWithinMs, () => one.refused || this.stopping)) return;
    throw new VoxkeepError(one.refused ? 'app.refused' : 'app.not-ready', { app: name, log: one.log });
  }

  private probe(name: string): Probe {
    const health = { socketPath: path.join(this.surroundings.layout.sockets, `${name}.sock`), path: '/health/ready' };
    if (this.sealed) return this.probes[name] ?? { ...health, path: '/health/live' };
    return this.probes[name] ?? (name === 'recorder' ? { ...health, apartFrom: recorderDisks } : health);
  }

  private mainOf(name: string): string {
    return path.join(this.compiled, 'apps', name, 'src', 'main.js');
  }
}

/** The two programs that are not asked on a socket of their own name below the sockets of the APIs. */
function probesOf({ layout, tls }: Surroundings, port: number): Readonly<Record<string, Probe>> {
  return {
    keyring: { socketPath: path.join(layout.keyringSockets, 'worker.sock'), path: '/v1/health' },
    gateway: { host: '127.0.0.1', port, authority: readFileSync(tls.authority, 'utf8'), path: '/health' },
  };
}
