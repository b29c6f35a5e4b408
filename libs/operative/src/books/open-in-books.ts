import { domainEvent } from '@voxkeep/contracts';
import type { Database, Transaction } from '@voxkeep/platform';
import { isArchived } from '../consents/consent-rows.js';
import { keyHash, ownKey, sharedName } from '../contacts/contact-rows.js';
import type { Actor, CorrelationKey } from '../contacts/contact-types.js';
import type { BookedContact, BookEntry, ContactInBooks, WaitingContact } from './book-entry.js';
import { Telling } from './telling.js';
import { writeTold } from './write-entries.js';

/** What a key names; `live` is null when nothing is named. */
interface Named {
  readonly contactId: string | null;
  readonly live: boolean | null;
  readonly announcedMark: Buffer | null;
  /** The call's contact where that was erased: with an erasure the keys go, so only its id tells that the call belonged to it. */
  readonly erased: string | null;
}

/** Whether a call stands or stood in contact c that is none of these, which are hashes of own keys. */
const isOthers = (companions: string) => `exists (
  select from contact_key s where s.contact_id = c.id and s.system = 'recording-session' and s.key_hash <> all(${companions}::bytea[]))`;

const lookUp = `
  select k.contact_id as "contactId", case when k.contact_id is null then null else
      c.closed_at is null and c.id is not null and c.id <> all($3::uuid[])
      and not exists (select from erased_contact e where e.contact_id = c.id) and not ${isOthers('$6')} end as live,
    c.announced_mark as "announcedMark",
    (select e.contact_id from erased_contact e where e.contact_id in ($4::uuid, $5::uuid) order by e.contact_id = $4 desc limit 1) as erased
  from unnest($1::text[], $2::bytea[]) with ordinality as asked (system, key_hash, place)
  left join contact_key k on k.system = asked.system and k.key_hash = asked.key_hash
  left join contact c on c.id = k.contact_id order by place`;

/** The columns of `ContactInBooks`. */
const inBooks = `c.id as "contactId", c.queue_id as "queueId", c.customer_owner as "customerOwner", c.agent_owner as "agentOwner"`;

/** Parameters of `markShared`: every name that the call bears, and whether it is a stranger's though the books may not know that yet. */
function borneBy({ keys, shared = [] }: BookedContact): readonly unknown[] {
  const borne = [...keys, ...shared];
  return [borne.map(({ system }) => system), borne.map(keyHash), borne.map((key) => shared.includes(key))];
}

/**
 * Notes which names of a call stand for another contact as well, so that nobody takes them for either. The mark goes with the name: it
 * belongs to the contact that has that.
 */
const markShared = (
  own: 'taken' | 'before',
  contactId: string,
  [systems, hashes, strangers]: readonly [number, number, number],
) => `
  insert into contact_key (system, key_hash, contact_id)
  select '${sharedName}', b.key_hash, coalesce(k.contact_id, ${contactId})
  from ${own} cross join unnest($${systems}::text[], $${hashes}::bytea[], $${strangers}::boolean[]) as b (system, key_hash, is_strangers)
  left join contact_key k on k.system = b.system and k.key_hash = b.key_hash
  where b.is_strangers or k.contact_id <> ${contactId} order by b.key_hash on conflict do nothing`;

const create = `
  with taken as (
    insert into contact_key (system, key_hash, contact_id) values ($1, $2, $3) on conflict do nothing returning contact_id
  ), own as (
    insert into contact_key (system, key_hash, contact_id) select $4, $5, contact_id from taken on conflict do nothing
  ), shared as (${markShared('taken', 'taken.contact_id', [20, 21, 22])}
  )
  insert into contact (id, channel, direction, trunk_id, queue_id, recorder_id, own_number, opened_at, connected_at,
    customer_owner, agent_owner, customer_number, customer_name, attributes, attribution)
  select contact_id, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19 from taken returning id`;

const adopt = `
  with before as (
    select id, trunk_id, queue_id from contact c where id = $1 and closed_at is null and not ${isOthers('$11')} for update
  ), own as (
    insert into contact_key (system, key_hash, contact_id) select $9, $10, id from before on conflict do nothing
  ), shared as (${markShared('before', 'before.id', [12, 13, 14])}
  )
  update contact c set trunk_id = coalesce(c.trunk_id, $3), queue_id = coalesce(c.queue_id, $4), recorder_id = coalesce(c.recorder_id, $5),
    announced_mark = null, connected_at = coalesce(c.connected_at, $6), own_number = coalesce(c.own_number, $7),
    customer_owner = coalesce(c.customer_owner, $2), agent_owner = coalesce(c.agent_owner, $8)
  from before where c.id = before.id
  returning ${inBooks}, c.trunk_id as "trunkId", c.direction, c.opened_at as "openedAt",
    c.queue_id is distinct from before.queue_id or c.trunk_id is distinct from before.trunk_id as changed`;

