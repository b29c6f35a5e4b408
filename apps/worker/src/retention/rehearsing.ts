import { Inject, Injectable } from '@nestjs/common';
import { Rehearsals, RetentionRules } from '@voxkeep/configuration';
import type { http } from '@voxkeep/contracts';
import { diagnostics } from '@voxkeep/platform';
import { Classes } from './classes.js';
import { rehearsalFailed } from './events.js';
import type { Frame, Measure } from './frame.js';
import { Frames } from './frames.js';

const hourMs = 3_600_000;

/** Counts what retention would remove, without removing anything. */
@Injectable()
export class Rehearsing {
  constructor(
    @Inject(Rehearsals) private readonly rehearsals: Rehearsals,
    @Inject(RetentionRules) private readonly rules: RetentionRules,
    @Inject(Frames) private readonly frames: Frames,
    @Inject(Classes) private readonly classes: Classes,
  ) {}

  /** Carries out every rehearsal that is asked for; answers how many. One that fails says so and can be asked for again. */
  async carryOut(now: Date): Promise<number> {
    const asked = await this.rehearsals.asked();
    for (const id of asked) await this.one(id, now);
    return asked.length;
  }

  /** Every class measured by these rules. */
  async measure(frame: Frame): Promise<readonly Measure[]> {
    const measures: Measure[] = [];
    for (const one of this.classes.all) measures.push(...(await one.measure(frame)));
    return measures;
  }

  private async one(id: string, now: Date): Promise<void> {
    try {
      const rules: readonly http.RetentionRule[] = await this.rules.list();
      const frame = await this.frames.of(rules, now);
      const { hash, keys } = await frame.holding();
      const numbers = new Map(keys.map(({ hold, number }) => [hold, number]));
      const lines = (await this.measure(frame)).map((line) => named(line, numbers));
      await this.rehearsals.finish(id, { rules, holdsHash: hash, firstRunAt: nextFullHour(now), lines });
    } catch (error) {
      diagnostics.record(rehearsalFailed, { error });
      await this.rehearsals.fail(id);
    }
  }
}

/** Holds by the number under which people know them. */
function named(line: Measure, numbers: ReadonlyMap<string, string>): Measure {
  return { ...line, holds: line.holds.map(({ hold, rows }) => ({ hold: numbers.get(hold) ?? hold, rows })) };
}

/** When a run that is approved by then begins. */
function nextFullHour(now: Date): Date {
  return new Date(Math.ceil((now.getTime() + 1) / hourMs) * hourMs);
}
