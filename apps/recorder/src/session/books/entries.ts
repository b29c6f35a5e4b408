import { restoreGrant } from '@voxkeep/consent';
import type { ContactEventCode } from '@voxkeep/contracts';
import { operativeSealed, type BookEntry } from '@voxkeep/operative';
import type { Sealed } from '@voxkeep/personal-data';
import { measureChannels, type CallFact, type NamedParty } from '@voxkeep/recording';
import { sealUnder } from '../contact/seal-under.js';
import { toldOutcome } from '../ending/told-outcome.js';
import { matchUser, type UserSource } from './match-user.js';
import type { BoundCall } from './bound-call.js';

type FactOf<K extends CallFact['kind']> = Extract<CallFact, { readonly kind: K }>;

/** The part of a contact that a recorder keeps; the automated part is its own session elsewhere. */
const part = 'agent';

/**
 * What the books are told for each fact, in order; sealed values are sealed here. Facts that only count in the outcome give nothing.
 * Throws when the configuration database cannot be asked for a user: the facts are then told later.
 */
export async function entriesOf(facts: readonly CallFact[], call: BoundCall, users: UserSource): Promise<readonly BookEntry[]> {
  const told: BookEntry[] = [];
  for (const fact of facts)
    told.push(...(fact.kind === 'party-joined' ? await partyEntries(fact, call, users) : entryOf(fact, call)));
  return told;
}

type Entries = {
  readonly [K in Exclude<CallFact['kind'], 'party-joined'>]: (fact: FactOf<K>, call: BoundCall) => readonly BookEntry[];
};

const nothing = (): readonly BookEntry[] => [];

const entriesByKind: Entries = {
  // A contact that the session opened itself has its number from the beginning.
  session: ({ number, contactId }, call) => (call.contactId === contactId ? [] : numberEntries(number, call)),
  'customer-number': ({ number }, call) => numberEntries(number, call),
  'in-books': nothing,
  'grant-ended': nothing,
  wanted: nothing,
  due: nothing,
  'not-due': nothing,
  'party-left': ({ partyId, at }) => [{ kind: 'party-left', partyId, at: new Date(at) }],
  consent: (fact) => [consentEntry(fact)],
  grant: (fact, call) => [grantEntry(fact, call)],
  segment: (fact, { log }) => [segmentEntry(fact, log.recordingId)],
  'segment-closed': (fact) => [closedEntry(fact)],
  'segment-dropped': ({ segmentId }) => [{ kind: 'segment-dropped', segmentId }],
  gap: (fact, call) => (hasRecording(call) ? [gapEntry(fact, call.log.recordingId)] : []),
  paused: ({ at, reason }, { log }) => [{ kind: 'paused', recordingId: log.recordingId, at: new Date(at), reason }],
  resumed: ({ at }, { log }) => [{ kind: 'resumed', recordingId: log.recordingId, at: new Date(at) }],
  event: ({ channel = null, ...fact }) => [{ ...fact, at: new Date(fact.at), channel }],
  alarm: (fact) => [{ ...fact, at: new Date(fact.at) }],
  dropped: ({ at }, { log }) => [{ kind: 'removed', recordingId: log.recordingId, at: new Date(at) }],
  over: nothing,
  end: (fact, call) => endEntries(fact, call),
};

function entryOf(fact: Exclude<CallFact, FactOf<'party-joined'>>, call: BoundCall): readonly BookEntry[] {
  const tell = entriesByKind[fact.kind] as (given: typeof fact, of: BoundCall) => readonly BookEntry[];
  return tell(fact, call);
}

/** The number of a customer, sealed for the contact; none: there is none, or the key for it is not held. */
export function sealedNumber({ keys, session }: BoundCall, contactId: string, number: string | null): Sealed | null {
  const place = { rowId: contactId, ownerId: session.customerOwner };
  return sealUnder(keys, operativeSealed.contact, 'customerNumber', place, number ?? undefined);
}

function numberEntries(number: string | null, call: BoundCall): readonly BookEntry[] {
  const customerNumber = sealedNumber(call, call.contactId, number);
  return customerNumber ? [{ kind: 'customer-number', customerNumber, owner: call.session.customerOwner }] : [];
}

