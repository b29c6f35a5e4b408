import { personReport } from '../report/person-report';
import { ReportLanguages } from '../report/report-languages';
import { toCsv } from './csv';
import { reportPage } from './html/report-page';
import { asAttachments, reportFiles } from './package-files';
import { reportOf } from './package.fixture';
import type { VconAudio } from './vcon';

const wording = new ReportLanguages().wording('en', 'Europe/Tallinn');
const json = (content: Buffer | undefined) =>
  JSON.parse((content ?? Buffer.from('null')).toString('utf8')) as Record<string, unknown>;
const audioOf = (recordingId: string): VconAudio => ({
  recordingId,
  path: `audio/${recordingId}.wav`,
  startedAt: '2026-03-01T10:00:00.000Z',
  seconds: 60,
  contentHash: 'sha512-aGFzaA',
});

describe('the files of a package', () => {
  it('are made of a report that fits its published schema', () => {
    expect(() => personReport.parse(reportOf(1))).not.toThrow();
  });

  it('hold a table of each kind of record, with what is withheld said in its place', () => {
    const { csv } = reportFiles(reportOf(1), wording, []);
    expect(csv.map(({ path }) => path)).toEqual(['csv/directory-contact-point.csv', 'csv/operative-contact-party.csv']);
    expect(csv[1]?.content.toString('utf8')).toContain('withheld');
  });

  it('hold one vCon per conversation, with the own channel by file and hash and each word about consent', () => {
    const report = reportOf(2);
    const [first] = report.conversations;
    const { vcon } = reportFiles(report, wording, [audioOf(first?.contactId ?? '')]);
    const [one, other] = vcon.map(({ content }) => json(content));
    expect(one).toMatchObject({
      vcon: '0.4.0',
      uuid: first?.contactId,
      parties: [{ name: 'Mari Mägi-Õunapuu', type: 'person' }, { type: 'organization' }],
      dialog: [
        {
          type: 'recording',
          parties: [0],
          duration: 60,
          filename: `audio/${first?.contactId ?? ''}.wav`,
          content_hash: 'sha512-aGFzaA',
        },
      ],
      attachments: [{ purpose: 'lawful_basis', body: { state: 'given' } }, { body: { state: 'withdrawn' } }],
    });
    expect(other).toMatchObject({ dialog: [{ type: 'recording', duration: 300, parties: [0, 1] }] });
  });

  it('hold a receipt per consent in terms of the Data Privacy Vocabulary', () => {
    const { receipts } = reportFiles(reportOf(1), wording, []);
    expect(receipts.map(({ content }) => json(content))).toEqual([
      expect.objectContaining({
        '@type': 'dpv:ConsentReceipt',
        'dpv:hasRecordOfActivity': expect.objectContaining({ 'dpv:hasConsentStatus': 'dpv:ConsentWithdrawn' }) as unknown,
      }),
    ]);
  });

  it('are attached one by one while they are few, and as lines of one file when they are many', () => {
    const few = asAttachments(reportFiles(reportOf(2), wording, [])).map(({ path }) => path);
    const many = asAttachments(reportFiles(reportOf(60), wording, [])).map(({ path }) => path);
    expect([few.filter((path) => path.startsWith('vcon/')).length, many.includes('conversations.vcon.jsonl')]).toEqual([2, true]);
  });
});

describe('a CSV file', () => {
  it('begins with a byte order mark and takes formulas for text', () => {
    expect(toCsv([['=1+1', '+37251234567', 'a,"b"', '@x']]).toString('utf8')).toBe(
      '\uFEFF\'=1+1,+37251234567,"a,""b""",\'@x\r\n',
    );
  });
});

describe('the page of a package', () => {
  it('shows what was typed as text, whatever it is', () => {
    const report = reportOf(1, { subject: { fullName: '<script>alert(1)</script>', personId: null } });
    const html = reportPage(report, wording, { tables: [], files: [] }).content.toString('utf8');
    expect(html).not.toContain('<script');
    expect(html).toContain('&lt;script&gt;');
  });

  it('is in the language of the report, with one first heading and every header cell scoped', () => {
    const page = reportPage(reportOf(1), new ReportLanguages().wording('et', 'Europe/Tallinn'), { tables: [], files: [] });
    const html = page.content.toString('utf8');
    expect([html.includes('<html lang="et">'), html.match(/<h1>/g)?.length, /<th>/.test(html)]).toEqual([true, 1, false]);
  });
});
