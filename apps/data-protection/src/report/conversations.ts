import type { Row } from '@voxkeep/personal-data';
import type { HeldRows } from '../subject/held-rows.js';
import type { PersonReport } from './person-report.js';

type Conversation = PersonReport['conversations'][number];

/** The contacts of a person with the outcome of each part and everything that was said about consent, newest first. */
export function conversationsIn(held: readonly HeldRows[]): Conversation[] {
  const rowsOf = (...tables: string[]) =>
    held.filter(({ step }) => tables.includes(step.table)).flatMap(({ items }) => items.map(({ row }) => row));
  const outcomes = rowsOf('recording_outcome', 'closed_recording_outcome');
  const consents = rowsOf('consent');
  return rowsOf('contact', 'closed_contact')
    .map((contact) => conversation(contact, outcomes, consents))
    .sort((a, b) => (a.openedAt < b.openedAt ? 1 : -1));
}

function conversation(contact: Row, outcomes: readonly Row[], consents: readonly Row[]): Conversation {
  const ofThis = (rows: readonly Row[]) => rows.filter((row) => row['contact_id'] === contact['id']);
  return {
    contactId: text(contact, 'id'),
    openedAt: moment(contact, 'opened_at') ?? '',
    closedAt: moment(contact, 'closed_at'),
    direction: text(contact, 'direction'),
    channel: text(contact, 'channel'),
    outcomes: ofThis(outcomes).map((row) => ({ part: text(row, 'part'), outcome: text(row, 'outcome') })),
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

function text(row: Row, column: string): string {
  const value = row[column];
  return typeof value === 'string' ? value : '';
}

function moment(row: Row, column: string): string | null {
  const value = row[column];
  return value instanceof Date ? value.toISOString() : null;
}
