import type { ConsentEvidenceKind } from '@voxkeep/contracts';
import { CallBooks, ContactPartitions, Contacts, operativeSealed, type BookedContact, type BookEntry } from '@voxkeep/operative';
import type { Sealed } from '@voxkeep/personal-data';
import { newId, newTimeOrderedId } from '@voxkeep/platform';
import type { PastContact, QueueCode } from '../invented/past-contacts.js';
import { wordingVersion } from '../invented/wordings.js';
import { patiently } from '../patiently.js';
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
  readonly contact: BookedContact;
  readonly customer: PreparedParty;
  readonly agent: PreparedParty;
}

/** Contacts that are written at once, each in its own order. */
const lanes = 4;

/**
 * Writes the contacts of the past as a recorder would have: opened, answered, asked, ended, each whole in one transaction. Left open for
 * a moment, one of days ago would be ended by the rule for calls that never came. Their events go the way of all events.
 */
export async function furnishPastContacts(site: Site, past: readonly PastContact[], belonging: Belonging): Promise<void> {
  const [first] = past;
  if (!first) return;
  await patiently(() => new ContactPartitions(site.operative).ensure(first.openedAt));
  const waiting = await prepare(site, past, belonging);
  const writer = new PastWriter(site, belonging);
  const next = waiting[Symbol.iterator]();
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (let one = next.next(); one.done !== true; one = next.next()) {
        const { value } = one;
        await patiently(() => writer.write(value));
      }
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
  about: Pick<BookedContact, 'id' | 'customerOwner' | 'agentOwner' | 'customerNumber' | 'queueId'>,
): BookedContact {
  return {
    ...{ ...about, keys: [keyOf(key)], channel: 'voice', direction, trunkId: null, recorderId: null },
    ...{ ownNumber, openedAt, connectedAt, customerName: null, attributes: null },
    attribution: about.customerNumber === null ? 'withheld' : 'pending',
  };
}

/** Extension by place in the staff list. */
function extensionOf(agent: number | null): string | undefined {
  return agent === null ? undefined : String(7001 + agent);
}

const keyOf = (value: string) => ({ system: 'demo', value }) as const;

class PastWriter {
  private readonly contacts: Contacts;
  private readonly books: CallBooks;

  constructor(
    { operative }: Site,
    private readonly belonging: Belonging,
  ) {
    this.contacts = new Contacts(operative);
    this.books = new CallBooks(operative);
  }

  /** What an interrupted furnishing has written is whole, and left as it is; one that was left open before is ended. */
  async write({ past, contact, customer, agent }: Prepared): Promise<void> {
    const known = await this.contacts.findByKey(keyOf(past.key));
    if (known !== undefined && (await this.contacts.get(known))?.closedAt !== null) return;
    const said = known === undefined ? this.talk(past, contact, { customer, agent }) : [];
    await this.books.tellWhole(contact, [...said, ...endOf(past, contact.id)], demo);
  }

  private talk(
    { agent: staffed, openedAt, connectedAt, outcome }: PastContact,
    { customerOwner: owner }: BookedContact,
    { customer, agent }: Pick<Prepared, 'customer' | 'agent'>,
  ): readonly BookEntry[] {
    const caller = { ...customer, role: 'customer', userId: null, label: null, at: openedAt } as const;
    const joined: BookEntry = { kind: 'party-joined', party: caller, owner };
    if (staffed === null || connectedAt === null) return [joined];
    const answering = { ...agent, role: 'agent', userId: this.belonging.staff[staffed] ?? null, label: null } as const;
    const answered: BookEntry = { kind: 'party-joined', party: { ...answering, at: connectedAt }, owner };
    return [joined, answered, ...consentsOf(outcome, connectedAt)];
  }
}

function consentsOf(outcome: PastContact['outcome'], connectedAt: Date): readonly BookEntry[] {
  const asked = consent('asked', connectedAt, 'announced');
  if (outcome === 'unanswered') return [asked];
  return outcome === 'refused' ? [asked, consent('refused', new Date(connectedAt.getTime() + 4000), 'digit')] : [];
}

function consent(state: 'asked' | 'refused', at: Date, evidenceKind: ConsentEvidenceKind): BookEntry {
  const about = { personId: null, contactPointId: null, purpose: 'quality-check', channel: 'voice' };
  const evidence = { wordingVersion, evidenceKind, customerOwner: null, evidenceDetail: null };
  return { kind: 'consent', consent: { ...about, ...evidence, id: newId(), state, at, validUntil: null } };
}

function endOf({ agent, closedAt: at, outcome }: PastContact, sessionId: string): readonly BookEntry[] {
  return [
    { kind: 'outcome', sessionId, outcome: { part: 'agent', outcome, at }, measures: [] },
    { kind: 'closed', at, reason: agent === null ? 'cancelled' : 'bye' },
  ];
}
