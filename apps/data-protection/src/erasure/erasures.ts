import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Cases, type CaseView } from '@voxkeep/configuration';
import type { http } from '@voxkeep/contracts';
import { conflict } from '@voxkeep/platform';
import { demandMoved } from '../cases/case-desk.js';
import { HoldContacts, previewOf } from './preview.js';
import { ErasureRuns } from './erasure-runs.js';
import { LookedAtPlans, planChanged } from './looked-at-plans.js';
import { Scopes, type Scoped } from './scopes.js';

const beforeExecution: readonly CaseView['state'][] = ['received', 'identity-check', 'scoped', 'hold-check', 'approved'];
const open: readonly CaseView['state'][] = ['received', 'identity-check', 'scoped', 'hold-check', 'suspended-by-hold'];

/** The way of an erasure case: preview, approval by a second person, execution of exactly the approved plan. */
@Injectable()
export class Erasures implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(Cases) private readonly cases: Cases,
    @Inject(Scopes) private readonly scopes: Scopes,
    @Inject(LookedAtPlans) private readonly lookedAt: LookedAtPlans,
    @Inject(ErasureRuns) private readonly runs: ErasureRuns,
    @Inject(HoldContacts) private readonly contacts: HoldContacts,
  ) {}

  /** What the erasure would do now. Freezes the plan of a case that nobody has approved yet, and looks whether anything is held. */
  async preview(found: CaseView, by: string): Promise<http.ErasurePreview> {
    demandErasure(found);
    const scoped = await this.scopes.of(found);
    this.lookedAt.keep(scoped.scope);
    const unapproved = open.includes(found.state) && found.approvedBy === null;
    if (unapproved && (found.planHash !== scoped.scope.planHash || found.state !== stateFor(scoped))) {
      await this.#freeze(found, scoped, by);
    }
    const hash = beforeExecution.includes(found.state) || unapproved ? undefined : found.planHash;
    return previewOf(found, scoped, await this.contacts.byNumber(), hash ?? scoped.scope.planHash);
  }

  /** Approves the plan that was looked at. 403 for whoever opened the case, 409 with the difference when the plan has changed. */
  async approve(found: CaseView, planHash: string, by: string): Promise<void> {
    demandErasure(found);
    if (found.openedBy === by) demandMoved({ refused: 'same-person' });
    const scoped = await this.scopes.of(found);
    if (scoped.scope.planHash !== planHash) throw planChanged(this.lookedAt.find(planHash), scoped.scope);
    if (found.planHash !== planHash || found.state !== 'hold-check') await this.#freeze(found, scoped, by);
    if (stateFor(scoped) === 'suspended-by-hold') throw conflict('case.suspended-by-hold');
    demandMoved(await this.cases.approve(found.id, planHash, by));
  }

  /** Begins or resumes the execution of the approved plan and answers when it has begun; 409 when the data have changed since. */
  async begin(found: CaseView, planHash: string, by: string): Promise<void> {
    demandErasure(found);
    if (beforeExecution.includes(found.state)) {
      const { scope } = await this.scopes.of(found);
      if (scope.planHash !== planHash) throw planChanged(this.lookedAt.find(planHash), scope);
    }
    demandMoved(await this.cases.start(found.id, planHash, by, 'restricting'));
    this.runs.start(found, by);
  }

  /** Lets cases go on whose hold or term has ended; answers at once. */
  goOn(): void {
    this.runs.goOn();
  }

  /** Resolves when no execution is going on. */
  async settled(): Promise<void> {
    await this.runs.settled();
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.runs.takeUp();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.runs.stop();
  }

  /** Scoped, then looked through for holds: partly held is still carried out in part, wholly held waits. */
  async #freeze(found: CaseView, scoped: Scoped, by: string): Promise<void> {
    demandMoved(await this.cases.scope(found.id, scoped.scope, by));
    await this.runs.records.notePolicy(found.id, scoped.scope.policyHash);
    const held = scoped.scope.retained.reduce((sum, { records }) => sum + records, 0);
    const step = { step: 'hold-check', affected: held, result: held === 0 ? 'nothing-held' : 'held' };
    demandMoved(await this.cases.move(found.id, 'hold-check', by));
    await this.cases.note(found.id, step, by);
    if (stateFor(scoped) === 'suspended-by-hold') demandMoved(await this.cases.move(found.id, 'suspended-by-hold', by));
  }
}

/** Where a frozen plan leads: to approval, or to waiting when holds leave nothing to erase. */
function stateFor({ scope }: Scoped): 'hold-check' | 'suspended-by-hold' {
  const held = scope.retained.some(({ reason }) => reason === 'hold');
  return held && scope.statements.length === 0 ? 'suspended-by-hold' : 'hold-check';
}

function demandErasure({ kind }: CaseView): void {
  if (kind !== 'erasure') throw conflict('case.not-an-erasure');
}
