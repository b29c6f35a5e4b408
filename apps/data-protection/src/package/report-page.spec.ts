import type { Browser } from 'playwright-core';
import { barriersOn, startBrowser } from '../../../../test/support/browser';
import { ReportLanguages } from '../report/report-languages';
import { reportPage } from './html/report-page';
import { reportFiles } from './package-files';
import { reportOf } from './package.fixture';

describe('the page of a package in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  it.each(['en', 'it', 'pl', 'ru', 'et'])('has no barrier against WCAG 2.2 AA in %s', async (language) => {
    const report = { ...reportOf(3), language };
    const wording = new ReportLanguages().wording(language, report.timeZone);
    const [first] = report.conversations;
    const audio = { path: 'audio/one.wav', bytes: 480_058, recordingId: first?.contactId ?? '' };
    const { tables } = reportFiles(report, wording, []);
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.setContent(reportPage(report, wording, { tables, files: [audio] }).content.toString('utf8'));
    const [barriers, headings] = [await barriersOn(page), await page.getByRole('heading', { level: 1 }).count()];
    await context.close();
    expect([barriers, headings]).toEqual([[], 1]);
  });
});
