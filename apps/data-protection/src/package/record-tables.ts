import { outcomeLabel } from '../report/record-layout.js';
import type { PersonReport } from '../report/person-report.js';
import type { Wording } from '../report/wording.js';
import type { AttachedFile } from './attached-file.js';
import { toCsv } from './csv.js';

type Table = PersonReport['records'][number];
type Value = Table['records'][number]['values'][number];

/** A table of a report: its columns are the fields that stand in at least one of its records. */
export interface RecordTable {
  readonly path: string;
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Every kind of record as one table, in the language of the report. What is withheld or unreadable says so in its cell. */
export function recordTables(report: PersonReport, wording: Wording): readonly RecordTable[] {
  return report.records.map((table) => asTable(table, wording));
}

/** One CSV file per table. */
export function csvFiles(tables: readonly RecordTable[]): readonly AttachedFile[] {
  return tables.map(({ path, head, rows }) => ({
    ...{ path: `csv/${path}.csv`, type: 'text/csv', relationship: 'Data' as const },
    content: toCsv([head, ...rows]),
  }));
}

function asTable({ database, table, title, records }: Table, wording: Wording): RecordTable {
  const names = new Map(records.flatMap(({ values }) => values).map(({ label, name }) => [label, name]));
  const labels = [...names.keys()];
  return {
    path: `${database}-${table.replaceAll('.', '-').replaceAll('_', '-')}`,
    title,
    head: [wording.say('records.at'), wording.say('records.role'), ...labels.map((label) => names.get(label) ?? label)],
    rows: records.map(({ at, role, values }) => {
      const byLabel = groupedByLabel(values);
      const cells = labels.map((label) => (byLabel.get(label) ?? []).map((value) => shown(value, wording)).join('; '));
      return [at === null ? '' : at, role === null ? '' : wording.word(role), ...cells];
    }),
  };
}

function groupedByLabel(values: readonly Value[]): ReadonlyMap<string, readonly Value[]> {
  const grouped = new Map<string, Value[]>();
  for (const value of values) grouped.set(value.label, [...(grouped.get(value.label) ?? []), value]);
  return grouped;
}

function shown({ label, value, withheld, unreadable }: Value, wording: Wording): string {
  if (withheld) return value ?? wording.say('withheld');
  if (unreadable) return wording.say('unreadable');
  if (value === null) return '';
  if (label === outcomeLabel) return wording.outcome(value);
  return /^[a-z]+(-[a-z]+)*$/.test(value) ? wording.word(value) : wording.coded(value);
}
