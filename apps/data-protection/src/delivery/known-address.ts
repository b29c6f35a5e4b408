import { Inject, Injectable } from '@nestjs/common';
import { Cases, type CaseView } from '@voxkeep/configuration';
import { notFound } from '@voxkeep/platform';
import { KnownAddresses, type AddressState } from './known-addresses.js';
import { writeLetter, type MailMessage } from './mail/letters.js';
import { MailServer, type MailRefusal } from './mail/mail-server.js';

/** To whom a mail goes: an id, never an address. `language` is the person's (BCP 47). */
export interface KnownRecipient {
  readonly caseId: string;
  readonly contactPointId: string;
  readonly language: string;
  /** Id of the user who sends it. */
  readonly by: string;
}
export type MailOutcome =
  { readonly sent: Date } | { readonly refused: MailRefusal | `contact-point.${Exclude<AddressState, 'known'>}` };

/** Mails to an address that was known long before the request, and to no other. */
@Injectable()
export class KnownAddressMail {
  constructor(
    @Inject(Cases) private readonly cases: Cases,
    @Inject(KnownAddresses) private readonly addresses: KnownAddresses,
    @Inject(MailServer) private readonly server: MailServer,
  ) {}

  /** Whether something may be sent to this contact point. 404 without such a case. */
  async check(
    { caseId, contactPointId }: Pick<KnownRecipient, 'caseId' | 'contactPointId'>,
    kind?: 'email' | 'phone',
  ): Promise<AddressState> {
    return this.addresses.stateOf(await this.#case(caseId), contactPointId, kind);
  }

  /** Sends one of the letters. Opening the address is on record as `mail.send`, whether or not the server takes the mail. */
  async send({ caseId, contactPointId, language, by }: KnownRecipient, message: MailMessage): Promise<MailOutcome> {
    if (!this.server.isConfigured) return { refused: 'mail.not-configured' };
    const found = await this.#case(caseId);
    const state = await this.addresses.stateOf(found, contactPointId);
    if (state !== 'known') return { refused: `contact-point.${state}` };
    const to = (await this.addresses.open(found, [contactPointId], 'mail.send', by)).get(contactPointId);
    return to === undefined
      ? { refused: 'contact-point.not-there' }
      : this.server.send({ to, ...writeLetter(message, language) });
  }

  async #case(caseId: string): Promise<CaseView> {
    const found = await this.cases.find(caseId);
    if (found === undefined) throw notFound();
    return found;
  }
}
