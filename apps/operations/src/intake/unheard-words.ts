import { Inject, Injectable } from '@nestjs/common';
import { TelephonyViews } from '@voxkeep/configuration';
import type { http } from '@voxkeep/contracts';
import { Consents, Contacts, type NewCommand } from '@voxkeep/operative';
import { conflict, type SignedIn } from '@voxkeep/platform';
import type { z } from 'zod';

type Told = Pick<z.output<typeof http.consentIntakeBody>, 'state' | 'evidence'>;

/** A command that tells a word under the id of its consent. */
export type WordCommand = NewCommand & { readonly consentId: string };

/** What is told of a contact that no recorder holds: a call that comes hears it from the books. */
@Injectable()
export class UnheardWords {
  constructor(
    @Inject(Contacts) private readonly contacts: Contacts,
    @Inject(Consents) private readonly consents: Consents,
    @Inject(TelephonyViews) private readonly telephony: TelephonyViews,
  ) {}

  /**
   * A question is no answer, and a user stops, or starts, nothing that does not run. `held`: a recorder has taken the contact and is to be
   * told. Throws 409 for a yes of which it is not known for what it was said.
   */
  async writeDown({ state, evidence }: Told, { contactId, consentId: id }: WordCommand, by: SignedIn): Promise<'done' | 'held'> {
    if (state === 'asked' || (evidence === 'user' && state !== 'withdrawn')) return 'done';
    const evidenceKind = evidence === 'user' ? 'agent' : evidence;
    const word = { id, state, evidenceKind, at: new Date(), purpose: await this.purposeOf(contactId) };
    const written = await this.consents.writeUnheld(contactId, word, by.userId);
    if (written === 'purpose-unknown') throw conflict('consent.purpose-unknown-tell-in-call');
    return written === 'held' ? 'held' : 'done';
  }

  /** For what a call of the contact would be recorded; null while its queue is not known. */
  private async purposeOf(contactId: string): Promise<string | null> {
    const queueId = (await this.contacts.get(contactId))?.queueId ?? null;
    return (queueId === null ? undefined : await this.telephony.rulesOf(queueId))?.recording?.purpose ?? null;
  }
}
