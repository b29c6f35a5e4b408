import type { Row } from '@voxkeep/personal-data';
import type { HeldRows } from '../subject/held-rows.js';
import { groupBy } from './group-by.js';
import type { PersonReport } from './person-report.js';

type Conversation = PersonReport['conversations'][number];
type ByContact = ReadonlyMap<unknown, readonly Row[]>;
interface Said {
  readonly outcomes: ByContact;
  readonly measures: ByContact;
  readonly recordings: ByContact;
  readonly consents: ByContact;
}

/**
 * The contacts of a person with the outcome of each part, their recordings and everything that was said about consent, newest
 * first. Without `recordings` the outcomes stay and the recordings are left out.
 */
export function conversationsIn(held: readonly HeldRows[], recordings: boolean): Conversation[] {
  const rowsOf = (...tables: string[]) =>
    held.filter(({ step }) => tables.includes(step.table)).flatMap(({ items }) => items.map(({ row }) => row));
  return conversationsOf(rowsOf('contact', 'closed_contact'), {
    outcomes: rowsOf('recording_outcome', 'closed_recording_outcome'),
    measures: rowsOf('recording_measure', 'closed_recording_measure'),
    recordings: recordings ? rowsOf('recording', 'closed_recording') : [],
    consents: rowsOf('consent'),
  });
}

/** The same from rows: contacts, and what hangs off them by `contact_id`. */
export function conversationsOf(contacts: readonly Row[], said: Readonly<Record<keyof Said, readonly Row[]>>): Conversation[] {
  const all = {
    outcomes: byContact(said.outcomes),
    measures: byContact(said.measures),
    recordings: byContact(said.recordings),
    consents: byContact(said.consents),
  };
  return contacts.map((contact) => conversation(contact, all)).sort((a, b) => (a.openedAt < b.openedAt ? 1 : -1));
}

function byContact(rows: readonly Row[]): ByContact {
  return groupBy(rows, (row) => row['contact_id']);
}

function conversation(contact: Row, { outcomes, measures, recordings, consents }: Said): Conversation {
  const ofThis = (rows: ByContact) => rows.get(contact['id']) ?? [];
  return {
    contactId: text(contact, 'id'),
    openedAt: moment(contact, 'opened_at') ?? '',
    closedAt: moment(contact, 'closed_at'),
    direction: text(contact, 'direction'),
    channel: text(contact, 'channel'),
    outcomes: ofThis(outcomes).map((row) => ({ part: text(row, 'part'), outcome: text(row, 'outcome') })),
    measures: ofThis(measures).map(measureOf),
    recordings: ofThis(recordings).map(recordingOf),
    consents: ofThis(consents)
      .map((row) => ({
        at: moment(row, 'at') ?? '',
        purpose: text(row, 'purpose'),
        state: text(row, 'state'),
        wordingVersion: row['wording_version'] === null ? null : text(row, 'wording_version'),
        evidence: text(row, 'evidence_kind'),
      }))
      .sort((a, b) => (a.at < b.at ? -1 : 1)),
  };
}

function measureOf(row: Row): Conversation['measures'][number] {
  return {
    ...{ part: text(row, 'part'), channel: text(row, 'channel') },
    ...{ expectedMs: Number(row['expected_ms']), keptMs: Number(row['kept_ms']) },
    ...{ missingOursMs: Number(row['missing_ours_ms']), missingTheirsMs: Number(row['missing_theirs_ms']) },
    cause: row['main_cause'] === null ? null : text(row, 'main_cause'),
  };
}

function recordingOf(row: Row): Conversation['recordings'][number] {
  const [startedAt, endedAt] = [moment(row, 'started_at'), moment(row, 'ended_at')];
  const ms = startedAt === null || endedAt === null ? null : Date.parse(endedAt) - Date.parse(startedAt);
  return {
    id: text(row, 'id'),
    part: text(row, 'part'),
    state: text(row, 'state'),
    startedAt,
    endedAt,
    seconds: ms === null ? null : Math.round(ms / 1000),
    inseparable: row['inseparable'] === true,
  };
}

function text(row: Row, column: string): string {
  const value = row[column];
  return typeof value === 'string' ? value : '';
}

function moment(row: Row, column: string): string | null {
  const value = row[column];
  return value instanceof Date ? value.toISOString() : null;
}
