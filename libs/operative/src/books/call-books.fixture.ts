import { ConsentGate, isGranted, type ConsentGrant } from '@voxkeep/consent';
import { newId, type Database } from '@voxkeep/platform';
import fc from 'fast-check';
import { aContact, someSealed } from '../contacts/contact.fixture.js';
import type { NewContact } from '../contacts/contact-types.js';
import type { BookedContact, BookEntry } from './book-entry.js';

/** A call as a recorder opens it; what a test is about goes into `more`. */
export function aBookedContact(more: Partial<NewContact & Pick<BookedContact, 'keys'>> = {}): BookedContact {
  const { key, ...contact } = aContact(more);
  return { ...contact, keys: more.keys ?? [key] };
}

/** A grant, and what ends it. */
export function aGrant(contactId: string): { readonly grant: ConsentGrant; readonly end: () => void } {
  const gate = new ConsentGate({
    ...{ contactId, purpose: 'quality-check', mode: 'only-with-consent', channels: ['customer', 'agent'] },
    ...{ keys: null, startedAt: 0, askedBeforeSeconds: null },
  });
  const grant = gate.feed({ kind: 'api', at: 2, given: true, by: 'ivr', id: newId() });
  if (!isGranted(grant)) throw new Error('the fixture should have been granted');
  const end = () => {
    gate.close();
  };
  return { grant, end };
}

/** A grant whose part is over: it permits what was kept and can seal nothing any more. */
function endedGrant(contactId: string): ConsentGrant {
  const { grant, end } = aGrant(contactId);
  end();
  return grant;
}

/** What is told of one recorded call: two parties, a question and its answer, a segment per channel, an end. */
export function anOrdinaryCall(contact: BookedContact, recordingId = newId()): readonly BookEntry[] {
  const { customerOwner, agentOwner } = contact;
  const at = (second: number) => new Date(contact.openedAt.getTime() + second * 1000);
  const sides = [
    { channel: 'customer', owner: customerOwner, id: newId() },
    { channel: 'agent', owner: agentOwner, id: newId() },
  ] as const;
  const said = {
    ...{ personId: null, contactPointId: null, purpose: 'quality-check', channel: 'voice', wordingVersion: 'v1' },
    evidenceKind: 'digit',
    ...{ customerOwner: null, evidenceDetail: null, validUntil: null },
  } as const;
  return [
    ...sides.map(({ channel }): BookEntry => ({
      kind: 'party-joined',
      party: { id: newId(), role: channel, userId: null, aor: someSealed(), label: null, at: at(0) },
      owner: customerOwner,
    })),
    { kind: 'consent', consent: { ...said, id: newId(), state: 'asked', at: at(1) } },
    { kind: 'consent', consent: { ...said, id: newId(), state: 'given', at: at(2) } },
    {
      kind: 'recording',
      grant: endedGrant(contact.id),
      recording: { id: recordingId, part: 'agent', codec: 'pcma', inseparable: false, startedAt: at(2) },
    },
    ...sides.map(({ channel, owner, id }): BookEntry => ({
      kind: 'segment',
      segment: aSegment(recordingId, { channel, owner, id }),
    })),
    ...sides.map(({ id }): BookEntry => ({ kind: 'segment-closed', segmentId: id, closed: closedWith(160_000) })),
    { kind: 'finished', recordingId, at: at(22), recovered: false },
    {
      kind: 'outcome',
      sessionId: recordingId,
      outcome: { part: 'agent', outcome: 'kept', at: at(22) },
      measures: sides.map(({ channel }) => ({ channel, expectedMs: 20_000, keptMs: 20_000, ...nothingMissing })),
    },
    { kind: 'closed', at: at(22), reason: 'bye', openedAs: contact.id },
  ];
}

export const nothingMissing = { missingOursMs: 0, missingTheirsMs: 0, mainCause: null } as const;

/** A segment of a recording, the first of the customer's channel unless said otherwise. */
export function aSegment(
  recordingId: string,
  more: Partial<Extract<BookEntry, { readonly kind: 'segment' }>['segment']> = {},
): Extract<BookEntry, { readonly kind: 'segment' }>['segment'] {
  return {
    ...{
      id: newId(),
      recordingId,
      channel: 'customer',
      number: 1,
      fileId: newId(),
      codec: 'pcma',
      startMs: 2000,
      owner: newId(),
    },
    ...more,
  } as const;
}

export const closedWith = (octets: number) => ({ octets, sha512: Buffer.alloc(64, 5), state: 'closed' }) as const;

const gapOf = (recordingId: string, fromMs: number): BookEntry => ({
  kind: 'gap',
  gap: {
    id: newId(),
    recordingId,
    channel: 'customer',
    fromMs,
    toMs: fromMs + 20,
    reason: 'lost',
    cause: 'journal',
    missingMs: 7,
  },
});

interface Moment {
  readonly contactId: string;
  readonly recordingId: string;
  /** Segments that were told of before; none is closed or dropped that was not begun. */
  readonly begun: readonly string[];
  readonly n: number;
  readonly at: Date;
}

