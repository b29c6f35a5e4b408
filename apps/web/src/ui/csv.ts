/** A cell: text that a spreadsheet could take for a formula is made inert by an apostrophe (06-access); E.164 numbers stay as they are. */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const inert = /^[=+\-@\t\r]/.test(value) && !/^\+\d{3,15}$/.test(value) ? `'${value}` : value;
  return /[",;\n\r]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** Rows as CSV (RFC 4180) in UTF-8 with a byte order mark, so that spreadsheets read the letters right. */
export function toCsv(rows: readonly (readonly (string | number)[])[]): string {
  return `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

/** Hands what the page holds to the browser as a file; text is taken for CSV. */
export function saveFile(name: string, content: string | Blob): void {
  const address = URL.createObjectURL(new Blob([content], typeof content === 'string' ? { type: 'text/csv;charset=utf-8' } : {}));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
