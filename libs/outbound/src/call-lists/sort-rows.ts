import type { ImportRow } from './import-types.js';

export interface SortedRows {
  readonly accepted: readonly (ImportRow & { readonly callable: readonly string[] })[];
  readonly duplicates: number;
  readonly blocked: number;
}

/**
 * Decides line by line, in order. Blocked numbers are dropped; a line without any other number is blocked. A line of whose
 * numbers one is on the list already, or came earlier in the file, is a duplicate.
 */
export function sortRows(
  rows: readonly ImportRow[],
  listed: ReadonlySet<string>,
  blockedPoints: ReadonlySet<string>,
): SortedRows {
  const taken = new Set(listed);
  const accepted: SortedRows['accepted'][number][] = [];
  let duplicates = 0;
  let blocked = 0;
  for (const row of rows) {
    const callable = [...new Set(row.contactPointIds)].filter((point) => !blockedPoints.has(point)).slice(0, 3);
    if (callable.length === 0) {
      blocked += 1;
    } else if (callable.some((point) => taken.has(point))) {
      duplicates += 1;
    } else {
      for (const point of callable) taken.add(point);
      accepted.push({ ...row, callable });
    }
  }
  return { accepted, duplicates, blocked };
}