const hasRecording = ({ log }: BoundCall): boolean => log.facts.some(({ kind }) => kind === 'grant');

function consentEntry({ id, purpose, state, wordingVersion, evidenceKind, at }: FactOf<'consent'>): BookEntry {
  const nobody = { personId: null, contactPointId: null, customerOwner: null, evidenceDetail: null, validUntil: null };
  const said = { purpose, channel: 'voice', state, wordingVersion, evidenceKind, at: new Date(at) };
  return { kind: 'consent', consent: { id, ...nobody, ...said } };
}

function grantEntry({ grant, codec, inseparable, at }: FactOf<'grant'>, { log, contactId }: BoundCall): BookEntry {
  const restored = restoreGrant({ ...grant, contactId });
  const recording = { id: log.recordingId, part, codec, inseparable, startedAt: new Date(at) } as const;
  return { kind: 'recording', grant: restored, recording };
}

function segmentEntry(fact: FactOf<'segment'>, recordingId: string): BookEntry {
  const { kind, segmentId: id, ...segment } = fact;
  return { kind, segment: { id, recordingId, ...segment } };
}

function closedEntry({ segmentId, octets, sha512, state, fileId }: FactOf<'segment-closed'>): BookEntry {
  const closed = { octets, sha512: Buffer.from(sha512, 'hex'), state, ...(fileId !== null && { fileId }) };
  return { kind: 'segment-closed', segmentId, closed };
}

/** Silence that stands for packets within a stretch that is kept says how much is missing of it; else all of it is. */
function gapEntry(gap: FactOf<'gap'>, recordingId: string): BookEntry {
  const { id, channel, fromMs, toMs, reason, cause } = gap;
  const missingMs = gap.inventedMs > 0 ? Math.max(1, Math.round(gap.inventedMs)) : null;
  return { kind: 'gap', gap: { id, recordingId, channel, fromMs, toMs, reason, cause, missingMs } };
}

function endEntries(end: FactOf<'end'>, call: BoundCall): readonly BookEntry[] {
  const at = new Date(end.at);
  const { recordingId, facts } = call.log;
  const measures = measureChannels(facts, end.atMs);
  const { recovered } = end;
  const brokeOff = facts.some((fact) => fact.kind === 'event' && fact.code === 'recording.rest-missing');
  const finished: BookEntry[] = hasRecording(call) ? [{ kind: 'finished', recordingId, at, recovered, brokeOff }] : [];
  const outcome: BookEntry = {
    kind: 'outcome',
    sessionId: recordingId,
    outcome: { part, at, ...toldOutcome(end, facts) },
    measures,
  };
  return [...finished, outcome, { kind: 'closed', at, reason: end.reason, openedAs: call.session.contactId }];
}

async function partyEntries(fact: FactOf<'party-joined'>, call: BoundCall, users: UserSource): Promise<readonly BookEntry[]> {
  const at = new Date(fact.at);
  const isCustomer = fact.role === 'customer';
  const userId = isCustomer ? undefined : await matchUser(users, fact.named, at, call.session.trunkId);
  const party = {
    id: fact.partyId,
    role: fact.role,
    userId: userId ?? null,
    aor: sealedAddress(fact, call),
    label: fact.label,
    at,
  };
  const [nobody, noRole] = fact.eventIds;
  const told = (id: string, code: ContactEventCode): BookEntry => ({
    kind: 'event',
    id,
    code,
    at,
    subjectId: fact.partyId,
    channel: null,
  });
  return [
    { kind: 'party-joined', party, owner: call.session.customerOwner },
    ...(!isCustomer && userId === undefined ? [told(nobody, 'party.unassigned')] : []),
    ...(fact.role === 'other' ? [told(noRole, 'party.role-unknown')] : []),
  ];
}

function sealedAddress({ keepsAddress, named, partyId }: FactOf<'party-joined'>, { keys, session }: BoundCall) {
  const [first] = named;
  const place = { rowId: partyId, ownerId: session.customerOwner };
  return sealUnder(keys, operativeSealed.contactParty, 'aor', place, keepsAddress ? shown(first) : undefined);
}

const shown = (named: NamedParty | undefined): string | undefined =>
  named?.withheld === false ? (named.number ?? named.user ?? undefined) : undefined;
