import { Inject, Injectable } from '@nestjs/common';
import { eventsOfNeighbours } from '@voxkeep/contracts';
import { LiveContacts, type AlarmRow } from '@voxkeep/monitoring';
import { Consents, Contacts, ownKey } from '@voxkeep/operative';
import { notFound } from '@voxkeep/platform';
import { Visibility } from '../access/visibility.js';
import { ContactShelves } from './contact-shelves.js';
import { agentsOf, type StoredContact } from './stored-contact.js';

/** Two are the rule; more have a contact of which several calls went on to another customer. */
const mostNeighbours = 10;

/** Reads one contact wherever it lies, for those who may see it. */
@Injectable()
export class ContactReader {
  constructor(
    @Inject(Contacts) private readonly contacts: Contacts,
    @Inject(ContactShelves) private readonly shelves: ContactShelves,
    @Inject(Consents) private readonly consents: Consents,
    @Inject(Visibility) private readonly visibility: Visibility,
    @Inject(LiveContacts) private readonly live: LiveContacts,
  ) {}

  /** Throws 404 alike for a contact that is not there and for one that is not the user's to see. */
  async get(contactId: string, userId: string): Promise<StoredContact> {
    const found = await this.seen(contactId, userId);
    if (!found) throw notFound();
    return found;
  }

  /** The contacts before and after this one in a recording session that the user may see, by the ids with which its events name them. */
  async neighboursOf({ events }: Pick<StoredContact, 'events'>, userId: string): Promise<ReadonlyMap<string, string>> {
    const named = events.flatMap(({ kind, subjectId }) => (eventsOfNeighbours.includes(kind) ? (subjectId ?? []) : []));
    const seen = new Map<string, string>();
    for (const opened of named.slice(0, mostNeighbours)) {
      // A call that joined a contact is named by the one that it would have opened.
      const contactId = (await this.contacts.findByKey(ownKey(opened))) ?? opened;
      if (await this.seen(contactId, userId)) seen.set(opened, contactId);
    }
    return seen;
  }

  /** The contact, if it is there and the user's to see. */
  private async seen(contactId: string, userId: string): Promise<StoredContact | undefined> {
    const [stored, consents] = await Promise.all([this.shelves.get(contactId), this.consents.ofContact(contactId)]);
    const found: StoredContact | undefined = stored && { ...stored, consents };
    const place = found && { queueId: found.queueId, agentUserIds: agentsOf(found) };
    return place && (await this.visibility.sees(userId, place)) ? found : undefined;
  }

  /** Whether there is such a contact, whoever may see it. */
  async isThere(contactId: string): Promise<boolean> {
    return (await this.shelves.get(contactId)) !== undefined;
  }

  /**
   * Whether somebody who sees a contact may tell what its customer says: its agents of their own calls, and whoever may change it. A yes
   * is told by who is on the call; a no may come just after one has left.
   */
  async tellsConsent(
    { parties, queueId }: Pick<StoredContact, 'parties' | 'queueId'>,
    userId: string,
    isYes = false,
  ): Promise<boolean> {
    const isOwn = parties.some((party) => party.role === 'agent' && party.userId === userId && (!isYes || party.toAt === null));
    if (isOwn && (await this.visibility.holdsOne(userId, ['contact', 'use']))) return true;
    return this.visibility.mayModify(userId, queueId);
  }

  /** What is wrong now with the recording of a contact that goes on. */
  alarmsOf({ id, closedAt }: Pick<StoredContact, 'id' | 'closedAt'>): Promise<readonly AlarmRow[]> {
    return closedAt === null ? this.live.alarmsOf([id]) : Promise.resolve([]);
  }
}
