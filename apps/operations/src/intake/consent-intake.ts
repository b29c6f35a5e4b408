import { Inject, Injectable } from '@nestjs/common';
import type { http } from '@voxkeep/contracts';
import { Contacts, RecorderCommands, type CommandKind, type CommandResult } from '@voxkeep/operative';
import { communication, conflict, forbidden, newId, notFound, unprocessable, type SignedIn } from '@voxkeep/platform';
import type { z } from 'zod';
import { Visibility } from '../access/visibility.js';
import { ContactReader } from '../contacts/contact-reader.js';
import { consentTold } from './communication-events.js';
import { UnheardWords, type WordCommand } from './unheard-words.js';

type Intake = z.output<typeof http.consentIntakeBody>;

const commandOf: Readonly<Record<Intake['state'], CommandKind>> = {
  asked: 'consent-asked',
  given: 'consent-given',
  refused: 'consent-refused',
  withdrawn: 'withdraw',
};

/** How long the recorder is waited for, in milliseconds. */
const patienceMs = 500;

/** Rights that reach every contact, seen or not; and those that reach the contacts that one is on, or may change. */
const forAnyContact = [
  ['customer-consent', 'modify'],
  ['integration', 'use'],
] as const;
const forOwnContacts = [
  ['contact', 'use'],
  ['contact', 'modify'],
] as const;

/** Takes what a customer said to the recorder that holds the call; that one applies it and writes the consent. */
@Injectable()
export class ConsentIntake {
  constructor(
    @Inject(Contacts) private readonly contacts: Contacts,
    @Inject(RecorderCommands) private readonly commands: RecorderCommands,
    @Inject(UnheardWords) private readonly unheard: UnheardWords,
    @Inject(ContactReader) private readonly reader: ContactReader,
    @Inject(Visibility) private readonly visibility: Visibility,
  ) {}

  /**
   * Waits at most 500 ms for the recorder. A no that no recorder hears is written down before it is answered, and counts in a call that
   * comes; so does a yes where a call may still come. Throws 403 without the
   * right, 404 for an unknown key or contact and for one that is not to be seen, 422 for a wording that is told with an answer, 409 when the recorder cannot apply it any more, for a yes
   * of which it is not known for what it was said, and for a key that may stand for another customer's call:
   * whose word it is is not guessed, the id of the contact says it.
   */
  async take(told: Intake, by: SignedIn): Promise<z.infer<typeof http.consentIntakeAnswer>> {
    await this.visibility.demandOne(by.userId, ...forAnyContact, ...forOwnContacts);
    const { contactId, isCertain } = await this.contactOf(told);
    await this.demand(contactId, told, by);
    demandNoWordingOfAnswer(told);
    if (!isCertain) throw conflict('contact.key-ambiguous-use-contact-id');
    const { state, wordingVersion, evidence } = told;
    const command = {
      contactId,
      kind: commandOf[state],
      consentId: newId(),
      wordingVersion: wordingVersion ?? null,
      evidenceKind: evidence,
    };
    const applied = await this.tell(told, command, by);
    communication.during({ contactId }, (stream) => {
      stream.record(consentTold, { contact: contactId, state, evidence, result: applied });
    });
    if (applied === 'refused') throw conflict('consent.not-applicable');
    return { contactId, applied };
  }

  /** A recorder may take the contact just when nobody held it: then it is told after all. */
  private async tell(told: Intake, command: WordCommand, by: SignedIn): Promise<CommandResult | 'unknown'> {
    for (;;) {
      const asked = await this.commands.ask(command, by.userId);
      if (asked !== 'no-live-recording') return this.commands.awaitAcknowledgement(asked.commandId, patienceMs);
      if (!(await this.reader.isThere(command.contactId))) throw notFound();
      if ((await this.unheard.writeDown(told, command, by)) !== 'held') return asked;
    }
  }

  /** A person tells of contacts that they see and are on, or may change, and only what was said to an agent, or their own start and stop. */
  private async demand(contactId: string, { state, evidence }: Intake, { userId }: SignedIn): Promise<void> {
    if (await this.visibility.holdsOne(userId, ...forAnyContact)) return;
    const contact = await this.reader.get(contactId, userId);
    if (!(await this.reader.tellsConsent(contact, userId, state === 'given'))) throw forbidden();
    if (evidence !== 'agent' && evidence !== 'user') throw unprocessable([{ path: 'evidence', problem: 'invalid' }]);
  }

  /** A key of a closed contact may be a new call's by now, and only to take a yes back is right in any case. */
  private async contactOf({ contact, state }: Intake): Promise<{ readonly contactId: string; readonly isCertain: boolean }> {
    if ('contactId' in contact) return { contactId: contact.contactId, isCertain: true };
    const found = await this.contacts.named({ system: contact.system, value: contact.key });
    if (found === undefined) throw notFound();
    const { contactId, isLive, isShared } = found;
    return { contactId, isCertain: !isShared && (isLive || state === 'withdrawn') };
  }
}

/** What was asked says in which words; a wording that comes with an answer would be written down nowhere. */
function demandNoWordingOfAnswer({ state, wordingVersion }: Intake): void {
  if (wordingVersion !== undefined && state !== 'asked')
    throw unprocessable([{ path: 'wordingVersion', problem: 'only-with-asked' }]);
}