const again = `select ${inBooks} from contact c where c.id = $1`;

/** The contact of a call, and whether what was told of it was written with it: only where it was made just now. */
export interface Opened {
  readonly contact: ContactInBooks;
  readonly written: boolean;
}

/** The call would join a contact of which it is not known whether it waits for this call. */
export interface Waiting {
  readonly waiting: WaitingContact;
}

/** Whether an opening came to that. */
export function isWaiting(done: unknown): done is Waiting {
  return typeof done === 'object' && done !== null && 'waiting' in done;
}

/** What is known of the contacts that the keys of a call may name. */
export interface KnownContacts {
  /** They count as closed. */
  readonly notThese: ReadonlySet<string>;
  /** The call may be the one for which this one waits. */
  readonly mayJoin?: string | undefined;
}

/**
 * Opens or adopts the contact of a call inside a transaction; undefined when another got in between: then it is to be tried again. A
 * contact that was announced with a number is answered, so that whether the call may join it is found out first. A
 * contact that is made takes `entries` at once: nobody knows of it before, so nothing can be known of it. A
 * call whose contact was erased is answered that contact: nothing can be written there, and none is made anew. Throws what PostgreSQL refuses, e.g. when the month has no partition.
 */
export async function openInBooks(
  t: Transaction,
  contact: BookedContact,
  { notThese, mayJoin }: KnownContacts,
  by: Actor,
  entries: readonly BookEntry[] = [],
): Promise<Opened | Waiting | undefined> {
  const own = ownKey(contact.id);
  const keys = [own, ...contact.keys];
  const { id, found: foundBefore = null } = contact;
  const params = [
    keys.map(({ system }) => system),
    keys.map(keyHash),
    [...notThese],
    id,
    foundBefore,
    hashesOf(contact.companions),
  ];
  const [before, ...named] = await t.rows<Named>(lookUp, params, 'operative.books.keys');
  const already = before?.contactId ?? before?.erased;
  if (already) return answerAgain(t, already, contact);
  const usable = named.findIndex(({ live }) => live !== false);
  const found = named[usable];
  if (found?.contactId) return joinContact(t, { ...found, contactId: found.contactId }, contact, { mayJoin, by });
  return createContact(t, contact, contact.keys[usable] ?? own, { by, entries });
}

const live = `
  select ${inBooks}, c.announced_mark as "announcedMark", case when said.state in ('refused', 'withdrawn') then said.id end as "noId", said.at as "saidAt"
  from unnest($1::text[], $2::bytea[]) with ordinality as asked (system, key_hash, place)
  join contact_key k on k.system = asked.system and k.key_hash = asked.key_hash
  join contact c on c.id = k.contact_id and c.closed_at is null and c.id <> all($3::uuid[])
  left join lateral (
    select consent.id, consent.state, consent.at from consent
    where consent.contact_id = c.id and consent.state <> 'asked' and not ${isArchived('consent')}
    order by consent.at desc, consent.id desc limit 1) said on true
  where not exists (select from erased_contact e where e.contact_id = c.id) and not ${isOthers('$4')} order by place limit 1`;

const hashesOf = (sessions: readonly string[] = []): readonly Buffer[] => sessions.map((id) => keyHash(ownKey(id)));

/** A live contact that a key names; `announcedMark`: it was announced with a number and waits for its call. */
export type FoundContact = Omit<ContactInBooks, 'created'> & {
  readonly announcedMark: Buffer | null;
  /** The last word that was said there, if it is a no. */
  readonly no: { readonly id: string; readonly at: Date } | null;
};
type FoundRow = Omit<FoundContact, 'no'> & { readonly noId: string | null; readonly saidAt: Date | null };

