import { randomUUID } from 'node:crypto';
import type { PersonReport } from '../report/person-report';

const made = '2026-03-01T10:00:00.000Z';

/** A report as the builder answers it, of so many conversations with a recording and a consent each. */
export function reportOf(conversations: number, more: Partial<PersonReport> = {}): PersonReport {
  return {
    ...{ schema: 'voxkeep.person-report.v1', about: 'customer', generatedAt: made, timeZone: 'Europe/Tallinn', language: 'en' },
    case: { number: 'DSR-2026-00001', openedAt: made, verificationLevel: 2, verificationMethod: 'call-back' },
    ...{ controller: 'Kanaari Kontaktikeskus OÜ', contact: { authority: '', officer: '' }, catalogueHash: 'a'.repeat(64) },
    ...{ options: { recordings: true, redact: null }, period: { from: made, to: made } },
    summary: {
      records: 1,
      databases: 1,
      conversations,
      recordings: conversations,
      recordingSeconds: 60,
      accesses: 1,
      withheld: 0,
    },
    searched: {
      databases: [{ database: 'directory', answered: true, records: 1 }],
      ...{ recordingFiles: 0, logs: 'Logs.', backups: 'Backups.', diagnostics: [] },
    },
    otherSystems: [],
    subject: { fullName: 'Mari Mägi-Õunapuu', personId: randomUUID() },
    identity: {
      contactPoints: [{ id: randomUUID(), kind: 'phone', value: '+37251234567', evidence: 'stated' }],
      ...{ excluded: [], otherPersons: 0, recordsOfOthers: 0 },
    },
    activities: [],
    statements: { rights: 'Rights.', complaint: 'Complaint.', automatedDecisions: 'None.', transfers: 'None.' },
    records: recordsOf(),
    conversations: Array.from({ length: conversations }, () => conversationOf(randomUUID())),
    accesses: [{ at: made, who: 'Data Protection Officer', action: 'report.build', purpose: 'data-subject-request', times: 1 }],
    ...{ holds: [], withheldItems: [{ reason: 'other-person', count: 1 }], earlierRequests: [] },
    ...more,
  } satisfies PersonReport;
}

function recordsOf(): PersonReport['records'] {
  const value = (label: string, text: string | null, rest: object = {}) => ({
    ...{ label, name: label.replace('field.', ''), category: 'pd:Name', origin: 'subject', value: text },
    ...{ unreadable: false, withheld: false, freeText: false },
    ...rest,
  });
  return [
    {
      ...{ database: 'directory', table: 'contact_point', title: 'Numbers and addresses' },
      records: [{ at: made, role: null, values: [value('field.contact-point', '+37251234567'), value('field.note', '=1+1')] }],
    },
    {
      ...{ database: 'operative', table: 'contact_party', title: 'Parties' },
      records: [{ at: made, role: 'customer', values: [value('field.name', null, { withheld: true })] }],
    },
  ];
}

function conversationOf(contactId: string): PersonReport['conversations'][number] {
  return {
    ...{ contactId, openedAt: made, closedAt: '2026-03-01T10:05:00.000Z', direction: 'inbound', channel: 'voice' },
    outcomes: [{ part: 'agent', outcome: 'kept' }],
    measures: [],
    recordings: [
      { id: contactId, part: 'agent', state: 'finished', startedAt: made, endedAt: made, seconds: 60, inseparable: false },
    ],
    consents: [
      { at: made, purpose: 'quality-check', state: 'given', wordingVersion: '2026-1', evidence: 'digit' },
      {
        at: '2026-03-01T10:04:00.000Z',
        purpose: 'quality-check',
        state: 'withdrawn',
        wordingVersion: '2026-1',
        evidence: 'digit',
      },
    ],
  };
}
