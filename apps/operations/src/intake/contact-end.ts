import { Inject, Injectable } from '@nestjs/common';
import type { http } from '@voxkeep/contracts';
import { ClosedContacts } from '@voxkeep/history';
import { RecorderCommands, UntoldEndings } from '@voxkeep/operative';
import { forbidden, notFound, type SignedIn } from '@voxkeep/platform';
import type { z } from 'zod';
import { Visibility } from '../access/visibility.js';
import { ContactReader } from '../contacts/contact-reader.js';

type Ended = z.infer<typeof http.contactEnded>['ended'];

/** How long the recorder is waited for, in milliseconds; what it has not answered by then it does all the same. */
const patienceMs = 500;

/** Ends a contact because somebody says that it is over. What a recorder holds, that recorder ends. */
@Injectable()
export class ContactEnd {
  constructor(
    @Inject(UntoldEndings) private readonly endings: UntoldEndings,
    @Inject(RecorderCommands) private readonly commands: RecorderCommands,
    @Inject(ClosedContacts) private readonly closed: ClosedContacts,
    @Inject(ContactReader) private readonly contacts: ContactReader,
    @Inject(Visibility) private readonly visibility: Visibility,
  ) {}

  /**
   * Idempotent. An integration ends any contact, a person those that they may change and see. Throws 403 without either right, 404
   * for a contact that is not there or not to be seen.
   */
  async end(contactId: string, by: SignedIn): Promise<z.infer<typeof http.contactEnded>> {
    await this.demand(contactId, by);
    const told = await this.endings.endUncalled(contactId, { at: new Date(), reason: 'ended-by-command' }, by.userId);
    if (told === 'unknown' && (await this.closed.get(contactId)) === undefined) throw notFound();
    return {
      contactId,
      ended: told === 'called' ? await this.tellRecorder(contactId, by) : told === 'ended' ? told : 'already-ended',
    };
  }

  private async demand(contactId: string, { userId }: SignedIn): Promise<void> {
    if (await this.visibility.holdsOne(userId, ['integration', 'use'])) return;
    await this.visibility.demandOne(userId, ['contact', 'modify']);
    const { queueId } = await this.contacts.get(contactId, userId);
    if (!(await this.visibility.mayModify(userId, queueId))) throw forbidden();
  }

  /** A recorder that holds the call no more has ended it; its books, or else the rule for untold ends, follow. */
  private async tellRecorder(contactId: string, by: SignedIn): Promise<Ended> {
    const answer = await this.commands.askAndWait({ contactId, kind: 'end' }, by.userId, patienceMs);
    return answer === 'applied' ? 'ended' : 'ending';
  }
}
