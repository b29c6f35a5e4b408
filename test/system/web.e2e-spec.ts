import type { Browser, Page } from 'playwright-core';
import type { http } from '@voxkeep/contracts';
import type { TestAppliance } from '../support/appliance.js';
import {
  barriersOn,
  cellsBeyondTheEdge,
  playedTimes,
  playerOf,
  rememberPlayedTimes,
  startBrowser,
  storedBy,
  watchedContext,
  type Watched,
} from '../support/browser.js';
import { call, closedContact, contactOf } from '../support/calls.js';
import { itInFull } from '../support/full-run.js';
import { startFurnished } from '../support/furnished-site.js';
import { codeOf } from '../support/sign-in.js';
import type { Site } from '../support/site.js';
import { until } from '../support/until.js';

const customer = { fullName: 'Milla Saarik', number: '+442079460018', email: 'milla@example.org' };
const nothingStored = { localStorage: [], sessionStorage: [], indexedDB: [], caches: [], cookies: '' };
const desk = { width: 1280, height: 900 };
const telephone = { width: 390, height: 844 };
const yes = { key: '1', on: 'customer', afterMs: 400 } as const;

describe('the pages in a real browser', () => {
  let appliance: TestAppliance;
  let site: Site;
  let browser: Browser;
  let kept: http.ContactDetail;
  const hangUp = new AbortController();

  beforeAll(async () => {
    [{ appliance, site }, browser] = await Promise.all([startFurnished(), startBrowser()]);
    const { client } = site.admin;
    await client.demand('POST', 'operations/directory/entries', {
      fullName: customer.fullName,
      phones: [customer.number],
      emails: [customer.email],
    });
    await client.demand('POST', 'operations/campaigns', { name: 'Spring offer' });
    await call(appliance, {
      customer: `tel:${customer.number}`,
      sessionId: 'web-kept',
      seed: 21,
      durationMs: 6000,
      digits: [yes],
    });
    kept = await closedContact(site, await contactOf(appliance, 'web-kept'));
    await new Promise<void>((resolve) => {
      void call(appliance, {
        customer: 'tel:+442079460019',
        sessionId: 'web-live',
        seed: 22,
        durationMs: 1_200_000,
        digits: [yes],
        signal: hangUp.signal,
        onAnswered: () => {
          resolve();
        },
      });
    });
  });
  afterAll(async () => {
    hangUp.abort();
    await browser.close();
    site.close();
    await appliance.end();
  });

  /** Nothing of a table has to be scrolled to on a telephone, and a screen reader still has its columns. */
  const fitsTelephone = async (page: Page, address: string, row: string, column: string): Promise<void> => {
    await page.setViewportSize(telephone);
    await page.goto(address);
    await page.getByRole('row').filter({ hasText: row }).first().waitFor();
    expect(await cellsBeyondTheEdge(page)).toEqual([]);
    expect(await page.getByRole('columnheader', { name: column, exact: true }).count()).toBeGreaterThan(0);
    expect(await barriersOn(page)).toEqual([]);
    await page.setViewportSize(desk);
  };

  /** A tour of one person: its pages, and at its end what must not have happened on any of them. */
  const watchesItself = (tour: () => { readonly watched: Watched; readonly page: Page }): void => {
    it('asked nobody else, broke no content security policy, and threw no error', () => {
      const { violations, foreign, errors } = tour().watched;
      expect({ violations, foreign, errors }).toEqual({ violations: [], foreign: [], errors: [] });
    });

    it('left nothing on the client: no storage, no database, no cache, no readable cookie', async () => {
      expect(await storedBy(tour().page)).toEqual(nothingStored);
    });
  };

  describe('of a supervisor who signs in for the first time', () => {
    let watched: Watched;
    let page: Page;
    const password = 'seven quiet lanterns';

    beforeAll(async () => {
      watched = await watchedContext(browser, appliance);
      page = await watched.context.newPage();
    });
    afterAll(() => watched.context.close());

    it('lead from the one-time password over an own one and a second factor to the first page', async () => {
      const user = { login: 'nina.supervisor', displayName: 'Nina Kask', roleCodes: ['supervisor'] };
      const { oneTimePassword } = await site.admin.client.demand<{ oneTimePassword: string }>('POST', 'configurator/users', user);
      await page.goto('/');
      await page.getByLabel('Login', { exact: true }).fill(user.login);
      await page.getByRole('textbox', { name: 'Password', exact: true }).fill(oneTimePassword);
      expect(await barriersOn(page)).toEqual([]);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.getByRole('textbox', { name: 'New password', exact: true }).fill(password);
      await page.getByRole('textbox', { name: 'Repeat the new password' }).fill(password);
      expect(await barriersOn(page)).toEqual([]);
      let make: () => void = () => undefined;
      const asked = new Promise<void>((resolve) => (make = resolve));
      await page.route('**/sign-in/enrolment', async (route) => {
        await asked;
        await route.continue();
      });
      await page.getByRole('button', { name: 'Save password' }).click();
      await page.getByLabel('Six-digit code').waitFor();
      await page.getByRole('status', { name: 'Loading' }).waitFor();
      expect(await barriersOn(page)).toEqual([]);
      make();
      const secret = (await page.getByTestId('secret').textContent()) ?? '';
      expect(await barriersOn(page)).toEqual([]);
      await page.getByLabel('Six-digit code').fill(await codeOf(secret));
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByRole('button', { name: 'Account of Nina Kask' }).waitFor();
    });

    it('list the contacts with masked numbers and without barriers', async () => {
      await page.getByRole('navigation').getByText('Contacts', { exact: true }).click();
      const row = page.getByRole('row').filter({ hasText: 'Kept' });
      await row.first().waitFor();
      expect(await row.first().textContent()).not.toContain('2079460018');
      expect(await barriersOn(page)).toEqual([]);
    });

    it('find a contact by its number without the number in the address', async () => {
      const search = async (number: string): Promise<void> => {
        await page.getByLabel('Phone number').fill(number);
        await page.keyboard.press('Enter');
      };
      await search('+44 20 7946 0999');
      await page.getByText('No contact fits').waitFor();
      await search('+44 20 7946 0018');
      await page.getByRole('row').filter({ hasText: 'Kept' }).waitFor();
      expect(page.url()).not.toMatch(/7946/);
    });

    it('play a kept recording once the purpose is stated, and time goes on', async () => {
      await page.goto(`/contacts/${kept.id}`);
      expect(await barriersOn(page)).toEqual([]);
      await page.getByRole('button', { name: 'Listen' }).click();
      await page.getByLabel('Purpose').first().click();
      await page.getByRole('option', { name: 'Quality check' }).click();
      await page.getByRole('button', { name: 'Continue' }).click();
      await rememberPlayedTimes(page);
      await page.locator('button[aria-label="Play"]:focus').waitFor();
      await page.keyboard.press('Enter');
      await until('time goes on', async () => {
        const played = await playedTimes(page);
        return Math.max(...played) - Math.min(...played) > 0.5;
      });
      const { error, duration } = await playerOf(page);
      expect(error).toBeNull();
      expect(duration).toBeGreaterThan(4);
      expect(await barriersOn(page)).toEqual([]);
    });

    it('show the call that goes on now', async () => {
      await page.goto('/live');
      await page.getByRole('row').filter({ hasText: 'Service desk' }).nth(1).waitFor();
      await page.getByRole('columnheader', { name: 'Length so far' }).waitFor();
      expect(await barriersOn(page)).toEqual([]);
    });

    it.each([
      ['the contacts', () => '/contacts', 'Kept', 'Recording'],
      ['what goes on now', () => '/live', 'Service desk', 'Consent'],
      ['one contact', () => `/contacts/${kept.id}`, 'Customer', 'Missing'],
    ])('show %s whole at the width of a telephone', (_what, address, row, column) => fitsTelephone(page, address(), row, column));

    it('report the contacts of the day as chart and table', async () => {
      await page.goto('/reports');
      await page.getByRole('row').filter({ hasText: 'Service desk' }).first().waitFor();
      expect(await barriersOn(page)).toEqual([]);
    });

    watchesItself(() => ({ watched, page }));
  });

  describe('of an administrator', () => {
    let watched: Watched;
    let page: Page;

    beforeAll(async () => {
      watched = await watchedContext(browser, appliance, site.admin.client.cookie);
      page = await watched.context.newPage();
    });
    afterAll(() => watched.context.close());

    const isShown = async (_what: string, address: string, shown: string): Promise<void> => {
      await page.goto(address);
      await page.getByRole('main').getByText(shown).first().waitFor();
      expect(await barriersOn(page)).toEqual([]);
    };
    it.each([
      ['users', '/configure/users', 'anna.supervisor'],
      ['trunks', '/configure/trunks', 'Front SBC'],
      ['categories of data', '/configure/categories', 'Contact data'],
    ])('show %s without barriers', isShown);
    itInFull.each([
      ['queues', '/configure/queues', 'Service desk'],
      ['recording policies', '/configure/recording-policies', 'Only with consent'],
      ['consent policies', '/configure/consent-policies', 'Ask for a key'],
      ['campaigns', '/outbound', 'Spring offer'],
      ['the directory', '/directory', 'Directory'],
      ['retention', '/configure/retention', 'Retention'],
      ['the diagnostic log', '/protect/diagnostic-log', 'Diagnostic log'],
      ['the form of a diagnostic grant', '/protect/diagnostic-log/new', 'Request to write down communications'],
    ])('show %s without barriers', isShown);

    it.each([
      ['the trunks', '/configure/trunks', 'Front SBC', 'Source networks'],
      ['the users', '/configure/users', 'anna.supervisor', 'Roles'],
      ['the categories of data', '/configure/categories', 'Service desk', 'Reporting'],
      ['the campaigns', '/outbound', 'Spring offer', 'Customers'],
    ])('show %s whole at the width of a telephone', (_what, address, row, column) => fitsTelephone(page, address, row, column));

    watchesItself(() => ({ watched, page }));
  });

  describe('of an employee in whose name something was asked', () => {
    let watched: Watched;
    let page: Page;

    beforeAll(async () => {
      const { client } = site.dpo;
      const purpose = { code: 'data-subject-request' };
      const { found } = await client.demand<{ found: http.FoundPerson[] }>('POST', 'data-protection/find', {
        employee: site.agent.login,
        purpose,
      });
      const subject = { personId: found[0]?.personId ?? null, contactPointIds: [] };
      await client.demand('POST', 'data-protection/cases', { kind: 'report', subject });
      watched = await watchedContext(browser, appliance, site.agent.client.cookie);
      page = await watched.context.newPage();
    });
    afterAll(() => watched.context.close());

    it('ask whether it was they, and are quiet once they have answered', async () => {
      await page.goto('/');
      await page.getByText('Did you make request').waitFor();
      expect(await barriersOn(page)).toEqual([]);
      await page.getByRole('button', { name: 'Yes, it was me' }).click();
      await page.getByText('Did you make request').waitFor({ state: 'detached' });
    });

    watchesItself(() => ({ watched, page }));
  });

  describe('of a Data Protection Officer', () => {
    let watched: Watched;
    let deputy: Watched;
    let page: Page;

    beforeAll(async () => {
      watched = await watchedContext(browser, appliance, site.dpo.client.cookie);
      deputy = await watchedContext(browser, appliance, site.deputy.client.cookie);
      page = await watched.context.newPage();
    });
    afterAll(async () => {
      await watched.context.close();
      await deputy.context.close();
    });

    const find = async (): Promise<void> => {
      await page.goto('/protect/find');
      await page.getByLabel('Phone number').last().fill('+44 20 7946 0018');
      await page.getByLabel('Purpose').first().click();
      await page.getByRole('option', { name: 'Request of the person concerned' }).click();
      await page.getByRole('button', { name: 'Find', exact: true }).click();
    };
    const openCase = async (kind: 'Report' | 'Erasure'): Promise<void> => {
      await page.getByRole('button', { name: 'Open a case' }).click();
      await page.getByLabel('What is asked for').first().click();
      await page.getByRole('option', { name: kind, exact: true }).click();
      await page.getByLabel('An identity document was seen').check();
      await page.getByRole('button', { name: 'Open the case' }).click();
      await page.getByRole('heading', { name: /^Case DSR-/ }).waitFor();
    };

    it('find the caller and name all seven databases', async () => {
      await find();
      await page.getByRole('heading', { name: customer.fullName }).waitFor();
      for (const name of ['Configuration', 'Directory', 'Operative', 'Outbound', 'Monitoring', 'Reporting', 'History']) {
        const row = page.getByRole('row').filter({ hasText: new RegExp(`^${name}`) });
        await row.first().waitFor();
        expect(await row.count()).toBe(1);
      }
      await page.getByText('nothing held').first().waitFor();
      expect(await barriersOn(page)).toEqual([]);
    });

    it('build the report and hand it over as PDF', async () => {
      await openCase('Report');
      await page.getByText('The case was opened without recordings').waitFor();
      await page.getByLabel('With the list of recordings').check();
      await page.getByRole('button', { name: 'Preview' }).click();
      const preview = page.getByRole('status', { name: 'What the report would hold now' });
      await preview.waitFor();
      expect(await preview.innerText()).not.toContain('left out,');
      expect(await preview.innerText()).not.toContain('not verified');
      await page.getByRole('button', { name: 'Build the report' }).click();
      await page.getByText('Recordings added to the answer').waitFor();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: 'Download PDF' }).click(),
      ]);
      expect(download.suggestedFilename()).toMatch(/report\.pdf$/);
      await download.delete();
      expect(await barriersOn(page)).toEqual([]);
    });

    it('erase when a second officer has approved the plan, and say that nothing is left', async () => {
      await find();
      await openCase('Erasure');
      await page.getByRole('button', { name: 'Approve this plan' }).waitFor();
      expect(await page.getByRole('button', { name: 'Approve this plan' }).isDisabled()).toBe(true);
      expect(await barriersOn(page)).toEqual([]);
      const second = await deputy.context.newPage();
      await second.goto(page.url());
      await second.getByRole('button', { name: 'Approve this plan' }).click();
      await second.getByText('Approved by').first().waitFor();
      await page.reload();
      await page.getByLabel('Confirmation').fill('ERASE');
      await page.getByRole('button', { name: 'Erase for good' }).click();
      await page.getByText('The live data are erased').waitFor();
      expect(await barriersOn(page)).toEqual([]);
      await find();
      await page.getByText('Nothing is held').first().waitFor();
    });

    const isShown = async (_what: string, address: string): Promise<void> => {
      await page.goto(address);
      await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      expect(await page.getByRole('alert').count()).toBe(0);
      expect(await barriersOn(page)).toEqual([]);
    };
    it.each([
      ['the audit trail', '/protect/audit'],
      ['the data map', '/protect/data-map'],
    ])('show %s without barriers', isShown);
    itInFull.each([
      ['the listening log', '/protect/listening'],
      ['legal holds', '/protect/holds'],
      ['possible matches', '/protect/identity'],
      ['the record of processing', '/protect/record-of-processing'],
    ])('show %s without barriers', isShown);

    it('list the cases without barriers', async () => {
      await page.goto('/protect/cases');
      await page.getByRole('row').filter({ hasText: 'Erasure' }).first().waitFor();
      expect(await barriersOn(page)).toEqual([]);
    });

    it.each([
      ['the cases', '/protect/cases', 'Erasure', 'Due'],
      ['the audit trail', '/protect/audit', 'Configuration', 'What was done'],
    ])('show %s whole at the width of a telephone', (_what, address, row, column) => fitsTelephone(page, address, row, column));

    it('list a case that another opened meanwhile when their menu item is clicked once more', async () => {
      await page.goto('/protect/cases');
      await page.getByRole('row').filter({ hasText: 'Erasure' }).first().waitFor();
      const rows = () => page.getByRole('main').getByRole('row').count();
      const before = await rows();
      const { found } = await site.deputy.client.demand<{ found: http.FoundPerson[] }>('POST', 'data-protection/find', {
        employee: site.agent.login,
        purpose: { code: 'data-subject-request' },
      });
      const subject = { personId: found[0]?.personId ?? null, contactPointIds: [] };
      await site.deputy.client.demand('POST', 'data-protection/cases', { kind: 'report', subject });
      await page.getByRole('navigation').getByRole('link', { name: 'Cases' }).click();
      await until('the new case is listed', async () => ((await rows()) === before + 1 ? true : undefined));
    });

    watchesItself(() => ({ watched, page }));
  });
});
