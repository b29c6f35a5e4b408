import { Inject, Injectable } from '@nestjs/common';
import { Contacts, ErasedContacts, type Attached, type ContactRecord } from '@voxkeep/operative';
import { Database, databaseToken, type Transaction } from '@voxkeep/platform';
import { byWorker } from '../by.js';
import { lowestId, orLeave } from '../each-contact.js';
import { CustomerPoints } from './customer-points.js';
import { StandingConsents } from './standing-consents.js';

const batchSize = 200;
/** The same lock that an erasure takes, so that a contact is not attached while it is being detached. */
const lockContacts = `select pg_advisory_xact_lock(hashtextextended(id, 0)) from (select unnest($1::text[]) as id order by 1) as c`;

/** Gives contacts their contact point. Driven by their state, so that a death anywhere is made good by the next run. */
@Injectable()
export class Attribution {
  constructor(
    @Inject(databaseToken('operative')) private readonly operative: Database,
    @Inject(Contacts) private readonly contacts: Contacts,
    @Inject(ErasedContacts) private readonly erasures: ErasedContacts,
    @Inject(CustomerPoints) private readonly points: CustomerPoints,
    @Inject(StandingConsents) private readonly standing: StandingConsents,
  ) {}

  /** Attributes everything that waits, oldest first; answers how many contacts. Throws what the keyring throws. */
  async attributePending(): Promise<number> {
    let attributed = 0;
    for (let after = lowestId; ;) {
      const pending = await this.contacts.pendingAttribution(batchSize, after);
      if (pending.length > 0) await this.operative.transaction((t) => this.attribute(t, pending));
      attributed += pending.length;
      if (pending.length < batchSize) return attributed;
      after = pending.at(-1)?.id ?? after;
    }
  }

  /** The customer of a call came on: another system may have said already who that is. */
  joined(contactId: string): Promise<void> {
    return this.standing.tellJoined(contactId);
  }

  /** The transaction holds the locks only; the rows are written by their keepers, contact point first. */
  private async attribute(t: Transaction, pending: readonly ContactRecord[]): Promise<void> {
    const ids = pending.map(({ id }) => id);
    await t.rows(lockContacts, [ids]);
    const erased = await this.erasures.among(ids);
    const attached = await this.points.of(pending.filter(({ id }) => !erased.has(id)));
    for (const id of ids) await orLeave('attribute', id, () => this.attach(id, attached.get(id) ?? { attribution: 'none' }));
  }

  private async attach(contactId: string, attribution: Attached): Promise<void> {
    await this.contacts.attachCustomerPoint(contactId, attribution, byWorker);
    if (attribution.attribution === 'attributed') await this.standing.tell(contactId, attribution.contactPointId);
  }
}
