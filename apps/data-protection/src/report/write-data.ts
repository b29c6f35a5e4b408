import { measureHead, measureRows } from './measure-rows.js';
import type { HeldTable, PersonReport } from './person-report.js';
import { layOut, printedValue } from './record-layout.js';
import type { ReportDocument } from './report-document.js';
import type { Wording } from './wording.js';

/** Rows that say how the product works rather than what it knows; they are counted on paper and complete in report.json. */
const counted =
  /^(audit\.leaf|protection\.(case_(step|subject|verification)|held_key|held_owner|erasure_evidence|delivery|review)|protection\.erasure_journal|contact_key|customer_pseudonym|(closed_)?(contact_event|recording_segment|recording_gap|recording_measure))$/;

/** The data: each database, in it one table for each kind of record. */
export function writeRecords(document: ReportDocument, { records, searched }: PersonReport, wording: Wording): void {
  document.write('H2', wording.say('records.heading'));
  document.write('P', wording.say('records.short'));
  document.write('P', wording.say('times.zone', { zone: wording.timeZone }));
  for (const { database } of searched.databases) {
    const tables = records.filter((one) => one.database === database);
    document.write('H3', wording.say('records.database', { database: wording.database(database) }));
    if (tables.length === 0) document.write('P', wording.say('nothingHeld'));
    for (const table of tables.filter((one) => !counted.test(one.table))) writeTable(document, table, wording);
    const rest = tables.filter((one) => counted.test(one.table));
    if (rest.length === 0) continue;
    const lines = rest.map(({ title, records: { length } }) => wording.count('records.count', length, { title }));
    document.write('P', `${wording.say('records.counted')}:`).list(lines);
  }
}

function writeTable(document: ReportDocument, table: HeldTable, wording: Wording): void {
  const { title, records } = table;
  document.caption(wording.count('records.count', records.length, { title }));
  const only = records[0];
  if (records.length === 1 && only !== undefined) {
    writeOne(document, only, wording);
    return;
  }
  const { same, head, rows, widths } = layOut(table, wording);
  if (same.length > 0) document.write('P', wording.say('records.same', { values: same.join('; ') }));
  document.table(head, rows, widths);
  const sources = sourcesIn(table, wording);
  if (sources !== '') document.write('P', wording.say('records.sources', { sources }));
}

function writeOne(document: ReportDocument, { at, role, values }: HeldTable['records'][number], wording: Wording): void {
  const part = role === null ? [] : [[wording.say('records.role'), wording.word(role), wording.say('empty')]];
  const time = at === null || values.some(({ value }) => value === at);
  document.table(
    [wording.say('records.field'), wording.say('records.value'), wording.say('records.origin')],
    [
      ...(time ? [] : [[wording.say('records.at'), wording.moment(at), wording.origin('observed')]]),
      ...part,
      ...values.map((value) => [value.name, printedValue(value, wording), wording.origin(value.origin)]),
    ],
    [140, '*', 120],
    { rowHeads: true },
  );
}

/** The source of each personal value (GDPR Art. 15(1)(g)), said once for the table. */
function sourcesIn({ records }: HeldTable, wording: Wording): string {
  const origins = new Map<string, Set<string>>();
  for (const { name, origin, category } of records.flatMap(({ values }) => values)) {
    if (category === 'pd:UID') continue;
    const names = origins.get(origin) ?? new Set<string>();
    origins.set(origin, names.add(name));
  }
  return [...origins].map(([origin, names]) => `${[...names].join(', ')} – ${wording.origin(origin)}`).join('; ');
}

/** The list of conversations with what was recorded and what was said about consent. */
export function writeConversations(document: ReportDocument, { conversations }: PersonReport, wording: Wording): void {
  document.write('H2', wording.say('conversations.heading'));
  if (conversations.length === 0) document.write('P', wording.say('conversations.none'));
  document.table(
    [
      wording.say('conversations.began'),
      wording.say('conversations.direction'),
      wording.say('conversations.length'),
      wording.say('conversations.recording'),
      wording.say('conversations.consents'),
    ],
    conversations.map((one) => [
      wording.moment(one.openedAt),
      `${wording.word(one.direction)}, ${wording.word(one.channel)}`,
      lengthOf(one, wording),
      recordingsOf(one, wording),
      consentsOf(one, wording),
    ]),
    [100, 80, 84, 112, '*'],
  );
  writeMeasures(document, conversations, wording);
}

function writeMeasures(document: ReportDocument, conversations: PersonReport['conversations'], wording: Wording): void {
  const rows = measureRows(conversations, wording);
  if (rows.length === 0) return;
  document.write('H3', wording.say('measures.heading'));
  document.table(measureHead(wording), rows, [110, 90, 60, 105, '*']);
}

type Conversation = PersonReport['conversations'][number];

function lengthOf({ openedAt, closedAt }: Conversation, wording: Wording): string {
  if (closedAt === null) return wording.say('empty');
  return wording.duration(Math.round((Date.parse(closedAt) - Date.parse(openedAt)) / 1000));
}

function recordingsOf({ openedAt, outcomes, recordings }: Conversation, wording: Wording): string {
  const said = outcomes.map(({ part, outcome }) => `${wording.word(part)}: ${wording.outcome(outcome)}`);
  const kept = recordings.map(({ state, startedAt, endedAt, inseparable }) =>
    [
      wording.word(state),
      ...(startedAt === null || endedAt === null ? [] : [spanOf(startedAt, endedAt, openedAt, wording)]),
      ...(inseparable ? [wording.say('conversations.inseparable')] : []),
    ].join(', '),
  );
  return [...said, ...kept].join('\n') || wording.say('empty');
}

/** From when to when there was a recording; how much of that was kept stands in the table of measures. */
function spanOf(startedAt: string, endedAt: string, openedAt: string, wording: Wording): string {
  return wording.say('conversations.span', { from: wording.moment(startedAt, openedAt), to: wording.moment(endedAt, openedAt) });
}

function consentsOf({ consents, openedAt }: Conversation, wording: Wording): string {
  const lines = consents.map(
    ({ at, purpose, state, evidence }) =>
      `${wording.moment(at, openedAt)}: ${wording.word(purpose)} – ${wording.word(state)} (${wording.word(evidence)})`,
  );
  return lines.join('\n') || wording.say('empty');
}

/** Who looked, when and why (C-579/21). */
export function writeAccesses(document: ReportDocument, { accesses }: PersonReport, wording: Wording): void {
  document.write('H2', wording.say('accesses.heading'));
  document.write('P', wording.say(accesses.length === 0 ? 'accesses.none' : 'accesses.note'));
  document.table(
    [wording.say('accesses.at'), wording.say('accesses.who'), wording.say('accesses.action'), wording.say('accesses.purpose')],
    accesses.map(({ at, who, action, purpose }) => [wording.moment(at), who, wording.action(action), wording.word(purpose)]),
    [150, 115, 115, '*'],
  );
}
