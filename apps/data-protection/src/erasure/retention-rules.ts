import { createHash } from 'node:crypto';
import { canonicalJson } from '@voxkeep/audit';
import type { ReviewDecision, StatutoryRule, SuppressionView } from '@voxkeep/configuration';
import {
  decideFate,
  holdsOver,
  keysOfRow,
  ownersOf,
  qualifiedTable,
  type CatalogueEntity,
  type Retention,
  type Row,
  type StandingHold,
  type SubjectTrace,
} from '@voxkeep/personal-data';
import { periodStarts } from '../subject/period-start.js';

/** The rules that stand against an erasure at one moment. */
export interface StandingRules {
  readonly holds: readonly StandingHold[];
  readonly statutory: readonly StatutoryRule[];
  readonly reviews: readonly ReviewDecision[];
  /** What must not be brought in again; null when nothing is. */
  readonly suppression: SuppressionView | null;
}

const contactTables: ReadonlySet<string> = new Set(['contact', 'closed_contact']);
const recordingTables: ReadonlySet<string> = new Set(['recording', 'closed_recording']);
const partyTables: ReadonlySet<string> = new Set(['contact_party', 'closed_contact_party']);
const dayMs = 24 * 3600 * 1000;

/** SHA-256, hex, of the rules: what an approval goes by. */
export function policyHashOf({ holds, statutory, reviews, suppression }: StandingRules): string {
  const policy = {
    holds: holds.map(({ number, scopes }) => [number, scopes.map(({ kind, keyId, from, to }) => [kind, keyId, from, to])]),
    statutory: statutory.map(({ class: name, days, ground }) => [name, days, ground]),
    reviews: reviews.map(({ database, table, rowId, decision }) => [database, table, rowId, decision]),
    suppression: suppression && [suppression.points, suppression.purpose, suppression.ground, suppression.until],
  };
  return createHash('sha256')
    .update(canonicalJson(JSON.parse(JSON.stringify(policy)) as never))
    .digest('hex');
}

/**
 * Why a row of this trace stays, for `retain`. A contact and everything in it is held by what covers the contact; what is known of
 * the person apart from contacts is held by any hold on the person, whatever its period.
 */
export function rulesFor(
  trace: SubjectTrace,
  rules: StandingRules,
  now: Date,
): (entity: CatalogueEntity, row: Row) => readonly Retention[] {
  const heldContacts = holdsByContact(trace, rules.holds);
  const decisions = new Map(rules.reviews.map((one) => [`${one.database}/${one.table}/${one.rowId}`, one]));
  const decidedRecordings = new Map(
    rules.reviews.filter(({ table }) => recordingTables.has(table)).map((one) => [one.rowId, one]),
  );
  const startOf = periodStarts(trace.steps);
  const terms = new Map(rules.statutory.map((rule) => [rule.class, rule]));
  return (entity, row) => {
    // What the catalogue keeps on a ground of its own stays anyway; looking at a case adds to it, and must not change a plan.
    if (entity.onErasure === 'keep') return [];
    const holds = holdsOfRow(entity, row, { trace, rules, heldContacts });
    const statutory = statutoryOf(entity, startOf(entity, row), terms);
    const fate = decideFate({ holds, statutory, erasure: true, classPeriod: { ends: null } }, now);
    if (fate.fate === 'retained') return retentionsOf(fate);
    // What is decided of a recording is decided of every stretch of it: in those the voices are.
    const ofRecording = decidedRecordings.get(textOrNull(row['recording_id']) ?? '');
    const decided = decisions.get(`${entity.store}/${qualifiedTable(entity)}/${String(row['id'])}`) ?? ofRecording;
    if (decided === undefined || decided.decision === 'erase') return [];
    return [{ reason: 'review', reference: decided.reason ?? decided.decision, until: null }];
  };
}

function retentionsOf(fate: Extract<ReturnType<typeof decideFate>, { fate: 'retained' }>): readonly Retention[] {
  if (fate.reason === 'hold') return fate.holds.map((reference) => ({ reason: 'hold', reference, until: null }));
  if (fate.reason === 'statutory') return [{ reason: 'statutory', reference: fate.ground, until: fate.until }];
  return [];
}

interface About {
  readonly trace: SubjectTrace;
  readonly rules: StandingRules;
  readonly heldContacts: ReadonlyMap<string, readonly StandingHold[]>;
}

function holdsOfRow(entity: CatalogueEntity, row: Row, { trace, rules, heldContacts }: About): readonly StandingHold[] {
  const owners = ownersOf(entity, row).map(({ ownerId }) => `owner/${ownerId}`);
  const keys = [...keysOfRow(entity, row), ...owners];
  const contacts = keys.filter((key) => key.startsWith('contact/'));
  const ofContacts = contacts.flatMap((key) => heldContacts.get(key.slice('contact/'.length)) ?? []);
  const named = rules.holds.filter((hold) => keys.some((key) => hold.keys.has(key)));
  const ofPerson = contacts.length > 0 ? [] : holdsOver(rules.holds, apartFromContacts(trace, keys));
  return [...new Set([...ofContacts, ...named, ...ofPerson])];
}

function apartFromContacts({ keys: found }: SubjectTrace, keys: readonly string[]): Parameters<typeof holdsOver>[1] {
  const [point] = keys.filter((key) => key.startsWith('contact-point/')).map((key) => key.slice('contact-point/'.length));
  return { personIds: found.person ?? [], userIds: found.user ?? [], contactPointId: point ?? null };
}

function holdsByContact(trace: SubjectTrace, holds: readonly StandingHold[]): Map<string, readonly StandingHold[]> {
  const users = usersByContact(trace);
  const held = new Map<string, readonly StandingHold[]>();
  for (const { row } of contactRows(trace)) {
    const contactId = String(row['id']);
    const over = holdsOver(holds, {
      contactId,
      queueId: textOrNull(row['queue_id']),
      at: row['opened_at'] instanceof Date ? row['opened_at'] : null,
      contactPointId: textOrNull(row['customer_point_id']),
      personIds: trace.keys.person ?? [],
      userIds: users.get(contactId) ?? [],
    });
    if (over.length > 0) held.set(contactId, over);
  }
  return held;
}

function contactRows(trace: SubjectTrace): readonly { row: Row }[] {
  return trace.steps.filter(({ table }) => contactTables.has(table)).flatMap(({ rows }) => rows.map((row) => ({ row })));
}

function usersByContact(trace: SubjectTrace): ReadonlyMap<string, readonly string[]> {
  const rows = trace.steps.filter(({ table }) => partyTables.has(table)).flatMap((step) => step.rows);
  const users = new Map<string, string[]>();
  for (const row of rows) {
    const [contact, user] = [textOrNull(row['contact_id']), textOrNull(row['user_id'])];
    if (contact !== null && user !== null) users.set(contact, [...(users.get(contact) ?? []), user]);
  }
  return users;
}

function statutoryOf(
  { deletion }: CatalogueEntity,
  start: Date | null,
  terms: ReadonlyMap<string, StatutoryRule>,
): { readonly until: Date; readonly ground: string } | null {
  const rule = deletion && terms.get(deletion.class);
  if (!rule) return null;
  // Without a date to count from, a duty to keep is taken to have begun now: nothing is lost by waiting.
  const from = start?.getTime() ?? Date.now();
  return { until: new Date(from + rule.days * dayMs), ground: rule.ground };
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
