import { Inject, Injectable } from '@nestjs/common';
import { Recordings } from '@voxkeep/operative';
import { diagnostics } from '@voxkeep/platform';
import { byWorker } from '../by.js';
import { outcomeMissing } from '../events.js';

const minute = 60_000;
const day = 24 * 60 * minute;

/** Sees to it that every ended contact has an outcome: one without is an alarm, not a mystery (05, recording assurance). */
@Injectable()
export class RecordingAssurance {
  private lookedBack = false;

  constructor(@Inject(Recordings) private readonly recordings: Recordings) {}

  /**
   * Gives contacts that ended more than a minute ago and have no outcome the outcome failed (interrupted); answers how many. The
   * first run after a start looks back a month, later ones two hours.
   */
  async assure(now: Date): Promise<number> {
    const from = new Date(now.getTime() - (this.lookedBack ? 120 * minute : 31 * day));
    const missing = await this.recordings.withoutOutcome({ from, to: new Date(now.getTime() - minute) });
    for (const contactId of missing) {
      const outcome = { part: 'agent', outcome: 'failed', cause: 'interrupted', at: now } as const;
      const recorded = await this.recordings.recordOutcome(contactId, outcome, byWorker);
      if (recorded === 'recorded') diagnostics.record(outcomeMissing, { contact: contactId });
    }
    this.lookedBack = true;
    return missing.length;
  }
}
