import { Inject, Injectable } from '@nestjs/common';
import type { DatabaseName } from '@voxkeep/contracts';
import { byWorker } from '../by.js';
import { Databases } from '../databases.js';
import { termsOf, type Frame, type Step } from './frame.js';

/** Writes into each database what a run removed from it: one audit entry and one watermark per class. */
@Injectable()
export class Summaries {
  constructor(@Inject(Databases) private readonly databases: Databases) {}

  async write(runId: string, frame: Frame, steps: readonly Step[]): Promise<void> {
    for (const step of steps.filter(({ removed }) => removed > 0)) {
      const until = termsOf(frame, step.class).map(({ before }) => before.getTime());
      await this.databases.of(step.store as DatabaseName).transaction(async (t) => {
        await t.rows('insert into cleanup_log (class, until, removed) values ($1, $2, $3)', [
          step.class,
          until.length === 0 ? frame.now : new Date(Math.max(...until)),
          step.removed,
        ]);
        await t.audit({
          action: 'retention.remove',
          actor: byWorker,
          object: { kind: 'retention-run', id: runId },
          purpose: 'retention',
          columns: [step.class],
          count: step.removed,
        });
      });
    }
  }
}
