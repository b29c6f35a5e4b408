import { Readable } from 'node:stream';
import { parse, type CsvError, type Info } from 'csv-parse';
import { unprocessable } from '@voxkeep/platform';
import { decodeText, withSeparator } from './call-list-text.js';

/** Longest line in characters; a quote that is never closed must not swallow the file. */
const longestLine = 20_000;

/** A line of the file, counted from 1; without cells when it is no CSV (RFC 4180 §2). */
export interface CsvLine {
  readonly line: number;
  readonly cells: readonly string[] | undefined;
}

/**
 * Reads a file line by line as it arrives, separated by comma, semicolon or tab. Cells are text and nothing else: what a
 * spreadsheet would take for a formula stays the characters that it is. Throws 422 `import.encoding` or `import.malformed`,
 * 413 `import.too-large`.
 */
export async function* csvLines(bytes: AsyncIterable<Buffer>): AsyncGenerator<CsvLine, void> {
  const { separator, text } = await withSeparator(decodeText(bytes));
  const broken: CsvLine[] = [];
  const parser = parse({
    delimiter: separator,
    info: true,
    max_record_size: longestLine,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    trim: true,
    on_skip: (error: CsvError | undefined) => {
      broken.push({ line: lineOf(error), cells: undefined });
    },
  });
  const source = Readable.from(text);
  source.once('error', (failure) => parser.destroy(failure));
  source.pipe(parser);
  try {
    for await (const read of parser) {
      const { record, info } = read as { record: string[]; info: Info };
      // The parser is ahead of this loop, so only lines that came before this one are told now.
      yield* broken.splice(0, broken.filter(({ line }) => line < info.lines).length);
      yield { line: info.lines, cells: record };
    }
    yield* broken.splice(0);
  } catch (failure) {
    throw isCsvError(failure) ? unprocessable([], 'import.malformed') : failure;
  } finally {
    source.destroy();
  }
}

function lineOf(error: CsvError | undefined): number {
  const line: unknown = error?.['lines'];
  return typeof line === 'number' ? line : 0;
}

function isCsvError(failure: unknown): boolean {
  return String((failure as { code?: unknown } | null | undefined)?.code).startsWith('CSV_');
}
