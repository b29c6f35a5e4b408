import { domainEvent, type ContactEndReason, type ContactEventCode } from '@voxkeep/contracts';
import type { Sealed } from '@voxkeep/personal-data';
import { newTimeOrderedId, sqlRefusal, type Database, type Transaction } from '@voxkeep/platform';
import { getContact, type ContactDetail } from './contact-detail.js';
import { contactColumns, contactRecord, keyHash, sharedName } from './contact-rows.js';
import type {
  Actor,
  AnnouncedContact,
  Attribution,
  ContactRecord,
  CorrelationKey,
  NewParty,
  OpenedContact,
} from './contact-types.js';
import { openContact } from './open-contact.js';
import { searchContacts, type ContactPage, type ContactQuery } from './search-contacts.js';

const lowestId = '00000000-0000-0000-0000-000000000000';

/** Contacts and who was on them. Every change is one transaction with its event and its audit entry. */
export class Contacts {
  constructor(private readonly operative: Database) {}

  /**
   * Opens the contact of a correlation key, or attaches to the one that is there and not over: the same key twice, also from two sides at
   * once, is one contact. A month without partitions gets them and the opening is tried once more.
   */
  async open(contact: AnnouncedContact, by: Actor): Promise<OpenedContact> {
    try {
      return await this.operative.transaction((t) => openContact(t, contact, by));
    } catch (refused) {
      const { state, constraint } = sqlRefusal(refused) ?? {};
      if (state !== '23514' || constraint !== undefined) throw refused;
      await this.operative.rows('select ensure_contact_partitions($1::date, 2)', [contact.openedAt.toISOString().slice(0, 10)]);
      return this.operative.transaction((t) => openContact(t, contact, by));
    }
  }

  /** The contact of a correlation key, if there is one. */
  async findByKey(key: CorrelationKey): Promise<string | undefined> {
    const [found] = await this.operative.rows<{ contactId: string }>(
      'select contact_id as "contactId" from contact_key where system = $1 and key_hash = $2',
      [key.system, keyHash(key)],
    );
    return found?.contactId;
  }

  /** What a correlation key says about contacts, if it is known: see `NamedContact`. */
  async named(key: CorrelationKey): Promise<NamedContact | undefined> {
    const [found] = await this.operative.rows<NamedContact>(
      `select k.contact_id as "contactId", c.id is not null and c.closed_at is null as "isLive",
         exists (select from contact_key s where s.system = $3 and s.key_hash = k.key_hash) as "isShared"
       from contact_key k left join contact c on c.id = k.contact_id where k.system = $1 and k.key_hash = $2`,
      [key.system, keyHash(key), sharedName],
    );
    return found;
  }

  /** By what the customer of a contact can be compared with an announced number: see `ComparableContact`. */
  async comparable(contactId: string): Promise<ComparableContact> {
    const [found] = await this.operative.rows<ComparableContact>(
      `select announced_mark as "announcedMark", customer_point_id as "pointId", ${takesMark} as "takesMark"
       from contact c where id = $1`,
      [contactId],
    );
    return found ?? { announcedMark: null, pointId: null, takesMark: false };
  }

  /** The mark under which the contact waits from now on: this one, or that of whoever came first; undefined where it waits for no call any more. */
  async markAnnounced(contactId: string, mark: Buffer): Promise<Buffer | undefined> {
    const [marked] = await this.operative.rows<{ mark: Buffer }>(
      `update contact c set announced_mark = coalesce(announced_mark, $2)
       where id = $1 and (announced_mark is not null or ${takesMark}) returning announced_mark as mark`,
      [contactId, mark],
    );
    return marked?.mark;
  }

  /** Adds a further key to a contact. Answers the contact that has the key, which is another one when the key was taken. */
  addKey(contactId: string, key: CorrelationKey, by: Actor): Promise<string> {
    return this.operative.transaction(async (t) => {
      const [{ owner } = { owner: contactId }] = await t.rows<{ owner: string }>(
        `insert into contact_key as k (system, key_hash, contact_id) values ($1, $2, $3)
         on conflict (system, key_hash) do update set contact_id = k.contact_id returning k.contact_id as owner`,
        [key.system, keyHash(key), contactId],
      );
      await t.audit({ action: 'contact.add-key', actor: by, object: { kind: 'contact', id: contactId } });
      return owner;
    });
  }

