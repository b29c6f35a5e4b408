import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Cases, type CaseView } from '@voxkeep/configuration';
import { isVoxkeepError, type http } from '@voxkeep/contracts';
import { conflict, diagnostics } from '@voxkeep/platform';
import { demandMoved } from '../cases/case-desk.js';
import type { ErasureScope } from './erasure-scope.js';
import { erasureFailed } from './events.js';
import { Execution, StepFailure } from './execution.js';
import { LookedAtPlans, planChanged } from './looked-at-plans.js';
import { Scopes } from './scopes.js';

const beforeExecution: readonly CaseView['state'][] = ['received', 'scoped', 'approved'];
const running: readonly CaseView['state'][] = ['executing', 'verifying'];

/** The way of an erasure case: preview, approval by a second person, execution of exactly the approved plan. */
@Injectable()
export class Erasures implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #running = new Set<Promise<void>>();

  constructor(
    @Inject(Cases) private readonly cases: Cases,
    @Inject(Scopes) private readonly scopes: Scopes,
    @Inject(LookedAtPlans) private readonly lookedAt: LookedAtPlans,
    @Inject(Execution) private readonly execution: Execution,
  ) {}

  /** What the erasure would do now. Freezes the plan of a case that nobody has approved yet. */
  async preview(found: CaseView, by: string): Promise<http.ErasurePreview> {
    demandErasure(found);
    const { scope } = await this.scopes.of(found);
    this.lookedAt.keep(scope);
    const open = found.state === 'received' || found.state === 'scoped';
    if (open && found.planHash !== scope.planHash) demandMoved(await this.cases.scope(found.id, scope, by));
    return previewOf(found, scope);
  }

  /** Approves the plan that was looked at. 403 for whoever opened the case, 409 with the difference when the plan has changed. */
  async approve(found: CaseView, planHash: string, by: string): Promise<void> {
    demandErasure(found);
    if (found.openedBy === by) demandMoved({ refused: 'same-person' });
    const { scope } = await this.scopes.of(found);
    if (scope.planHash !== planHash) throw planChanged(this.lookedAt.find(planHash), scope);
    if (found.planHash !== planHash || found.state !== 'scoped') demandMoved(await this.cases.scope(found.id, scope, by));
    demandMoved(await this.cases.approve(found.id, planHash, by));
  }

  /** Begins or resumes the execution of the approved plan and answers when it has begun; 409 when the data have changed since. */
  async begin(found: CaseView, planHash: string, by: string): Promise<void> {
    demandErasure(found);
    if (beforeExecution.includes(found.state)) {
      const { scope } = await this.scopes.of(found);
      if (scope.planHash !== planHash) throw planChanged(this.lookedAt.find(planHash), scope);
    }
    demandMoved(await this.cases.start(found.id, planHash, by));
    const run = this.run(found, by).finally(() => this.#running.delete(run));
    this.#running.add(run);
  }

  /** Resolves when no execution is going on. */
  async settled(): Promise<void> {
    await Promise.all(this.#running);
  }

  /** One process executes: what is still executing when it starts was interrupted, and may be resumed. */
  async onApplicationBootstrap(): Promise<void> {
    const interrupted = (await this.cases.list()).filter(({ kind, state }) => kind === 'erasure' && running.includes(state));
    for (const { id } of interrupted) await this.fail(id, 'interrupted', 'interrupted', 'system:data-protection');
  }

  async onApplicationShutdown(): Promise<void> {
    await this.settled();
  }

  private async run(found: CaseView, by: string): Promise<void> {
    try {
      await this.execution.run(found, by);
    } catch (failure) {
      const { step, cause } = failure instanceof StepFailure ? failure : { step: 'execution', cause: failure };
      diagnostics.record(erasureFailed, { case: found.id, step, error: cause });
      await this.fail(found.id, step, isVoxkeepError(cause) ? cause.code : 'failed', by).catch((error: unknown) => {
        diagnostics.record(erasureFailed, { case: found.id, step: 'note-failure', error });
      });
    }
  }

  private async fail(caseId: string, step: string, result: string, by: string): Promise<void> {
    await this.cases.note(caseId, { step, result }, by);
    await this.cases.move(caseId, 'failed', by);
  }
}

function demandErasure({ kind }: CaseView): void {
  if (kind !== 'erasure') throw conflict('case.not-an-erasure');
}

/** Once it was executed, a case goes by the plan that was approved; what is left of it is shown under that hash. */
function previewOf(found: CaseView, scope: ErasureScope): http.ErasurePreview {
  const { lines, catalogueHash, fileIds, owners, liveContactIds } = scope;
  return {
    caseId: found.id,
    planHash: beforeExecution.includes(found.state) ? scope.planHash : (found.planHash ?? scope.planHash),
    catalogueHash,
    lines: [...lines],
    recordingFiles: fileIds.length,
    keysToDestroy: owners.length,
    liveCalls: liveContactIds.length,
  };
}
