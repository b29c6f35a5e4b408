import type { ConsentEvidenceKind } from '@voxkeep/contracts';
import { Consents, ContactPartitions, Contacts, Recordings, operativeSealed, type NewContact } from '@voxkeep/operative';
import type { Sealed } from '@voxkeep/personal-data';
import { newId, newTimeOrderedId } from '@voxkeep/platform';
import type { PastContact, QueueCode } from '../invented/past-contacts.js';
import { demo, type Site } from '../site.js';
import { ownNumber } from './policies.js';

/** Where the contacts of the past belong: queues by code, user ids in the order of the staff list. */
export interface Belonging {
  readonly queues: Readonly<Record<QueueCode, string>>;
  readonly staff: readonly (string | null)[];
}

interface PreparedParty {
  readonly id: string;
  readonly aor: Sealed | null;
}

interface Prepared {
  readonly past: PastContact;
  readonly contact: NewContact;
  readonly customer: PreparedParty;
  readonly agent: PreparedParty;
}

/** Contacts that are written at once, each in its own order. */
const lanes = 4;

/** Writes the contacts of the past as a recorder would have: opened, answered, asked, ended. Their events go the way of all events. */
export async function furnishPastContacts(site: Site, past: readonly PastContact[], belonging: Belonging): Promise<void> {
  const [first] = past;
  if (!first) return;
  await new ContactPartitions(site.operative).ensure(first.openedAt);
  const waiting = await prepare(site, past, belonging);
  const writer = new PastWriter(site, belonging);
  const next = waiting[Symbol.iterator]();
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (let one = next.next(); one.done !== true; one = next.next()) await writer.write(one.value);
    }),
  );
}

/** Ids, key owners and sealed numbers of all contacts, in four calls to the keyring. */
async function prepare(site: Site, past: readonly PastContact[], { queues }: Belonging): Promise<readonly Prepared[]> {
  const rows = past.map(({ openedAt }) => ({
    id: newTimeOrderedId(openedAt),
    customerOwner: newId(),
    agentOwner: newId(),
  }));
  await site.keyring.mint(
    rows.map(({ agentOwner }) => ({ ownerId: agentOwner, ownerClass: 'contact-agent' })),
    [],
  );
  const numbers = await site.seals.sealMany<'customerNumber'>(
    operativeSealed.contact,
    rows.map((row, at) => ({ row, values: { customerNumber: past[at]?.customerNumber ?? undefined } })),
  );
  const customers = await sealParties(site, rows, (at) => past[at]?.customerNumber ?? undefined);
  const agents = await sealParties(site, rows, (at) => extensionOf(past[at]?.agent ?? null));
  return past.map((each, at) => {
    const { id = '', customerOwner = '', agentOwner = '' } = rows[at] ?? {};
    const customerNumber = numbers[at]?.customerNumber ?? null;
    const contact = newContact(each, { id, customerOwner, agentOwner, customerNumber, queueId: queues[each.queue] });
    return { past: each, contact, customer: customers[at] ?? nobody(), agent: agents[at] ?? nobody() };
  });
}

const nobody = (): PreparedParty => ({ id: newId(), aor: null });

/** One party of each contact, its address sealed under the contact's customer owner. */
async function sealParties(
  site: Site,
  contacts: readonly { readonly customerOwner: string }[],
  addressAt: (at: number) => string | undefined,
): Promise<readonly PreparedParty[]> {
  const rows = contacts.map(({ customerOwner }, at) => ({
    row: { id: newId(), customerOwner },
    values: { aor: addressAt(at) },
  }));
  const sealed = await site.seals.sealMany<'aor'>(operativeSealed.contactParty, rows);
  return rows.map(({ row }, at) => ({ id: row.id, aor: sealed[at]?.aor ?? null }));
}

function newContact(
  { key, direction, openedAt, connectedAt }: PastContact,
  about: Pick<NewContact, 'id' | 'customerOwner' | 'agentOwner' | 'customerNumber' | 'queueId'>,
): NewContact {
  return {
    ...{ ...about, key: { system: 'demo', value: key }, channel: 'voice', direction, trunkId: null, recorderId: null },
    ...{ ownNumber, openedAt, connectedAt, customerName: null, attributes: null },
    attribution: about.customerNumber === null ? 'withheld' : 'pending',
  };
}

/** Extension by place in the staff list. */
function extensionOf(agent: number | null): string | undefined {
  return agent === null ? undefined : String(7001 + agent);
}

class PastWriter {
  private readonly contacts: Contacts;
  private readonly consents: Consents;
  private readonly recordings: Recordings;

  constructor(
    { operative }: Site,
    private readonly belonging: Belonging,
  ) {
    this.contacts = new Contacts(operative);
    this.consents = new Consents(operative);
    this.recordings = new Recordings(operative);
  }

  /** A contact that an interrupted furnishing left open is closed, and otherwise left as it is. */
  async write(prepared: Prepared): Promise<void> {
    const { past, contact } = prepared;
    const { contactId, created } = await this.contacts.open(contact, demo);
    if (created) await this.talk(contactId, prepared);
    else if ((await this.contacts.get(contactId))?.closedAt !== null) return;
    await this.recordings.recordOutcome(contactId, { part: 'agent', outcome: past.outcome, at: past.closedAt }, demo);
    await this.contacts.close(contactId, past.closedAt, past.agent === null ? 'cancelled' : 'bye', demo);
  }

  private async talk(contactId: string, { past, customer, agent }: Prepared): Promise<void> {
    const { openedAt, connectedAt, outcome } = past;
    await this.contacts.addParty(contactId, { ...customer, role: 'customer', userId: null, label: null, at: openedAt }, demo);
    if (past.agent === null || connectedAt === null) return;
    const userId = this.belonging.staff[past.agent] ?? null;
    await this.contacts.addParty(contactId, { ...agent, role: 'agent', userId, label: null, at: connectedAt }, demo);
    if (outcome !== 'refused' && outcome !== 'unanswered') return;
    await this.consent(contactId, 'asked', connectedAt, 'announced');
    if (outcome === 'refused') await this.consent(contactId, 'refused', new Date(connectedAt.getTime() + 4000), 'digit');
  }

  private consent(contactId: string, state: 'asked' | 'refused', at: Date, evidenceKind: ConsentEvidenceKind): Promise<void> {
    const about = { personId: null, contactPointId: null, contactId, purpose: 'quality-check', channel: 'voice' };
    const evidence = { wordingVersion: '2026-01', evidenceKind, customerOwner: null, evidenceDetail: null };
    return this.consents.record({ ...about, ...evidence, id: newId(), state, at, validUntil: null }, demo);
  }
}
