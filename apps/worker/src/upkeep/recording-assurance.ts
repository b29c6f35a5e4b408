import { Inject, Injectable } from '@nestjs/common';
import { UntoldEndings } from '@voxkeep/operative';
import { diagnostics } from '@voxkeep/platform';
import { byWorker } from '../by.js';
import { eachContact } from '../each-contact.js';
import { outcomeMissing } from '../events.js';

/** Outcome and end of a contact are told together; what is not there after this long is not coming. */
const graceMs = 30_000;
const pageSize = 1000;

/** Sees to it that every part of an ended contact has an outcome: one without is an alarm, not a mystery (05, recording assurance). */
@Injectable()
export class RecordingAssurance {
  constructor(@Inject(UntoldEndings) private readonly endings: UntoldEndings) {}

  /**
   * Gives every part of a contact that ended more than half a minute ago, and has no outcome, the one that its rows speak for, and says
   * so; a recording without an end gets the contact's. Answers how many contacts. Looks at all of them each time: after a day off, or when a recorder tells late, none is missed.
   */
  assure(now: Date): Promise<number> {
    const before = new Date(now.getTime() - graceMs);
    const untold = (after: string) => this.endings.listUntold(before, after, pageSize);
    return eachContact('settle', untold, async (contact) => {
      if ((await this.endings.settle(contact, now, byWorker)) > 0) diagnostics.record(outcomeMissing, { contact });
      return 1;
    });
  }
}
