import { HttpProblem, settings, unprocessable } from '@voxkeep/platform';
import type { RejectedLine } from '@voxkeep/outbound';
import { csvLines, type CsvLine } from './csv-lines.js';
import { readCustomer, readHeader, type CsvHeader, type CustomerLine } from './customer-line.js';

const mostRows = 50_000;

/** A customer and the number of their line in the file. */
export type ReadLine = CustomerLine & { readonly line: number };

/** What a file holds: the lines that were understood, and where and why the others were not. */
export interface CallListFile {
  readonly customers: readonly ReadLine[];
  readonly rejected: readonly RejectedLine[];
}

/** Reads a call list while it arrives. Throws 422 `import.header` without a usable first line, 413 `import.too-many-rows`. */
export async function readCallList(bytes: AsyncIterable<Buffer>): Promise<CallListFile> {
  const { region } = settings().site;
  const customers: ReadLine[] = [];
  const rejected: RejectedLine[] = [];
  let header: CsvHeader | undefined;
  for await (const line of csvLines(bytes)) {
    if (header === undefined) header = headerOf(line);
    else if (customers.length + rejected.length >= mostRows) throw new HttpProblem(413, 'import.too-many-rows');
    else sort(line, header, region, { customers, rejected });
  }
  if (header === undefined) throw noHeader();
  return { customers, rejected };
}

function sort(
  { line, cells }: CsvLine,
  header: CsvHeader,
  region: string,
  into: { customers: ReadLine[]; rejected: RejectedLine[] },
): void {
  const read = cells === undefined ? { column: '*', code: 'malformed' } : readCustomer(header, cells, region);
  if ('code' in read) into.rejected.push({ line, column: read.column, code: read.code });
  else into.customers.push({ ...read, line });
}

function headerOf({ cells }: CsvLine): CsvHeader {
  const header = cells && readHeader(cells);
  if (!header) throw noHeader();
  return header;
}

function noHeader(): HttpProblem {
  return unprocessable([{ path: 'phone1', problem: 'required' }], 'import.header');
}
