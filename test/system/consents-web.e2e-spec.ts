import type { Browser, Page } from 'playwright-core';
import type { TestAppliance } from '../support/appliance.js';
import { barriersOn, startBrowser, storedBy, watchedContext, type Watched } from '../support/browser.js';
import { describeInFull } from '../support/full-run.js';
import { startFurnished } from '../support/furnished-site.js';
import type { Site } from '../support/site.js';

const nothingStored = { localStorage: [], sessionStorage: [], indexedDB: [], caches: [], cookies: '' };
const file =
  'phone,purpose,state,at,wording_version\n+3725550171,training,given,2026-01-05,en-1\n+3725550172,training,maybe,2026-01-05,en-1\n';

/** `npm test` shows what stands behind these pages and opens none of them; the full run does. */
describeInFull('the pages of consents in a real browser', () => {
  let appliance: TestAppliance;
  let site: Site;
  let browser: Browser;
  let officer: Watched;
  let page: Page;

  beforeAll(async () => {
    [{ appliance, site }, browser] = await Promise.all([startFurnished(), startBrowser()]);
    for (const [version, wording] of [
      ['en-0', 'This call is recorded for quality. Press 1 to agree.'],
      ['en-1', 'This call may be recorded for quality. Press 1 to agree, 2 to refuse.'],
    ])
      await site.admin.client.demand('POST', 'configurator/consent-wordings', { version, language: 'en', wording });
    officer = await watchedContext(browser, appliance, site.dpo.client.cookie);
    page = await officer.context.newPage();
  });
  afterAll(async () => {
    await browser.close();
    site.close();
    await appliance.end();
  });

  it('add a consent, with the fault at its field until it is complete', async () => {
    await page.goto('/protect/consents/new');
    await page.getByLabel('Phone number').last().fill('+372 5550 160');
    await page.getByRole('button', { name: 'Add to the ledger' }).click();
    await page.getByLabel('Wording version').and(page.locator('[aria-invalid=true]')).waitFor();
    expect(await barriersOn(page)).toEqual([]);
    await page.getByLabel('Wording version').fill('en-1');
    await page.getByRole('button', { name: 'Add to the ledger' }).click();
    await page.getByText('This call may be recorded for quality.').waitFor();
    expect(await barriersOn(page)).toEqual([]);
  });

  it('find it by its number, which stands in no address and is shown masked', async () => {
    await page.goto('/protect/consents');
    expect(await barriersOn(page)).toEqual([]);
    await page.getByLabel('Why you look').first().click();
    await page.getByRole('option', { name: 'Complaint' }).click();
    await page.getByLabel('Phone number').last().fill('+372 5550160');
    await page.getByRole('button', { name: 'Search', exact: true }).click();
    const row = page.getByRole('row').filter({ hasText: 'Given' });
    await row.waitFor();
    expect(await row.textContent()).not.toContain('5550160');
    expect(page.url()).not.toContain('5550160');
    expect(await barriersOn(page)).toEqual([]);
    await row.getByRole('link').click();
  });

  it('take it back, and show both words', async () => {
    await page.getByRole('button', { name: 'Withdraw', exact: true }).click();
    expect(await barriersOn(page)).toEqual([]);
    await page.getByRole('button', { name: 'Withdraw the consent' }).click();
    await page.getByText('The consent is withdrawn.').waitFor();
    await page.getByRole('button', { name: 'Close', exact: true }).last().click();
    await page.getByRole('cell', { name: 'Withdrawn' }).waitFor();
    await page.getByRole('cell', { name: 'Given' }).waitFor();
  });

  it('check a file before it is taken over, and name the row that is wrong', async () => {
    await page.goto('/protect/consents/many');
    expect(await barriersOn(page)).toEqual([]);
    await page.locator('input[type=file]').setInputFiles({ name: 'c.csv', mimeType: 'text/csv', buffer: Buffer.from(file) });
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await page.getByRole('cell', { name: 'state', exact: true }).waitFor();
    expect(await barriersOn(page)).toEqual([]);
    await page.getByRole('button', { name: 'Take over', exact: true }).click();
    await page.getByText('Taken over', { exact: true }).first().waitFor();
  });

  it('close a purpose only after it was counted and chosen once more', async () => {
    await page
      .getByRole('textbox', { name: 'Purpose', exact: true })
      .or(page.getByRole('combobox', { name: 'Purpose', exact: true }))
      .last()
      .click();
    await page.getByRole('option', { name: 'Training' }).click();
    await page.getByRole('button', { name: 'Count what would be closed' }).click();
    await page.getByText('1 entry would be closed.').waitFor();
    expect(await page.getByRole('button', { name: 'Close them now' }).isDisabled()).toBe(true);
    await page.getByLabel('Choose the purpose once more to confirm').first().click();
    await page.getByRole('option', { name: 'Training' }).last().click();
    expect(await barriersOn(page)).toEqual([]);
    await page.getByRole('button', { name: 'Close them now' }).click();
    await page.getByRole('cell', { name: 'Training' }).waitFor();
  });

  it('show which wording is in force and what changed between two', async () => {
    const administrator = await watchedContext(browser, appliance, site.admin.client.cookie);
    const wordings = await administrator.context.newPage();
    await wordings.goto('/configure/consent-wordings');
    await wordings.getByRole('region', { name: 'Difference' }).waitFor();
    expect(await wordings.getByRole('region', { name: 'Difference' }).locator('ins').allTextContents()).toEqual([
      'may be ',
      'agree, 2 to refuse.',
    ]);
    await wordings.getByRole('cell', { name: 'Service desk' }).waitFor();
    expect(await barriersOn(wordings)).toEqual([]);
    await administrator.context.close();
  });

  it('asked nobody else, threw no error, and left nothing on the client', async () => {
    const { violations, foreign, errors } = officer;
    expect({ violations, foreign, errors }).toEqual({ violations: [], foreign: [], errors: [] });
    expect(await storedBy(page)).toEqual(nothingStored);
  });
});
