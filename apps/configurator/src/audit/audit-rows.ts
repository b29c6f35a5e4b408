import type { AuditEvent } from '@voxkeep/configuration';
import type { http } from '@voxkeep/contracts';

/** An event as the viewer is given it. */
export function rowOf(event: AuditEvent): http.AuditRow {
  const { seq, eventId, actor, action, objectKind, objectId, purpose, count, source } = event;
  return {
    ...{ seq, eventId, actor, action, objectKind, objectId, purpose, count, source },
    at: event.at.toISOString(),
    subject: event.subjectRef,
    columns: event.columns && [...event.columns],
    hasDetail: event.sealedDetail !== null,
  };
}

const columns = [
  ...([
    'seq',
    'at',
    'actor',
    'action',
    'objectKind',
    'objectId',
    'subject',
    'purpose',
    'columns',
    'count',
    'source',
    'eventId',
  ] as const),
];

/** The first line of the file, with a byte order mark so that spreadsheets read the letters right. */
export const csvHead = `\uFEFF${columns.join(',')}\r\n`;

/** One event as a line (RFC 4180); text that a spreadsheet could take for a formula is made inert. */
export function csvLine(row: http.AuditRow): string {
  return `${columns.map((column) => cell(row[column])).join(',')}\r\n`;
}

function cell(value: string | number | readonly string[] | null): string {
  const text = Array.isArray(value) ? value.join(' ') : String(value ?? '');
  const inert = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",;\n\r]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
