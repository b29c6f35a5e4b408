import type { PersonReport } from './person-report.js';

type Records = PersonReport['records'];
type Value = Records[number]['records'][number]['values'][number];

/** The figures of the first page. */
export function summaryOf({ records, conversations, accesses }: Pick<PersonReport, 'records' | 'conversations' | 'accesses'>) {
  const recordings = conversations.flatMap((one) => one.recordings).filter(({ state }) => state !== 'removed');
  return {
    records: records.reduce((sum, table) => sum + table.records.length, 0),
    databases: new Set(records.map(({ database }) => database)).size,
    conversations: conversations.length,
    recordings: recordings.length,
    recordingSeconds: recordings.reduce((sum, { seconds }) => sum + (seconds ?? 0), 0),
    accesses: accesses.length,
    withheld: valuesIn(records).filter(({ withheld, unreadable }) => withheld || unreadable).length,
  };
}

/** The first and the last moment that something is held of. */
export function periodOf(records: Records): PersonReport['period'] {
  const moments = records.flatMap((table) => table.records.flatMap(({ at }) => at ?? [])).sort();
  return { from: moments[0] ?? null, to: moments.at(-1) ?? null };
}

/** How many values are not shown, by reason code (GDPR Art. 15(4)). */
export function withheldIn(records: Records, redact: string | null): PersonReport['withheldItems'] {
  const counts = new Map<string, number>();
  for (const value of valuesIn(records)) {
    const reason = reasonOf(value, redact);
    if (reason !== undefined) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts].map(([reason, count]) => ({ reason, count }));
}

function reasonOf({ withheld, unreadable, freeText, category, label }: Value, redact: string | null): string | undefined {
  if (unreadable) return 'key-destroyed';
  if (!withheld) return undefined;
  if (freeText && redact !== null) return redact;
  if (label === 'field.contact-point' || label === 'field.customer') return 'customers';
  return category === 'pd:UID' ? 'staff-as-role' : 'other-person';
}

function valuesIn(records: Records): Value[] {
  return records.flatMap((table) => table.records.flatMap(({ values }) => values));
}
