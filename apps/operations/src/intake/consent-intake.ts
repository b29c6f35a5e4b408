import { Inject, Injectable } from '@nestjs/common';
import type { http } from '@voxkeep/contracts';
import { ClosedContacts } from '@voxkeep/history';
import { Consents, Contacts, RecorderCommands, type CommandKind } from '@voxkeep/operative';
import { communication, conflict, newId, notFound, type SignedIn } from '@voxkeep/platform';
import type { z } from 'zod';
import { consentTold } from './communication-events.js';

type Intake = z.output<typeof http.consentIntakeBody>;

const commandOf: Readonly<Record<Intake['state'], CommandKind>> = {
  asked: 'consent-asked',
  given: 'consent-given',
  refused: 'consent-refused',
  withdrawn: 'withdraw',
};

/** Takes what a customer said to the recorder that holds the call; that one applies it and writes the consent. */
@Injectable()
export class ConsentIntake {
  constructor(
    @Inject(Contacts) private readonly contacts: Contacts,
    @Inject(RecorderCommands) private readonly commands: RecorderCommands,
    @Inject(Consents) private readonly consents: Consents,
    @Inject(ClosedContacts) private readonly closed: ClosedContacts,
  ) {}

  /** Waits at most 500 ms for the recorder; a withdrawal that comes after the call is written down all the same. Throws 404 for an unknown key or contact, 409 when the recorder cannot apply it any more. */
  async take(
    { contact, state, wordingVersion, evidence }: Intake,
    by: SignedIn,
  ): Promise<z.infer<typeof http.consentIntakeAnswer>> {
    const contactId = await this.contactOf(contact);
    const command = {
      contactId,
      kind: commandOf[state],
      consentId: newId(),
      wordingVersion: wordingVersion ?? null,
      evidenceKind: evidence,
    };
    const applied = await this.commands.askAndWait(command, by.userId, 500);
    if (applied === 'no-live-recording') await this.demandContact(contactId);
    communication.during({ contactId }, (stream) => {
      stream.record(consentTold, { contact: contactId, state, evidence, result: applied });
    });
    if (applied === 'no-live-recording' && state === 'withdrawn')
      await this.consents.withdraw(contactId, { id: command.consentId, evidenceKind: evidence, at: new Date() }, by.userId);
    if (applied === 'refused') throw conflict('consent.not-applicable');
    return { contactId, applied };
  }

  private async contactOf(reference: Intake['contact']): Promise<string> {
    if ('contactId' in reference) return reference.contactId;
    const found = await this.contacts.findByKey({ system: reference.system, value: reference.key });
    if (found === undefined) throw notFound();
    return found;
  }

  private async demandContact(contactId: string): Promise<void> {
    const isThere = (await this.contacts.get(contactId)) ?? (await this.closed.get(contactId));
    if (!isThere) throw notFound();
  }
}