const happened = ({ at }: Moment): BookEntry => ({
  ...{ kind: 'event', id: newId(), code: 'party.unassigned', at, subjectId: null, channel: null },
});

const turns: readonly ((of: Moment) => BookEntry)[] = [
  happened,
  ({ recordingId, at }) => ({ kind: 'paused', recordingId, at, reason: 'pause' }),
  ({ recordingId, at }) => ({ kind: 'resumed', recordingId, at }),
  ({ recordingId, n }) => gapOf(recordingId, n),
  ({ recordingId, n }) => ({ kind: 'segment', segment: aSegment(recordingId, { number: n + 1 }) }),
  (of) => withOne(of, (segmentId) => ({ kind: 'segment-closed', segmentId, closed: closedWith(of.n) })),
  (of) => withOne(of, (segmentId) => ({ kind: 'segment-dropped', segmentId })),
  ({ at }) => ({ kind: 'alarm', id: newId(), alarm: 'audio-lost', channel: 'agent', at, state: 'raised' }),
  ({ contactId, recordingId, at }) => begunUnder(contactId, recordingId, at),
  ({ recordingId, at }) => ({ kind: 'removed', recordingId, at }),
  ({ recordingId, at, n }) => ({ kind: 'finished', recordingId, at, recovered: n > 1 }),
];

function withOne(of: Moment, make: (segmentId: string) => BookEntry): BookEntry {
  const segmentId = of.begun.at(of.n);
  return segmentId === undefined ? happened(of) : make(segmentId);
}

/** What is told of a call in which anything may happen in any order, in two sessions of one contact. */
export const aScript: fc.Arbitrary<(contact: BookedContact) => readonly BookEntry[]> = fc
  .array(fc.tuple(fc.constantFrom(...turns), fc.nat(3), fc.boolean()), { maxLength: 30 })
  .map((taken) => (contact) => {
    const entries = anOrdinaryCall(contact);
    const end = entries.findIndex(({ kind }) => kind === 'segment-closed');
    const [own, second] = [recordingOf(entries), newId()];
    const told: BookEntry[] = [...entries.slice(0, end), begunUnder(contact.id, second, contact.openedAt)];
    taken.forEach(([turn, n, isOwn], place) => {
      const begun = told.flatMap((entry) => (entry.kind === 'segment' ? [entry.segment.id] : []));
      const at = new Date(contact.openedAt.getTime() + 3000 + place - n);
      told.push(turn({ contactId: contact.id, recordingId: isOwn ? own : second, begun, n, at }));
    });
    const ended = new Date(contact.openedAt.getTime() + 30_000);
    return [...told, ...entries.slice(end), failedOutcome(second, ended)];
  });

/** A session that lost all of its second. */
export const failedOutcome = (sessionId: string, at: Date): BookEntry => ({
  ...{ kind: 'outcome', sessionId, outcome: { part: 'agent', outcome: 'failed', cause: 'vault', at } },
  measures: [
    {
      ...{ channel: 'customer', expectedMs: 1000, keptMs: 0, missingOursMs: 1000, missingTheirsMs: 0 },
      mainCause: 'journal',
    },
  ],
});

function recordingOf(entries: readonly BookEntry[]): string {
  return entries.flatMap((entry) => (entry.kind === 'recording' ? [entry.recording.id] : []))[0] ?? '';
}

/** The recording of the agent's part under a grant of its own. */
export function begunUnder(contactId: string, recordingId: string, startedAt: Date): BookEntry {
  const recording = { id: recordingId, part: 'agent', codec: 'pcma', inseparable: false, startedAt } as const;
  return { kind: 'recording', grant: endedGrant(contactId), recording };
}

/** Every row that hangs off a contact, and what was told of it, as text: equal for equal books. */
export async function booksOf(database: Database, contactIds: readonly string[]): Promise<string> {
  const tables = [
    ...['contact_party', 'contact_event', 'recording', 'recording_segment', 'recording_gap', 'recording_outcome'],
    ...['recording_measure', 'contact_key', 'consent'],
  ].map(
    (table) => `select '${table}' as of, to_jsonb(x) - 'recorded_at' as row from ${table} x where contact_id = any($1::uuid[])`,
  );
  const said = [
    `select 'contact', to_jsonb(x) - 'recorded_at' from contact x where id = any($1::uuid[])`,
    `select 'outbox', to_jsonb(x) - '{id,txid,at}'::text[] from outbox x where payload ->> 'contactId' = any($1::text[])`,
    `select 'audit', to_jsonb(x) - '{id,txid,at,event_id,salt}'::text[] from audit_outbox x
       where object_id = any($1::text[]) or subject_ref = any($1::text[])`,
  ];
  const rows = await database.rows<{ of: string; row: unknown }>(
    `select * from (${[...tables, ...said].join(' union all ')}) b order by 1, 2`,
    [contactIds],
  );
  return rows.map(({ of, row }) => `${of} ${JSON.stringify(row)}`).join('\n');
}
