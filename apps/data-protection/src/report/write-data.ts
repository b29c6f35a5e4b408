import type { PersonReport } from './person-report.js';
import type { ReportDocument } from './report-document.js';
import { english as t } from './texts.en.js';
import { timeIn } from './time-in.js';

type Value = PersonReport['records'][number]['records'][number]['values'][number];

/** The data per database and record, conversations, who looked, and earlier requests. */
export function writeData(document: ReportDocument, report: PersonReport): void {
  writeRecords(document, report);
  writeConversations(document, report);
  writeAccesses(document, report);
  document.write('H2', t.requests.heading);
  if (report.earlierRequests.length === 0) document.write('P', t.requests.none);
  document.table(
    [t.requests.number, t.requests.kind, t.requests.state, t.cover.made],
    report.earlierRequests.map(({ number, kind, state, openedAt }) => [number, kind, state, timeIn(report.timeZone, openedAt)]),
    [130, 90, 100, '*'],
  );
}

function writeRecords(document: ReportDocument, { records, searched, timeZone }: PersonReport): void {
  document.write('H2', t.recordsHeading);
  for (const { database } of searched.databases) {
    document.write('H3', t.recordsIn(database));
    const tables = records.filter((one) => one.database === database);
    if (tables.length === 0) document.write('P', t.nothingHeld);
    for (const held of tables) {
      // Each look at the person is an entry; as tables they would bury what the person asked for.
      if (held.table === 'audit.leaf') document.write('P', t.record.auditTrail(held.records.length));
      else writeTable(document, held, timeZone);
    }
  }
}

function writeTable(document: ReportDocument, { table, records }: PersonReport['records'][number], timeZone: string): void {
  records.forEach(({ role, values }, at) => {
    document.caption([table, t.record.number(at + 1), role].filter((part) => part !== null).join(' · '));
    document.table(
      [t.record.field, t.record.value, t.record.origin],
      values.map((value) => [value.name, printed(value, timeZone), t.origins[value.origin] ?? value.origin]),
      [130, '*', 110],
    );
  });
}

function printed({ value, unreadable, withheld }: Value, timeZone: string): string {
  if (withheld) return t.withheld;
  if (unreadable) return t.unreadable;
  if (value === null || value === '') return t.empty;
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? timeIn(timeZone, value) : value;
}

function writeConversations(document: ReportDocument, { conversations, timeZone }: PersonReport): void {
  document.write('H2', t.conversations.heading);
  if (conversations.length === 0) document.write('P', t.conversations.none);
  document.table(
    [t.conversations.began, t.conversations.direction, t.conversations.recording, t.conversations.consents],
    conversations.map(({ openedAt, direction, channel, outcomes, consents }) => [
      timeIn(timeZone, openedAt),
      `${direction}, ${channel}`,
      outcomes.map(({ part, outcome }) => `${part}: ${outcome}`).join('\n') || t.empty,
      consents
        .map(({ at, purpose, state, evidence }) => `${timeIn(timeZone, at)}: ${purpose} ${state} (${evidence})`)
        .join('\n') || t.empty,
    ]),
    [110, 80, 100, '*'],
  );
}

function writeAccesses(document: ReportDocument, { accesses, timeZone }: PersonReport): void {
  document.write('H2', t.accesses.heading);
  if (accesses.length === 0) document.write('P', t.accesses.none);
  document.table(
    [t.accesses.at, t.accesses.who, t.accesses.action, t.accesses.purpose],
    accesses.map(({ at, who, action, purpose }) => [timeIn(timeZone, at), who, action, purpose ?? t.empty]),
    [120, 120, 120, '*'],
  );
}
