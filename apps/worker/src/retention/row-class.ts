import type { DatabaseName } from '@voxkeep/contracts';
import type { Database } from '@voxkeep/platform';
import { noStep, termsOf, type Frame, type Measure, type Progress, type RetentionClass } from './frame.js';
import type { Holding } from './holding.js';
import { Params } from './judgement.js';
import { measureRows } from './measure.js';
import { removeInParts } from './remove-in-parts.js';

/** What kind of rows a class is made of. */
export interface RowKind {
  readonly name: string;
  readonly store: DatabaseName;
  /** Yields `id` (text), `start`, `before`, `hold` of every row. */
  readonly judge: (frame: Frame, holding: Holding, params: Params) => string;
  /** Removes rows by their ids (`$1`, text). */
  readonly remove: readonly string[];
  /** Whether anything of it is to be removed; by default when there is a term. */
  readonly applies?: (frame: Frame) => boolean;
  /** Keeps rows that something in another database still needs; answers those that may go. */
  readonly free?: (ids: readonly string[]) => Promise<readonly string[]>;
}

const batchSize = 1000;

/** A class whose rows stand for themselves: no file, no key of their own. */
export class RowClass implements RetentionClass {
  readonly name: string;

  constructor(
    private readonly database: Database,
    private readonly kind: RowKind,
  ) {
    this.name = kind.name;
  }

  async measure(frame: Frame): Promise<readonly Measure[]> {
    const params = new Params();
    const judged = this.kind.judge(frame, await frame.holding(), params);
    return [await measureRows(this.database, this.name, judged, params)];
  }

  async remove(frame: Frame, progress: Progress): Promise<void> {
    const applies = this.kind.applies ?? ((one: Frame) => termsOf(one, this.name).length > 0);
    if (!applies(frame)) return;
    const tally = { held: 0, failed: 0 };
    for (let after = ''; ;) {
      const batch = await frame.guarded((holding) => this.batch(frame, holding, after));
      if (batch === undefined) break;
      tally.held += batch.held;
      tally.failed += batch.failed;
      await progress.add({ ...noStep(this.name, this.database.name), removed: batch.removed, ...tally });
      after = batch.last;
    }
  }

  private async batch(frame: Frame, holding: Holding, after: string) {
    const params = new Params();
    const judged = this.kind.judge(frame, holding, params);
    const found = await this.database.rows<{ readonly id: string; readonly hold: string | null }>(
      `select id, hold from (${judged}) j where start < before and id > ${params.of(after)} order by id limit ${String(batchSize)}`,
      params.values,
    );
    const last = found.at(-1);
    if (last === undefined) return undefined;
    const due = found.filter(({ hold }) => hold === null).map(({ id }) => id);
    const { done, failed } = await removeInParts(this.name, due, (ids) => this.removeBatch(ids));
    return { last: last.id, held: found.length - due.length, removed: done.reduce((sum, count) => sum + count, 0), failed };
  }

  private async removeBatch(due: readonly string[]): Promise<number> {
    if (due.length === 0) return 0;
    const free = this.kind.free ? await this.kind.free(due) : due;
    return this.database.transaction(async (t) => {
      let removed = 0;
      for (const statement of this.kind.remove) removed = (await t.rows(`${statement} returning 1`, [free])).length;
      return removed;
    });
  }
}
