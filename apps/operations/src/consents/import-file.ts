import type { MultipartFile } from '@fastify/multipart';
import { http } from '@voxkeep/contracts';
import { HttpProblem, settings, unprocessable } from '@voxkeep/platform';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { uploadLimit } from '../outbound/call-list-text.js';
import { csvLines, type CsvLine } from '../outbound/csv-lines.js';
import { readImportHeader, readImportLine, type ImportFault, type ImportHeader, type ImportLine } from './import-lines.js';
import { readImportText, type FileEncoding } from './import-text.js';

const mostRows = 100_000;
const options = z.object({
  dryRun: z.enum(['true', 'false']).default('true'),
  encoding: z.enum(http.consentFileEncodings).optional(),
});

/** A file that was read: what can be taken over, and where and why the rest cannot. */
export interface ImportFile {
  readonly dryRun: boolean;
  readonly encoding: FileEncoding;
  readonly lines: readonly ImportLine[];
  readonly faults: readonly ImportFault[];
}

/**
 * Receives the one file of an upload into memory; nothing of it is written anywhere. The fields `dryRun` and `encoding` come before it.
 * Throws 422 `import.file` without one, `import.header` without a usable first line, 413 for a file that is too large.
 */
export async function receiveConsents(request: FastifyRequest): Promise<ImportFile> {
  if (!request.isMultipart()) throw noFile();
  const upload = await request.file({ limits: { fileSize: uploadLimit, files: 1 } });
  if (!upload) throw noFile();
  const chosen = options.safeParse({ dryRun: fieldOf(upload, 'dryRun'), encoding: fieldOf(upload, 'encoding') });
  const bytes = await upload.toBuffer().catch(refuseTooLarge);
  if (!chosen.success) throw unprocessable([{ path: 'encoding', problem: 'invalid' }]);
  const { encoding, text } = readImportText(bytes, chosen.data.encoding);
  return { dryRun: chosen.data.dryRun === 'true', encoding, ...(await readLines(text)) };
}

/** Of what can go wrong while a file arrives, only its size is the fault of who sent it. */
function refuseTooLarge(error: unknown): never {
  if ((error as { code?: unknown }).code === 'FST_REQ_FILE_TOO_LARGE') throw new HttpProblem(413, 'import.too-large');
  throw error;
}

async function readLines(text: string): Promise<Pick<ImportFile, 'lines' | 'faults'>> {
  const place = { region: settings().site.region, now: new Date() };
  const lines: ImportLine[] = [];
  const faults: ImportFault[] = [];
  let header: ImportHeader | undefined;
  for await (const line of csvLines(inParts(text))) {
    if (header === undefined) header = headerOf(line);
    else if (lines.length + faults.length >= mostRows) throw new HttpProblem(413, 'import.too-many-rows');
    else sort(line, header, place, { lines, faults });
  }
  if (header === undefined) throw noHeader();
  return { lines, faults };
}

function sort(
  { line, cells }: CsvLine,
  header: ImportHeader,
  place: { readonly region: string; readonly now: Date },
  into: { lines: ImportLine[]; faults: ImportFault[] },
): void {
  const read = cells === undefined ? { line, column: '*', code: 'malformed' } : readImportLine(header, line, cells, place);
  if ('code' in read) into.faults.push(read);
  else into.lines.push(read);
}

// eslint-disable-next-line @typescript-eslint/require-await -- the reader of lines takes what arrives over time
async function* inParts(text: string): AsyncGenerator<Buffer, void> {
  yield Buffer.from(text.replace(/^\uFEFF/, ''), 'utf8');
}

function headerOf({ cells }: CsvLine): ImportHeader {
  const header = cells && readImportHeader(cells);
  if (!header) throw noHeader();
  return header;
}

function fieldOf({ fields }: MultipartFile, name: string): unknown {
  const field = [fields[name]].flat()[0];
  return field?.type === 'field' && field.value !== '' ? field.value : undefined;
}

function noFile(): HttpProblem {
  return unprocessable([{ path: 'file', problem: 'required' }], 'import.file');
}

function noHeader(): HttpProblem {
  return unprocessable([{ path: 'file', problem: 'header' }], 'import.header');
}
