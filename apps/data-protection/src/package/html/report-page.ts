import type { PersonReport } from '../../report/person-report.js';
import type { Wording } from '../../report/wording.js';
import type { AttachedFile } from '../attached-file.js';
import type { RecordTable } from '../record-tables.js';
import { aboutSections } from './about-sections.js';
import { dataSections, type LinkedFile } from './data-sections.js';
import { heading, tag } from './markup.js';

const style = `
:root{color-scheme:light}body{font:1rem/1.5 system-ui,sans-serif;color:#111;background:#fff;margin:0 auto;max-width:62rem;padding:1rem}
table{border-collapse:collapse;width:100%;margin:1rem 0;font-size:.875rem}caption{text-align:left;font-weight:600;padding:.25rem 0}
th,td{border:1px solid #767676;padding:.25rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}th{background:#e7ecfb}
dt{font-weight:600}dd{margin:0 0 .5rem}audio{width:16rem;max-width:100%}a{color:#1a3f9c}
@media print{body{max-width:none;padding:0}audio{display:none}h2{break-after:avoid}tr{break-inside:avoid}}`;

/** What the page is made of besides the report. */
export interface PageParts {
  readonly tables: readonly RecordTable[];
  readonly files: readonly LinkedFile[];
}

/**
 * The report as one page for a browser and a screen reader, with the sections of the PDF in the same order: one main landmark,
 * headings without a gap, tables with caption and scope, no script and nothing loaded from elsewhere.
 */
export function reportPage(report: PersonReport, wording: Wording, parts: PageParts): AttachedFile {
  const title = `${wording.say(report.about === 'employee' ? 'title.employee' : 'title')} ${report.case.number}`;
  const head = tag('head', {}, tag('title', {}, title), tag('style', {}, style));
  const main = tag('main', {}, heading(1, title), ...aboutSections(report, wording), ...dataSections(report, wording, parts));
  const page = tag('html', { lang: wording.language }, head, tag('body', {}, main));
  // The charset comes first, within the first 1024 bytes (HTML Living Standard 4.2.5.4).
  const withCharset = page.html.replace(
    '<head>',
    '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
  );
  return {
    path: 'report.html',
    type: 'text/html',
    content: Buffer.from(`<!doctype html>\n${withCharset}\n`),
    relationship: 'Alternative',
  };
}
