import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { reportOf, wordingOf } from './person-report.fixture';
import { personReport } from './person-report';
import { renderReport } from './render-report';
import { builtInTexts } from './texts/built-in';
import { withTool } from '../../../../test/support/with-tool';

const run = (tool: string, ...args: string[]) => execFileSync(tool, args, { encoding: 'utf8' });
const languages = builtInTexts.map(({ language }) => language);

describe.each(languages)('the document in %s', (language) => {
  const wording = wordingOf(language);
  const report = reportOf(wording, 40, 10);
  let directory: string;
  let pdf: string;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'vk-report-'));
    pdf = join(directory, 'report.pdf');
    const extra = {
      name: 'receipt.json',
      type: 'application/json',
      content: Buffer.from('{}'),
      relationship: 'Supplement',
    } as const;
    writeFileSync(pdf, await renderReport(report, wording, { attachments: [extra] }));

    const keep = process.env['KEEP_REPORTS'];
    if (keep !== undefined) writeFileSync(join(keep, `${language}.pdf`), readFileSync(pdf));
  });
  afterAll(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  it('is made of a report of the published shape', () => {
    expect(personReport.safeParse(report).error).toBeUndefined();
  });

  withTool('pdfinfo')('is tagged, with table headers and lists, and says its language and title', () => {
    const structure = run('pdfinfo', '-struct', pdf);
    expect(run('pdfinfo', pdf)).toMatch(new RegExp(`Title: +${wording.say('title')} DSR-[\\s\\S]*Tagged: +yes`));
    for (const tag of ['Document', 'H1', 'H2', 'H3', 'Table', 'TR', 'TH', 'TD', 'L', 'LI', 'LBody'])
      expect(structure).toMatch(new RegExp(`^ *${tag}\\b`, 'm'));
    expect(readFileSync(pdf, 'latin1')).toContain(`/Lang (${language})`);
  });

  withTool('pdffonts')('embeds every font', () => {
    const [, , ...fonts] = run('pdffonts', pdf).trim().split('\n');
    expect(fonts.length).toBeGreaterThan(0);
    for (const font of fonts) expect(font).toMatch(/ yes yes yes /);
  });

  withTool('qpdf')('has a sound structure', () => {
    expect(run('qpdf', '--check', pdf)).toContain('No syntax or stream encoding errors');
  });

  withTool('pdfdetach')('carries its files', () => {
    expect(run('pdfdetach', '-list', pdf)).toMatch(/2 embedded files[\s\S]*receipt\.json[\s\S]*report\.json/);
  });

  withTool('pdftotext')('prints every value of a person’s main records, nothing clipped and no key left unsaid', () => {
    const text = run('pdftotext', '-raw', pdf, '-').replaceAll(/\s+/g, ' ');
    for (const value of ['Mari Mägi-Õunapuu', '+37251234567', 'mari.magi@example.ee', '•••• 56']) expect(text).toContain(value);
    expect(text).toContain(wording.say('rights.transfers').slice(0, 40));
    expect(text).toContain(wording.action('contact.reveal'));
    expect(text).not.toMatch(/\b(contact|recording)\.[a-z]+\b/);
    for (const key of ['measures.heading', 'measures.missing']) expect(text).toContain(wording.say(key));
    expect(text).toContain(wording.say('measures.removed', { seconds: 9.9 }));
    expect(text).toContain(wording.say('measures.theirs', { seconds: 1.5 }));
    expect(text).not.toMatch(/\{[a-z]+\}|#one|#other|undefined|\[object/);
  });

  withTool('pdfinfo')('stays short: 40 conversations are no book', () => {
    expect(Number(/Pages: +(\d+)/.exec(run('pdfinfo', pdf))?.[1])).toBeLessThan(30);
  });
});

describe('a report without recordings', () => {
  const wording = wordingOf('en');
  withTool('pdftotext').each([
    [0, 'searched.noFiles'],
    [4, 'summary.withoutRecordings'],
  ])('of a person of whom %i files are kept says what is true', async (recordingFiles, said) => {
    const report = reportOf(wording, 2, 0);
    const without = { ...report, options: { recordings: false, redact: null }, searched: { ...report.searched, recordingFiles } };
    const file = join(mkdtempSync(join(tmpdir(), 'vk-report-')), 'report.pdf');
    writeFileSync(file, await renderReport(without, wording));
    const [front = ''] = run('pdftotext', '-raw', '-l', '1', file, '-').split(wording.say('summary.layers').slice(0, 20));
    rmSync(dirname(file), { recursive: true });
    const lines = [wording.say('searched.noFiles'), wording.say('summary.withoutRecordings')].filter((one) =>
      front.includes(one),
    );
    expect(lines).toEqual([wording.say(said)]);
  });
});

describe('a long report', () => {
  withTool('pdfinfo')('of 500 contacts and 50 recordings is a document that a reader opens', async () => {
    const wording = wordingOf('et');
    const file = join(mkdtempSync(join(tmpdir(), 'vk-long-report-')), 'report.pdf');
    writeFileSync(file, await renderReport(reportOf(wording, 500, 50), wording));
    const pages = /Pages: +(\d+)/.exec(run('pdfinfo', file))?.[1];
    rmSync(dirname(file), { recursive: true });
    expect(Number(pages)).toBeGreaterThan(20);
  });
});
