import { Inject, Injectable } from '@nestjs/common';
import { RecorderCommands, UntoldEndings, type HeldContact } from '@voxkeep/operative';
import { diagnostics } from '@voxkeep/platform';
import { byWorker } from '../by.js';
import { eachContact } from '../each-contact.js';
import { contactEndedByRule } from '../events.js';
import { decideUntold } from './decide-untold.js';

const minute = 60_000;
const pageSize = 500;

/** The terms of the rules (settings `contact`). */
export interface UntoldTerms {
  readonly announcedMinutes: number;
  readonly askAfterMinutes: number;
  readonly recorderAwayHours: number;
}

/**
 * Ends contacts of which nobody tells the end, so that none stays live for ever and the term of its data begins. A call that a
 * recorder holds is never ended: the recorder is asked first.
 */
@Injectable()
export class UntoldContacts {
  constructor(
    @Inject(UntoldEndings) private readonly endings: UntoldEndings,
    @Inject(RecorderCommands) private readonly commands: RecorderCommands,
  ) {}

  /** One round; answers how many contacts it ended. */
  async end(now: Date, terms: UntoldTerms): Promise<number> {
    return (await this.endUncalled(now, terms)) + (await this.endHeld(now, terms));
  }

  private endUncalled(now: Date, { announcedMinutes }: UntoldTerms): Promise<number> {
    const before = new Date(now.getTime() - announcedMinutes * minute);
    const uncalled = (after: string) => this.endings.listUncalled(before, after, pageSize);
    return eachContact('end', uncalled, async (contactId) => {
      const done = await this.endings.endUncalled(contactId, { at: now, reason: 'no-call' }, byWorker);
      return done === 'ended' ? tell(contactId, 'no-call') : 0;
    });
  }

  private endHeld(now: Date, { askAfterMinutes, recorderAwayHours }: UntoldTerms): Promise<number> {
    const before = new Date(now.getTime() - askAfterMinutes * minute);
    const held = (after: string) => this.endings.listHeld(before, after, pageSize);
    return eachContact('end', held, (contact) => this.endWhenDecided(contact, now, recorderAwayHours * 60 * minute));
  }

  private async endWhenDecided(held: HeldContact, now: Date, awayMs: number): Promise<number> {
    const decided = decideUntold(held, now, { awayMs });
    if (decided === 'ask') await this.commands.ask({ contactId: held.contactId, kind: 'look' }, byWorker);
    return decided === 'ask' || decided === 'wait' ? 0 : this.endAbandoned(held.contactId, now, decided.end);
  }

  private async endAbandoned(contactId: string, at: Date, because: 'not-held' | 'recorder-away'): Promise<number> {
    const done = await this.endings.endAbandoned(contactId, { at, reason: because }, byWorker);
    return done === 'ended' ? tell(contactId, because) : 0;
  }
}

function tell(contact: string, because: 'no-call' | 'not-held' | 'recorder-away'): 1 {
  diagnostics.record(contactEndedByRule, { contact, because });
  return 1;
}
