import { domainEvent } from '@voxkeep/contracts';
import type { Transaction } from '@voxkeep/platform';
import { keyHash } from './contact-rows.js';
import type { Actor, AnnouncedContact, OpenedContact } from './contact-types.js';

const insertContact = `
  insert into contact (id, channel, direction, trunk_id, queue_id, recorder_id, own_number, opened_at, connected_at,
    customer_owner, agent_owner, customer_number, customer_name, attributes, attribution, announced_mark)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`;

/**
 * Opens the contact of a key inside a transaction. The unique key decides between two that come at once: the second waits for
 * the first, then attaches what it knows (trunk, queue, recorder, time of answer, key owners) where the first left it empty.
 */
export async function openContact(t: Transaction, contact: AnnouncedContact, by: Actor): Promise<OpenedContact> {
  const [won] = await t.rows(
    `insert into contact_key (system, key_hash, contact_id) values ($1, $2, $3) on conflict do nothing returning contact_id`,
    [contact.key.system, keyHash(contact.key), contact.id],
    'operative.contact-key.insert',
  );
  return won === undefined ? attachToContact(t, contact, by) : createContact(t, contact, by);
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

async function attachToContact(t: Transaction, contact: AnnouncedContact, by: Actor): Promise<OpenedContact> {
  const before = await lockByKey(t, contact);
  if (before === undefined) return archivedContact(t, contact);
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

async function lockByKey(t: Transaction, { key }: AnnouncedContact): Promise<Attached | undefined> {
  const [found] = await t.rows<Attached>(
    `select c.id as "contactId", c.customer_owner as "customerOwner", c.agent_owner as "agentOwner", c.opened_at as "openedAt",
       c.trunk_id as "trunkId", c.queue_id as "queueId"
     from contact_key k join contact c on c.id = k.contact_id where k.system = $1 and k.key_hash = $2 for update of c`,
    [key.system, keyHash(key)],
  );
  return found;
}

/** The key outlives the row when the contact has moved to history: the caller learns the id and can seal nothing into it. */
async function archivedContact(t: Transaction, { id, key }: AnnouncedContact): Promise<OpenedContact> {
  const [known] = await t.rows<{ contactId: string }>(
    `select contact_id as "contactId" from contact_key where system = $1 and key_hash = $2`,
    [key.system, keyHash(key)],
  );
  return { contactId: known?.contactId ?? id, created: false, customerOwner: null, agentOwner: null };
}
