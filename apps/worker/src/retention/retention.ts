import { Inject, Injectable } from '@nestjs/common';
import {
  EvidenceFreezes,
  Rehearsals,
  RetentionRules,
  RetentionRuns,
  hashOfRules,
  type ApprovalInForce,
} from '@voxkeep/configuration';
import type { http } from '@voxkeep/contracts';
import { Database, databaseToken, diagnostics } from '@voxkeep/platform';
import { byWorker } from '../by.js';
import { decideBrake } from './brake.js';
import { retentionBatchFailed, retentionBraked, retentionRan } from './events.js';
import type { Frame, Measure, Progress, Step } from './frame.js';
import { RunParts } from './run-parts.js';

/** What a pass came to. `idle`: nobody has approved, or nothing is due. */
export type Pass =
  | { readonly kind: 'idle' | 'busy' }
  | { readonly kind: 'stopped'; readonly because: http.RehearsalReason }
  | { readonly kind: 'done' | 'failed'; readonly removed: number };

/** Removes what is past its term, by approved rules only, and stops when time or figures are not what they should be. */
@Injectable()
export class Retention {
  constructor(
    @Inject(databaseToken('configuration')) private readonly configuration: Database,
    @Inject(Rehearsals) private readonly rehearsals: Rehearsals,
    @Inject(RetentionRules) private readonly rules: RetentionRules,
    @Inject(RetentionRuns) private readonly runs: RetentionRuns,
    @Inject(RunParts) private readonly parts: RunParts,
  ) {}

  /** One pass: looks at clock, approval and figures, then removes. One process at a time; the others answer `busy`. */
  async pass(now: Date): Promise<Pass> {
    return this.configuration.transaction(async (t) => {
      const [lock] = await t.rows<{ got: boolean }>(
        `select pg_try_advisory_xact_lock(hashtextextended('retention.run', 0)) as got`,
      );
      return lock?.got ? this.go(now) : { kind: 'busy' };
    });
  }

  private async go(now: Date): Promise<Pass> {
    // While evidence of an incident is frozen nothing is removed. The clock is not noted either: after a long stop it is looked at anew.
    if (await this.isFrozen()) return { kind: 'idle' };
    const clock = await this.runs.clock();
    const approval = await this.rehearsals.inForce();
    const pass = await this.goBy(approval, clock, now);
    await this.runs.passed(now);
    return pass;
  }

  private async goBy(
    approval: ApprovalInForce | undefined,
    clock: { readonly lastAt: Date | null; readonly databaseNow: Date },
    now: Date,
  ): Promise<Pass> {
    if (!approval) return this.vanish(now, clock);
    const frame = await this.parts.frames.of(approval.rules, now);
    const changed = await this.changedSince(approval, frame);
    if (changed) return this.stop(approval, changed, now);
    const figures = await this.parts.rehearsing.measure(frame);
    const approved = approval.firstRunId === null ? ((await this.rehearsals.find(approval.rehearsalId))?.lines ?? []) : null;
    const brake = decideBrake({ now, ...clock, figures, approved });
    if (brake) return this.stop(approval, brake, now);
    if (!(await this.isAnythingDue(figures, frame))) return { kind: 'idle' };
    return this.run(approval.rehearsalId, frame, now);
  }

  /** Removed users vanish without any rule; nothing else does. A clock that is off stops even that. */
  private async vanish(now: Date, clock: { readonly lastAt: Date | null; readonly databaseNow: Date }): Promise<Pass> {
    if (decideBrake({ now, ...clock, figures: [], approved: null })) return { kind: 'idle' };
    const frame = await this.parts.frames.of([], now);
    if ((await this.parts.tombstones.due(frame)) === 0) return { kind: 'idle' };
    return this.run(null, frame, now);
  }

  private async changedSince(approval: ApprovalInForce, frame: Frame): Promise<http.RehearsalReason | undefined> {
    if (hashOfRules(await this.rules.list()) !== approval.rulesHash) return 'rules-changed';
    const holds = approval.firstRunId === null && (await frame.holding()).hash !== approval.holdsHash;
    return holds ? 'holds-changed' : undefined;
  }

  private isFrozen(): Promise<boolean> {
    return new EvidenceFreezes(this.configuration).isStanding();
  }

  private async isAnythingDue(figures: readonly Measure[], frame: Frame): Promise<boolean> {
    return figures.some(({ due }) => due > 0) || (await this.parts.tombstones.due(frame)) > 0;
  }

  /** Pulls the brake: the approval ends, and a new rehearsal shows what would happen now. */
  private async stop(approval: ApprovalInForce, because: http.RehearsalReason, now: Date): Promise<Pass> {
    const runId = await this.runs.begin(approval.rehearsalId, now);
    await this.rehearsals.end(because, byWorker);
    await this.runs.finish(runId, 'stopped', because, byWorker, now);
    await this.rehearsals.ask(because, byWorker);
    diagnostics.record(retentionBraked, { because });
    return { kind: 'stopped', because };
  }

  private async run(rehearsalId: string | null, frame: Frame, now: Date): Promise<Pass> {
    const since = performance.now();
    const runId = await this.runs.begin(rehearsalId, now);
    const removed = new Map<string, Step>();
    const add = async (step: Step) => {
      await this.runs.add(runId, step);
      const key = `${step.class}/${step.store}`;
      removed.set(key, { ...step, removed: (removed.get(key)?.removed ?? 0) + step.removed });
    };
    const whole = await this.removeAll(frame, { runId, add });
    await this.parts.summaries.write(runId, frame, [...removed.values()]);
    const sum = (of: (step: Step) => number) => [...removed.values()].reduce((total, step) => total + of(step), 0);
    const failed = sum((step) => step.failed);
    const state = whole && failed === 0 ? 'done' : 'failed';
    await this.runs.finish(runId, state, null, byWorker, now);
    const figures = { removed: sum((step) => step.removed), held: sum((step) => step.held), failed };
    diagnostics.record(retentionRan, { state, ...figures, tookMs: performance.now() - since });
    return { kind: state, removed: figures.removed };
  }

  /** Every class, one after the other; one that fails does not keep the others from going on. */
  private async removeAll(frame: Frame, progress: Progress): Promise<boolean> {
    let whole = true;
    const parts = [
      ...this.parts.classes.all,
      { name: 'account', remove: this.parts.tombstones.remove.bind(this.parts.tombstones) },
    ];
    for (const part of parts) {
      if (await this.isFrozen()) return false;
      try {
        await part.remove(frame, progress);
      } catch (error) {
        diagnostics.record(retentionBatchFailed, { class: part.name, rows: 0, error });
        whole = false;
      }
    }
    return whole;
  }
}