  /** Fills sealed values that the contact does not have yet; those it has stay. */
  supplement(
    contactId: string,
    values: Partial<Record<'customerNumber' | 'customerName' | 'attributes', Sealed>>,
    attribution: Attribution,
    by: Actor,
  ): Promise<void> {
    return this.operative.transaction(async (t) => {
      await t.rows(
        `update contact set attribution = case when customer_number is null and attribution = 'none' then $5 else attribution end,
           customer_number = coalesce(customer_number, $2), customer_name = coalesce(customer_name, $3),
           attributes = coalesce(attributes, $4)
         where id = $1`,
        [contactId, values.customerNumber?.envelope, values.customerName?.envelope, values.attributes?.envelope, attribution],
      );
      await t.audit({
        action: 'contact.supplement',
        actor: by,
        object: { kind: 'contact', id: contactId },
        columns: Object.keys(values),
      });
    });
  }

  /** Closes the contact and the parties still on it. The first closing counts. */
  close(contactId: string, at: Date, reason: ContactEndReason, by: Actor): Promise<'closed' | 'already-closed'> {
    return this.operative.transaction(async (t) => {
      const [closed] = await t.rows<{ openedAt: Date }>(
        `update contact set closed_at = $2, end_reason = $3, announced_mark = null where id = $1 and closed_at is null
         returning opened_at as "openedAt"`,
        [contactId, at, reason],
        'operative.contact.close',
      );
      if (closed === undefined) return 'already-closed';
      await t.rows('update contact_party set to_at = $2 where contact_id = $1 and to_at is null', [contactId, at]);
      await t.append(
        domainEvent('contact.closed.v1', { contactId, at: at.toISOString(), openedAt: closed.openedAt.toISOString() }),
      );
      await t.audit({ action: 'contact.close', actor: by, object: { kind: 'contact', id: contactId } });
      return 'closed';
    });
  }

  /** Puts a party on the contact; the same party id again changes nothing. */
  addParty(contactId: string, party: NewParty, by: Actor): Promise<void> {
    return this.operative.transaction(async (t) => {
      const [added] = await t.rows(
        `insert into contact_party (contact_id, id, role, user_id, customer_owner, aor, label, from_at)
         select c.id, $2, $3, $4, c.customer_owner, $5, $6, $7 from contact c where c.id = $1
         on conflict do nothing returning id`,
        [contactId, party.id, party.role, party.userId, party.aor?.envelope, party.label, party.at],
        'operative.contact-party.insert',
      );
      if (added === undefined) return;
      const { id: partyId, role, userId } = party;
      await t.append(domainEvent('contact.party-joined.v1', { contactId, at: party.at.toISOString(), partyId, role, userId }));
      await t.audit({ action: 'contact.party-join', actor: by, object: { kind: 'contact', id: contactId } });
    });
  }

  /** Ends a party's stay (transfer, hang-up of one side). */
  leaveParty(contactId: string, partyId: string, at: Date, by: Actor): Promise<void> {
    return this.operative.transaction(async (t) => {
      const [left] = await t.rows(
        'update contact_party set to_at = $3 where contact_id = $1 and id = $2 and to_at is null returning id',
        [contactId, partyId, at],
      );
      if (left === undefined) return;
      await t.append(domainEvent('contact.party-left.v1', { contactId, at: at.toISOString(), partyId }));
      await t.audit({ action: 'contact.party-leave', actor: by, object: { kind: 'contact', id: contactId } });
    });
  }

  /** Notes that something happened; `subjectId` the random id of the row it is about. */
  event(contactId: string, { kind, at, subjectId = null }: NewContactEvent, by: Actor): Promise<void> {
    return this.operative.transaction(async (t) => {
      await t.rows(
        'insert into contact_event (contact_id, id, kind, at, subject_id) values ($1, $2, $3, $4, $5)',
        [contactId, newTimeOrderedId(at), kind, at, subjectId],
        'operative.contact-event.insert',
      );
      await t.audit({ action: 'contact.event', actor: by, object: { kind: 'contact', id: contactId } });
    });
  }

