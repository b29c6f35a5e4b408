import path from 'node:path';
import { VoxkeepError } from '@voxkeep/contracts';
import type { InstanceAddress } from '../../../../db/cluster/connect.js';
import type { InstanceName } from '../../../../db/cluster/registry.js';
import type { LogFile } from '../supervision/log-file.js';
import { SupervisedProcess } from '../supervision/supervised-process.js';
import type { Account } from './account.js';
import type { Binaries } from './binaries.js';
import { postgresArguments } from './options.js';
import { withoutCoreFiles } from '../supervision/without-core-files.js';

/** What an instance needs to run. */
export interface PostgresPlan {
  readonly instance: InstanceName;
  readonly binaries: Binaries;
  readonly dataDirectory: string;
  readonly socketDirectory: string;
  readonly account: Account | undefined;
  readonly log: LogFile;
}

/** Starts that may fail in a row before the first one succeeded. */
const patience = 3;

/** One running PostgreSQL. It is stopped by SIGINT (fast shutdown) and never killed. */
export class PostgresInstance {
  readonly address: InstanceAddress;
  private readonly process: SupervisedProcess;
  private readonly waiting: { resolve: () => void; reject: (error: Error) => void }[] = [];
  private everReady = false;
  private failures = 0;

  constructor(private readonly plan: PostgresPlan) {
    this.address = { socketDirectory: plan.socketDirectory, port: 5432 };
    this.process = new SupervisedProcess(
      {
        name: `postgres-${plan.instance}`,
        ...withoutCoreFiles(
          path.join(plan.binaries.directory, 'postgres'),
          postgresArguments(plan.instance, plan.dataDirectory, plan.socketDirectory, this.address.port),
        ),
        environment: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
        directory: '/',
        ...(plan.account ? { account: { uid: plan.account.uid, gid: plan.account.gid } } : {}),
        stopSignal: 'SIGINT',
        patienceMs: 'never',
        tied: false,
        finalCodes: [],
        onLine: (line) => {
          this.read(line);
        },
      },
      {
        ended: () => {
          this.failed();
        },
      },
    );
  }

  get pid(): number | undefined {
    return this.process.pid;
  }

  /** Resolves when connections are accepted, however long recovery takes. Throws `postgres.will-not-start` when it ends instead. */
  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.process.start();
    });
  }

  stop(): Promise<void> {
    return this.process.stop();
  }

  private read(line: string): void {
    this.plan.log.write(line);
    if (!line.includes('database system is ready to accept connections')) return;
    this.everReady = true;
    for (const { resolve } of this.waiting.splice(0)) resolve();
  }

  private failed(): void {
    this.failures += 1;
    if (this.everReady || this.failures < patience) return;
    void this.process.stop();
    const error = new VoxkeepError('postgres.will-not-start', { log: this.plan.log.path });
    for (const { reject } of this.waiting.splice(0)) reject(error);
  }
}
