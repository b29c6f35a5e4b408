import { domainEvent } from '@voxkeep/contracts';
import type { Transaction } from '@voxkeep/platform';
import { keyHash, sharedName } from './contact-rows.js';
import type { Actor, AnnouncedContact, OpenedContact } from './contact-types.js';

const insertContact = `
  insert into contact (id, channel, direction, trunk_id, queue_id, recorder_id, own_number, opened_at, connected_at,
    customer_owner, agent_owner, customer_number, customer_name, attributes, attribution, announced_mark)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`;

/**
 * Opens the contact of a key inside a transaction. The unique key decides between two that come at once: the second waits for
 * the first, then attaches what it knows (trunk, queue, recorder, time of answer, key owners) where the first left it empty. To a contact
 * that is over nothing is attached: the key names a new one from then on, and is marked as the name of more than one. What began
 * before the one that is over ended is told of that one, late or again.
 */
export async function openContact(t: Transaction, contact: AnnouncedContact, by: Actor): Promise<OpenedContact> {
  const [won] = await t.rows(
    `insert into contact_key (system, key_hash, contact_id) values ($1, $2, $3) on conflict do nothing returning contact_id`,
    [contact.key.system, keyHash(contact.key), contact.id],
    'operative.contact-key.insert',
  );
  if (won !== undefined) return createContact(t, contact, by);
  const known = await lockByKey(t, contact);
  if (known?.isOver === false) return attachToContact(t, known, contact, by);
  if (known?.closedAt && contact.openedAt <= known.closedAt)
    return { contactId: known.contactId, created: false, customerOwner: null, agentOwner: null };
  await takeKey(t, contact);
  return createContact(t, contact, by);
}

/** From now on the key names this contact. */
async function takeKey(t: Transaction, { id, key }: AnnouncedContact): Promise<void> {
  const taken = [key.system, sharedName].map((system) => [system, keyHash(key), id]);
  for (const values of taken)
    await t.rows(
      `insert into contact_key (system, key_hash, contact_id) values ($1, $2, $3)
       on conflict (system, key_hash) do update set contact_id = excluded.contact_id`,
      values,
      'operative.contact-key.take',
    );
}

async function createContact(t: Transaction, contact: AnnouncedContact, by: Actor): Promise<OpenedContact> {
  await t.rows(insertContact, contactValues(contact), 'operative.contact.insert');
  const { id: contactId, direction, trunkId, queueId, customerOwner, agentOwner } = contact;
  await t.append(
    domainEvent('contact.opened.v1', { contactId, at: contact.openedAt.toISOString(), direction, trunkId, queueId }),
  );
  await t.audit({ action: 'contact.open', actor: by, object: { kind: 'contact', id: contactId } });
  return { contactId, created: true, customerOwner, agentOwner };
}

function contactValues(c: AnnouncedContact): readonly unknown[] {
  return [
    ...[c.id, c.channel, c.direction, c.trunkId, c.queueId, c.recorderId, c.ownNumber, c.openedAt, c.connectedAt],
    ...[
      c.customerOwner,
      c.agentOwner,
      c.customerNumber?.envelope,
      c.customerName?.envelope,
      c.attributes?.envelope,
      ...[c.attribution, c.announcedMark],
    ],
  ];
}

interface Attached {
  readonly contactId: string;
  readonly customerOwner: string | null;
  readonly agentOwner: string | null;
  readonly openedAt: Date;
  readonly trunkId: string | null;
  readonly queueId: string | null;
}

/** Whether a contact is over; one that was erased is, and may go on for a moment. */
interface Ended {
  readonly isOver: boolean;
  readonly closedAt: Date | null;
}

async function attachToContact(t: Transaction, before: Attached, contact: AnnouncedContact, by: Actor): Promise<OpenedContact> {
  const { contactId } = before;
  const [after = before] = await t.rows<Pick<Attached, 'trunkId' | 'queueId' | 'customerOwner' | 'agentOwner'>>(
    `update contact set trunk_id = coalesce(trunk_id, $2), queue_id = coalesce(queue_id, $3), recorder_id = coalesce(recorder_id, $4),
       connected_at = coalesce(connected_at, $5), own_number = coalesce(own_number, $6),
       customer_owner = coalesce(customer_owner, $7), agent_owner = coalesce(agent_owner, $8)
     where id = $1
     returning trunk_id as "trunkId", queue_id as "queueId", customer_owner as "customerOwner", agent_owner as "agentOwner"`,
    attachedValues(contactId, contact),
  );
  const { customerOwner, agentOwner } = after;
  if (after.queueId !== before.queueId || after.trunkId !== before.trunkId)
    await announceAgain(t, contact, { ...before, ...after });
  await t.audit({ action: 'contact.attach', actor: by, object: { kind: 'contact', id: contactId } });
  return { contactId, created: false, customerOwner, agentOwner };
}

function attachedValues(contactId: string, c: AnnouncedContact): readonly unknown[] {
  return [contactId, c.trunkId, c.queueId, c.recorderId, c.connectedAt, c.ownNumber, c.customerOwner, c.agentOwner];
}

/** Says the opening once more with the queue and trunk that are known now; readers fill in what they lack. */
async function announceAgain(
  t: Transaction,
  { direction }: AnnouncedContact,
  { contactId, openedAt, trunkId, queueId }: Attached,
): Promise<void> {
  await t.append(domainEvent('contact.opened.v1', { contactId, at: openedAt.toISOString(), direction, trunkId, queueId }));
}

/** The contact that the key names, unless it has moved to history. The key is locked first, so that two that take it see one another. */
async function lockByKey(t: Transaction, { key }: AnnouncedContact): Promise<(Attached & Ended) | undefined> {
  const [named] = await t.rows<{ contactId: string }>(
    `select contact_id as "contactId" from contact_key where system = $1 and key_hash = $2 for update`,
    [key.system, keyHash(key)],
  );
  const [found] = await t.rows<Attached & Ended>(
    `select c.id as "contactId", c.customer_owner as "customerOwner", c.agent_owner as "agentOwner", c.opened_at as "openedAt",
       c.trunk_id as "trunkId", c.queue_id as "queueId", c.closed_at as "closedAt",
       c.closed_at is not null or exists (select from erased_contact e where e.contact_id = c.id) as "isOver"
     from contact c where c.id = $1 for update of c`,
    [named?.contactId ?? null],
  );
  return found;
}
