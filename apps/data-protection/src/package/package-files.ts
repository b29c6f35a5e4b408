import { z } from 'zod';
import { personReport, type PersonReport } from '../report/person-report.js';
import type { Wording } from '../report/wording.js';
import { jsonFile, type AttachedFile } from './attached-file.js';
import { consentReceipts } from './consent-receipts.js';
import { portableOf, portablePackage, portableTables } from './portable.js';
import { csvFiles, recordTables, type RecordTable } from './record-tables.js';
import { vconFiles, type VconAudio } from './vcon.js';

/** The files of a report for machines, without its audio. */
export interface ReportFiles {
  readonly tables: readonly RecordTable[];
  readonly schema: AttachedFile;
  readonly csv: readonly AttachedFile[];
  readonly vcon: readonly AttachedFile[];
  readonly receipts: readonly AttachedFile[];
}

/** Everything that stands in an Art. 15 report, in the formats of the standards; `audio` is what lies beside it. */
export function reportFiles(report: PersonReport, wording: Wording, audio: readonly VconAudio[]): ReportFiles {
  const tables = recordTables(report, wording);
  return {
    tables,
    schema: jsonFile('report.schema.json', z.toJSONSchema(personReport), 'application/schema+json'),
    csv: csvFiles(tables),
    vcon: vconFiles(report, audio),
    receipts: consentReceipts(report),
  };
}

/** The files of an Art. 20 package. */
export function portableFiles(report: PersonReport, wording: Wording): readonly AttachedFile[] {
  const tables = recordTables({ ...report, records: [...portableTables(report)] }, wording);
  return [
    jsonFile('portable.json', portableOf(report)),
    jsonFile('portable.schema.json', z.toJSONSchema(portablePackage), 'application/schema+json'),
    ...csvFiles(tables),
    ...consentReceipts(report),
  ];
}

/** More files than this of one kind would fill pages of the list of attachments; they then lie in one file, a line each. */
const mostOfAKind = 50;

/** The files as they are attached to a PDF: flat names, and long series put together as JSON lines. */
export function asAttachments({ schema, csv, vcon, receipts }: ReportFiles): readonly AttachedFile[] {
  return [schema, ...csv, ...series('conversations.vcon.jsonl', vcon), ...series('consent-receipts.jsonl', receipts)];
}

function series(together: string, files: readonly AttachedFile[]): readonly AttachedFile[] {
  if (files.length <= mostOfAKind) return files;
  const lines = files.map(({ content }) => JSON.stringify(JSON.parse(content.toString('utf8'))));
  return [{ path: together, type: 'application/jsonl', content: Buffer.from(`${lines.join('\n')}\n`), relationship: 'Data' }];
}
