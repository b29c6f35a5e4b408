const byteOrderMark = '\uFEFF';

/**
 * Rows as CSV (RFC 4180) in UTF-8 with a byte order mark, without which spreadsheets read the letters of four of the five
 * languages wrong. A cell that a spreadsheet could take for a formula is made inert by an apostrophe; E.164 numbers stay.
 */
export function toCsv(rows: readonly (readonly string[])[]): Buffer {
  return Buffer.from(`${byteOrderMark}${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`);
}

function cell(value: string): string {
  const inert = /^[=+\-@\t\r]/.test(value) && !/^\+\d{3,15}$/.test(value) ? `'${value}` : value;
  return /[",;\n\r]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
