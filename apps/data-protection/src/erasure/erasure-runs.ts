import { Inject, Injectable } from '@nestjs/common';
import { Cases, ErasureRecords, type CaseView } from '@voxkeep/configuration';
import { isVoxkeepError } from '@voxkeep/contracts';
import { diagnostics } from '@voxkeep/platform';
import { HoldWatch } from '../holds/hold-watch.js';
import { Closure } from './closure.js';
import { erasureFailed } from './events.js';
import { Execution, StepFailure } from './execution.js';

const running: readonly CaseView['state'][] = ['restricting', 'executing', 'verifying'];
const resting: readonly CaseView['state'][] = ['suspended-by-hold', 'partly-refused'];
const system = 'system:data-protection';
const everyMs = 3600 * 1000;

/** Executions that go on in this process, and what goes on by itself at the start and every hour. */
@Injectable()
export class ErasureRuns {
  readonly #running = new Set<Promise<void>>();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(Cases) private readonly cases: Cases,
    @Inject(ErasureRecords) readonly records: ErasureRecords,
    @Inject(Execution) private readonly execution: Execution,
    @Inject(Closure) private readonly closure: Closure,
    @Inject(HoldWatch) private readonly holds: HoldWatch,
  ) {}

  /** Runs the execution of a case that was moved to `restricting`. */
  start(found: CaseView, by: string): void {
    this.#keep(this.#run(found, by));
  }

  /** One process executes: what is still executing when it starts was interrupted, and may be resumed. */
  async takeUp(): Promise<void> {
    const interrupted = (await this.cases.list()).filter(({ kind, state }) => kind === 'erasure' && running.includes(state));
    for (const { id } of interrupted) await this.#fail(id, 'interrupted', 'interrupted', system);
    this.#timer = setInterval(() => {
      this.goOn();
    }, everyMs);
    this.#timer.unref();
    this.goOn();
  }

  /** Looks holds up anew, closes cases whose backups have ended and carries on cases that nothing holds any more. */
  goOn(): void {
    const work = this.#goOn().catch((error: unknown) => {
      diagnostics.record(erasureFailed, { case: 'none', step: 'go-on', error });
    });
    this.#keep(work);
  }

  /** Resolves when nothing is going on. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.settled();
  }

  async #goOn(): Promise<void> {
    await this.holds.refresh();
    await this.closure.endSuppressions(new Date());
    await this.closure.closeDue(new Date());
    const waiting = (await this.cases.list()).filter(({ kind, state }) => kind === 'erasure' && resting.includes(state));
    for (const found of waiting) await this.#carryOn(found);
  }

  /** A case that nobody had approved is looked at anew by a person; an approved one goes on with what was approved. */
  async #carryOn(found: CaseView): Promise<void> {
    if (found.approvedBy === null || found.planHash === null || !(await this.execution.hasMoreToErase(found))) return;
    const outcome = await this.cases.start(found.id, found.planHash, system, 'restricting');
    if (!('refused' in outcome)) await this.#run(found, system);
  }

  #keep(work: Promise<void>): void {
    const kept = work.finally(() => this.#running.delete(kept));
    this.#running.add(kept);
  }

  async #run(found: CaseView, by: string): Promise<void> {
    try {
      await this.execution.run(found, by);
    } catch (failure) {
      const { step, cause } = failure instanceof StepFailure ? failure : { step: 'execution', cause: failure };
      diagnostics.record(erasureFailed, { case: found.id, step, error: cause });
      await this.#fail(found.id, step, isVoxkeepError(cause) ? cause.code : 'failed', by).catch((error: unknown) => {
        diagnostics.record(erasureFailed, { case: found.id, step: 'note-failure', error });
      });
    }
  }

  async #fail(caseId: string, step: string, result: string, by: string): Promise<void> {
    await this.cases.note(caseId, { step, result }, by);
    await this.cases.move(caseId, 'failed', by);
  }
}
