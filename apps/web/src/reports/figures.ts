import type { http } from '@voxkeep/contracts';

export type ReportRow = http.ContactReport['rows'][number];
/** The counted outcomes, in the order of the columns. */
export const counted = ['kept', 'refused', 'unanswered', 'withdrawn', 'notAsked', 'off', 'failed'] as const;

/** All rows added up under one name. */
export function totalOf(rows: readonly ReportRow[], group: string): ReportRow {
  const sum = (name: Exclude<keyof ReportRow, 'group'>) => rows.reduce((total, row) => total + row[name], 0);
  const [kept, refused, unanswered, withdrawn, notAsked, off, failed] = counted.map(sum) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return {
    group,
    contacts: sum('contacts'),
    handleSeconds: sum('handleSeconds'),
    kept,
    refused,
    unanswered,
    withdrawn,
    notAsked,
    off,
    failed,
  };
}

/** Mean handling time of a row in ms; zero without contacts. */
export function meanMs({ contacts, handleSeconds }: ReportRow): number {
  return contacts === 0 ? 0 : (handleSeconds / contacts) * 1000;
}

/** The rows as cells of a CSV file under the names of the API; durations in seconds. */
export function reportCsv(by: 'queue' | 'day', rows: readonly ReportRow[]): (string | number)[][] {
  const head = [by, 'contacts', 'handle_seconds', 'kept', 'refused', 'unanswered', 'withdrawn', 'not_asked', 'off', 'failed'];
  return [head, ...rows.map((row) => [row.group, row.contacts, row.handleSeconds, ...counted.map((name) => row[name])])];
}