/** The live contact that the first of these keys names; contacts in `notThese` count as closed, as do those of a call that is none of `companions`. One statement. */
export async function findLive(
  database: Pick<Database, 'rows'>,
  keys: readonly CorrelationKey[],
  { notThese, companions }: { readonly notThese: ReadonlySet<string>; readonly companions: readonly string[] },
): Promise<FoundContact | undefined> {
  const params = [keys.map(({ system }) => system), keys.map(keyHash), [...notThese], hashesOf(companions)];
  const [row] = await database.rows<FoundRow>(live, params, 'operative.books.live');
  if (row === undefined) return undefined;
  const { noId, saidAt, ...found } = row;
  return { ...found, no: noId !== null && saidAt !== null ? { id: noId, at: saidAt } : null };
}

async function answerAgain(t: Transaction, contactId: string, contact: BookedContact): Promise<Opened> {
  const [found] = await t.rows<Omit<ContactInBooks, 'created'>>(again, [contactId], 'operative.books.again');
  const gone = { contactId, queueId: null, customerOwner: null, agentOwner: null };
  return { contact: { ...(found ?? gone), created: contactId === contact.id }, written: false };
}

async function createContact(
  t: Transaction,
  c: BookedContact,
  key: CorrelationKey,
  told: { readonly by: Actor; readonly entries: readonly BookEntry[] },
): Promise<Opened | undefined> {
  const own = ownKey(c.id);
  const [created] = await t.rows(
    create,
    [
      ...[key.system, keyHash(key), c.id, own.system, keyHash(own)],
      ...[c.channel, c.direction, c.trunkId, c.queueId, c.recorderId, c.ownNumber, c.openedAt, c.connectedAt],
      ...[c.customerOwner, c.agentOwner, c.customerNumber?.envelope, c.customerName?.envelope, c.attributes?.envelope],
      ...[c.attribution, ...borneBy(c)],
    ],
    'operative.books.create',
  );
  if (created === undefined) return undefined;
  await tellNew(t, c, told.by, told.entries);
  const { id: contactId, queueId, customerOwner, agentOwner } = c;
  return { contact: { contactId, created: true, queueId, customerOwner, agentOwner }, written: true };
}

/** Says the opening, and whatever else is told of the contact, with one statement for events and audit entries. */
async function tellNew(t: Transaction, c: BookedContact, by: Actor, entries: readonly BookEntry[]): Promise<void> {
  const { id: contactId, direction, trunkId, queueId } = c;
  const telling = new Telling(t, contactId, by);
  telling.tell(-1, domainEvent('contact.opened.v1', { contactId, at: c.openedAt.toISOString(), direction, trunkId, queueId }));
  telling.note(-1, 'contact.open');
  await writeTold(telling, entries);
}

interface Adopted extends Omit<ContactInBooks, 'created'> {
  readonly trunkId: string | null;
  readonly direction: BookedContact['direction'];
  readonly openedAt: Date;
  readonly changed: boolean;
}

/** One that waits for somebody's call is joined where that was found out, when the call came or since. */
async function joinContact(
  t: Transaction,
  { contactId, announcedMark }: Named & { readonly contactId: string },
  c: BookedContact,
  { mayJoin, by }: { readonly mayJoin: string | undefined; readonly by: Actor },
): Promise<Opened | Waiting | undefined> {
  if (announcedMark && contactId !== c.found && contactId !== mayJoin) return { waiting: { contactId, announcedMark } };
  return adoptContact(t, contactId, c, by);
}

/** Brings what the contact had not; says the opening once more where queue or trunk became known. */
async function adoptContact(t: Transaction, contactId: string, c: BookedContact, by: Actor): Promise<Opened | undefined> {
  const own = ownKey(c.id);
  // Not while another session of it ends, see closeContacts.
  await t.rows('select pg_advisory_xact_lock(hashtextextended($1, 0))', [contactId], 'operative.books.lock');
  const [adopted] = await t.rows<Adopted>(
    adopt,
    [
      ...[contactId, c.customerOwner, c.trunkId, c.queueId, c.recorderId, c.connectedAt, c.ownNumber, c.agentOwner],
      ...[own.system, keyHash(own), hashesOf(c.companions), ...borneBy(c)],
    ],
    'operative.books.adopt',
  );
  if (adopted === undefined) return undefined;
  const { trunkId, direction, openedAt, changed, ...inTheBooks } = adopted;
  const { queueId } = inTheBooks;
  if (changed) {
    const at = openedAt.toISOString();
    await t.append(domainEvent('contact.opened.v1', { contactId, at, direction, trunkId, queueId }));
  }
  await t.audit({ action: 'contact.attach', actor: by, object: { kind: 'contact', id: contactId } });
  return { contact: { ...inTheBooks, created: false }, written: false };
}
