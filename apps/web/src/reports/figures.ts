import type { http } from '@voxkeep/contracts';

export type ReportRow = http.ContactReport['rows'][number];
/**
 * The counted outcomes, in the order of the columns; `kept` is the sum of the three parts that follow it, and the contacts of a row are
 * the sum of `kept` and of all that follow those parts.
 */
export const counted = [
  ...(['kept', 'keptWhole', 'keptWithGaps', 'keptUnchecked'] as const),
  ...(['refused', 'unanswered', 'withdrawn', 'notAsked', 'off', 'pausedThroughout', 'failed', 'withoutOutcome'] as const),
] as const;

/** All rows added up under one name. */
export function totalOf(rows: readonly ReportRow[], group: string): ReportRow {
  const sum = (name: Exclude<keyof ReportRow, 'group'>) => rows.reduce((total, row) => total + row[name], 0);
  const sums = Object.fromEntries(counted.map((name) => [name, sum(name)])) as Record<(typeof counted)[number], number>;
  return { group, contacts: sum('contacts'), handleSeconds: sum('handleSeconds'), ...sums };
}

/** Mean handling time of a row in ms; zero without contacts. */
export function meanMs({ contacts, handleSeconds }: ReportRow): number {
  return contacts === 0 ? 0 : (handleSeconds / contacts) * 1000;
}

/** The rows as cells of a CSV file under the names of the API; durations in seconds. */
export function reportCsv(by: 'queue' | 'day', rows: readonly ReportRow[]): (string | number)[][] {
  const underscored = counted.map((name) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
  const head = [by, 'contacts', 'handle_seconds', ...underscored];
  return [head, ...rows.map((row) => [row.group, row.contacts, row.handleSeconds, ...counted.map((name) => row[name])])];
}
