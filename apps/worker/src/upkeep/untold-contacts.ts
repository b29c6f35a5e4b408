import { Inject, Injectable } from '@nestjs/common';
import { RecorderCommands, UntoldEndings } from '@voxkeep/operative';
import { diagnostics } from '@voxkeep/platform';
import { byWorker } from '../by.js';
import { contactEndedByRule } from '../events.js';
import { decideUntold } from './decide-untold.js';

const minute = 60_000;
const pageSize = 500;
const lowestId = '00000000-0000-0000-0000-000000000000';

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

  private async endUncalled(now: Date, { announcedMinutes }: UntoldTerms): Promise<number> {
    const before = new Date(now.getTime() - announcedMinutes * minute);
    let ended = 0;
    for (;;) {
      const page = await this.endings.listUncalled(before, pageSize);
      for (const contactId of page) {
        const done = await this.endings.endUncalled(contactId, { at: now, reason: 'no-call' }, byWorker);
        if (done === 'ended') ended += tell(contactId, 'no-call');
      }
      if (page.length < pageSize) return ended;
    }
  }

  private async endHeld(now: Date, { askAfterMinutes, recorderAwayHours }: UntoldTerms): Promise<number> {
    const before = new Date(now.getTime() - askAfterMinutes * minute);
    let ended = 0;
    for (let after = lowestId; ;) {
      const page = await this.endings.listHeld(before, after, pageSize);
      for (const held of page) {
        const decided = decideUntold(held, now, { awayMs: recorderAwayHours * 60 * minute });
        if (decided === 'ask') await this.commands.ask({ contactId: held.contactId, kind: 'look' }, byWorker);
        else if (decided !== 'wait') ended += await this.endAbandoned(held.contactId, now, decided.end);
      }
      after = page.at(-1)?.contactId ?? after;
      if (page.length < pageSize) return ended;
    }
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
