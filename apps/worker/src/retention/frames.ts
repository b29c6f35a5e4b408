import { Inject, Injectable } from '@nestjs/common';
import { Holds } from '@voxkeep/configuration';
import type { http } from '@voxkeep/contracts';
import { Database, databaseToken, settings } from '@voxkeep/platform';
import type { Frame } from './frame.js';
import { holdingOf } from './holding.js';
import { termsAt } from './terms.js';

/** Makes what a rehearsal or a run goes by: terms as moments, and the holds as they stand. */
@Injectable()
export class Frames {
  constructor(
    @Inject(databaseToken('configuration')) private readonly configuration: Database,
    @Inject(databaseToken('directory')) private readonly directory: Database,
    @Inject(Holds) private readonly holds: Holds,
  ) {}

  async of(rules: readonly http.RetentionRule[], now: Date): Promise<Frame> {
    const terms = await termsAt(this.configuration, rules, now, settings().site.timeZone);
    const holding = async () => holdingOf(await this.holds.standing(), this.directory, this.configuration);
    const guarded: Frame['guarded'] = (work) =>
      this.configuration.transaction(async (t) => {
        await t.rows('select retention_hold_gate()');
        return work(await holding());
      });
    return { now, terms, holding, guarded };
  }
}