  /** Contacts whose number has not been looked up yet, in ascending order from the one after `after`; the sealed number goes to the keyring as it is. */
  async pendingAttribution(limit: number, after = lowestId): Promise<readonly ContactRecord[]> {
    const rows = await this.operative.rows<object>(
      `select ${contactColumns} from contact c where c.attribution = 'pending' and c.id > $1 order by c.id limit $2`,
      [after, limit],
    );
    return rows.map(contactRecord);
  }

  /** Links the contact to its contact point, or says why there is none. An erased contact is never linked again. */
  attachCustomerPoint(contactId: string, attribution: Attached, by: Actor): Promise<'attached' | 'erased'> {
    return this.operative.transaction(async (t) => {
      const pointId = attribution.attribution === 'attributed' ? attribution.contactPointId : null;
      if (!(await linkCustomerPoint(t, contactId, pointId, attribution.attribution))) return 'erased';
      await t.append(domainEvent('contact.attributed.v1', { contactId, at: new Date().toISOString(), contactPointId: pointId }));
      await t.audit({
        action: 'contact.attribute',
        actor: by,
        object: { kind: 'contact', id: contactId },
        subject: pointId ?? contactId,
      });
      return 'attached';
    });
  }

  /** Contacts that this recorder left open, e.g. when it was killed; it closes them when it starts again. */
  async openOf(recorderId: string): Promise<readonly ContactRecord[]> {
    const rows = await this.operative.rows<object>(
      `select ${contactColumns} from contact c where c.recorder_id = $1 and c.closed_at is null order by c.id`,
      [recorderId],
    );
    return rows.map(contactRecord);
  }

  /** One page of contacts, newest first, with outcomes, recordings and agents: three statements whatever the page holds. */
  search(query: ContactQuery): Promise<ContactPage> {
    return searchContacts(this.operative, query);
  }

  /** A contact with everything that hangs off it, or undefined when it is not there (or has moved to history). */
  get(contactId: string): Promise<ContactDetail | undefined> {
    return getContact(this.operative, contactId);
  }
}

/** Announced without a number, and no call has come: a number that is told still decides whose call it waits for. */
const takesMark = `c.announced_mark is null and c.customer_point_id is null and c.recorder_id is null and c.closed_at is null
  and not exists (select from erased_contact e where e.contact_id = c.id)`;

/** The mark of the announced number while the contact waits for its call, else its contact point. `takesMark`: a mark may be given to it. */
export interface ComparableContact {
  readonly announcedMark: Buffer | null;
  readonly pointId: string | null;
  readonly takesMark: boolean;
}

/** The contact that came first under a name. `isShared`: a call of another contact bears, or bore, the name too. */
export interface NamedContact {
  readonly contactId: string;
  readonly isLive: boolean;
  readonly isShared: boolean;
}

export interface NewContactEvent {
  readonly kind: ContactEventCode;
  readonly at: Date;
  readonly subjectId?: string | null;
}

/** What the search for a contact point came to. */
export type Attached =
  | { readonly attribution: 'attributed'; readonly contactPointId: string }
  | { readonly attribution: 'withheld' | 'invalid' | 'none' };

/** An erased contact stays without a contact point, and no longer waits for one. Answers whether it was linked. */
async function linkCustomerPoint(
  t: Transaction,
  contactId: string,
  pointId: string | null,
  state: Attribution,
): Promise<boolean> {
  const [linked] = await t.rows<{ erased: boolean }>(
    `update contact c set customer_point_id = case when e.erased then null else $2::uuid end,
       attribution = case when e.erased then 'none' else $3 end
     from (select exists (select from erased_contact where contact_id = $1) as erased) e
     where c.id = $1 returning e.erased`,
    [contactId, pointId, state],
    'operative.contact.attribute',
  );
  return linked?.erased === false;
}
