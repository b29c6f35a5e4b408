import { Inject, Injectable } from '@nestjs/common';
import type { CaseView } from '@voxkeep/configuration';
import { conflict } from '@voxkeep/platform';
import { KnownAddresses } from './known-addresses.js';
import { MailServer } from './mail/mail-server.js';

/** Addresses that a mail may go to, opened only when it really goes. */
@Injectable()
export class MailAddresses {
  constructor(
    @Inject(KnownAddresses) private readonly addresses: KnownAddresses,
    @Inject(MailServer) readonly server: MailServer,
  ) {}

  /** The address, opened under `mail.send`. 409 `mail.not-configured`, or `delivery.address-…` with the reason why not. */
  async open(found: CaseView, contactPointId: string, by: string): Promise<string> {
    await this.demandKnown(found, contactPointId);
    const address = (await this.addresses.open(found, [contactPointId], 'mail.send', by)).get(contactPointId);
    if (address === undefined) throw conflict('delivery.address-not-there');
    return address;
  }

  /** As `open`, without opening. */
  async demandKnown(found: CaseView, contactPointId: string): Promise<void> {
    if (!this.server.isConfigured) throw conflict('mail.not-configured');
    const state = await this.addresses.stateOf(found, contactPointId);
    if (state !== 'known') throw conflict(`delivery.address-${state}`);
  }
}
