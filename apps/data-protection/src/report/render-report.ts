import { createHash } from 'node:crypto';
import type { PersonReport } from './person-report.js';
import { ReportDocument, type EmbeddedFile } from './report-document.js';
import type { Wording } from './wording.js';
import { writeActivities } from './write-activities.js';
import { writeAccesses, writeConversations, writeRecords } from './write-data.js';
import { writeEnd } from './write-end.js';
import { controllerOf, writeConfirmation, writeIdentity, writeSearched, writeSummary } from './write-front.js';

export type { EmbeddedFile } from './report-document.js';

/** What a document carries beside its own data; `beforeEnd` may leave room for a signature. */
export interface RenderOptions {
  readonly attachments?: readonly EmbeddedFile[];
  readonly beforeEnd?: (pdf: PDFKit.PDFDocument) => void;
}

/** The report as a tagged PDF with the same data embedded as report.json (order of 04 d). Built in memory. */
export function renderReport(report: PersonReport, wording: Wording, options: RenderOptions = {}): Promise<Buffer> {
  const title = titleOf(report, wording);
  const document = new ReportDocument({
    title: `${title} ${report.case.number}`,
    author: controllerOf(report, wording),
    language: report.language,
    made: new Date(report.generatedAt),
  });
  const files = [jsonOf(report, wording), ...(options.attachments ?? [])];
  document.write('H1', title);
  writeSummary(document, report, wording);
  writeConfirmation(document, report, wording);
  document.newPage();
  writeSearched(document, report, wording);
  writeIdentity(document, report, wording);
  writeActivities(document, report, wording);
  writeRecords(document, report, wording);
  writeConversations(document, report, wording);
  writeAccesses(document, report, wording);
  writeEnd(document, report, wording);
  writeFiles(document, files, wording);
  const foot = (page: number, pages: number) => `${report.case.number} · ${wording.say('page', { page, pages })}`;
  return document.finish(foot, files, options.beforeEnd);
}

function titleOf({ about }: PersonReport, wording: Wording): string {
  return wording.say(about === 'employee' ? 'title.employee' : 'title');
}

function jsonOf(report: PersonReport, wording: Wording): EmbeddedFile {
  return {
    name: 'report.json',
    type: 'application/json',
    content: Buffer.from(JSON.stringify(report, null, 2)),
    description: wording.say('files.json'),
  };
}

function writeFiles(document: ReportDocument, files: readonly EmbeddedFile[], wording: Wording): void {
  document.write('H2', wording.say('files.heading'));
  document.table(
    [wording.say('files.name'), wording.say('files.size'), wording.say('files.hash')],
    files.map(({ name, content, description }) => [
      description === undefined ? name : `${name}\n${description}`,
      wording.size(content.length),
      createHash('sha256').update(content).digest('hex'),
    ]),
    [170, 70, '*'],
    { rowHeads: true },
  );
}
