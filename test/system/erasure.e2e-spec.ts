import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { http } from '@voxkeep/contracts';
import type { TestAppliance } from '../support/appliance.js';
import { barriersOn, startBrowser, watchedContext, type Watched } from '../support/browser.js';
import { call, closedContact, contactOf } from '../support/calls.js';
import { startFurnished } from '../support/furnished-site.js';
import type { Site } from '../support/site.js';
import { until } from '../support/until.js';

const person = { fullName: 'Ilmari Kanervisto', number: '+442079460333', email: 'ilmari@example.org' };
const purpose = { code: 'data-subject-request' };
const yes = { key: '1', on: 'customer', afterMs: 400 } as const;

describe('an erasure on a running appliance', () => {
  let appliance: TestAppliance;
  let site: Site;
  let browser: Browser;
  let watched: Watched;
  let page: Page;
  let folder: string;
  let caseId: string;
  let contactId: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'vk-erasure-'));
    [{ appliance, site }, browser] = await Promise.all([startFurnished(), startBrowser()]);
    await site.admin.client.demand('POST', 'operations/directory/entries', {
      fullName: person.fullName,
      phones: [person.number],
      emails: [person.email],
    });
    await call(appliance, { customer: `tel:${person.number}`, sessionId: 'goes', seed: 31, durationMs: 3000, digits: [yes] });
    contactId = await contactOf(appliance, 'goes');
    await closedContact(site, contactId);
    caseId = await openCase('erasure');
    watched = await watchedContext(browser, appliance, site.dpo.client.cookie);
    page = await watched.context.newPage();
  });
  afterAll(async () => {
    await watched.context.close();
    await browser.close();
    site.close();
    await appliance.end();
    rmSync(folder, { recursive: true, force: true });
  });

  const find = async () =>
    (
      await site.dpo.client.demand<{ found: http.FoundPerson[] }>('POST', 'data-protection/find', {
        phone: person.number,
        purpose,
      })
    ).found;
  const openCase = async (kind: string): Promise<string> => {
    const [found] = await until('the call is attributed', async () => {
      const all = await find();
      return all.length > 0 ? all : undefined;
    });
    const subject = { personId: found?.personId ?? null, contactPointIds: found?.contactPointIds ?? [] };
    const verification = { level: 2, method: 'document-seen' };
    return (await site.dpo.client.demand<{ id: string }>('POST', 'data-protection/cases', { kind, subject, verification })).id;
  };
  const path = () => `data-protection/cases/${caseId}`;
  const state = async () => (await site.dpo.client.demand<http.CaseDetail>('GET', path())).state;
  const steps = async () => (await site.dpo.client.demand<http.CaseDetail>('GET', path())).steps.map(({ step }) => step);
  /** A picture for whoever wants to look: KEEP_PICTURES names a folder. */
  const picture = async (name: string): Promise<void> => {
    const kept = process.env['KEEP_PICTURES'];
    if (kept !== undefined) await page.screenshot({ path: join(kept, `${name}.png`), fullPage: true });
  };
  const verify = (text: string) => {
    const file = join(folder, 'certificate.json');
    writeFileSync(file, text);
    const program = join('dist', 'apps', 'appliance', 'src', 'command.js');
    const { status, stdout } = spawnSync(process.execPath, [program, 'certificate', 'verify', file], { encoding: 'utf8' });
    return { status, said: stdout };
  };

  it('shows holds and duties to keep without barriers, and takes a duty with its article', async () => {
    await page.goto('/protect/holds');
    await page.getByLabel('Days from its start date').fill('3650');
    await page.getByLabel('Article of law').fill('x'.repeat(130));
    await page.getByRole('button', { name: 'Set', exact: true }).click();
    await page.getByText('at most 120').waitFor();
    await page.getByLabel('Data', { exact: true }).selectOption('reporting');
    await page.getByLabel('Article of law').fill('Accounting Act § 12');
    await page.getByRole('button', { name: 'Set', exact: true }).click();
    await page.getByRole('cell', { name: 'Accounting Act § 12' }).waitFor();
    expect(await barriersOn(page)).toEqual([]);
    await picture('holds');
    await page.getByRole('button', { name: 'Remove: Reporting facts' }).click();
    await page.getByText('None is set').waitFor();
  });

  it('puts a value right on the page of its case', async () => {
    const id = await openCase('rectification');
    await page.goto(`/protect/cases/${id}`);
    await page.getByRole('button', { name: 'Show what may be put right' }).click();
    await page.getByLabel('Correct value').fill('Ilmari Kanervisto-Uusi');
    expect(await barriersOn(page)).toEqual([]);
    await picture('rectification');
    await page.getByRole('button', { name: 'Put right' }).click();
    await until('the value is put right', async () => (await find())[0]?.fullName === 'Ilmari Kanervisto-Uusi');
  });

  it('proposes a restriction on the page of its case', async () => {
    const id = await openCase('restriction');
    await page.goto(`/protect/cases/${id}`);
    await page.getByRole('button', { name: 'Propose the restriction' }).click();
    await page.getByText('The restriction is proposed').waitFor();
    expect(await barriersOn(page)).toEqual([]);
    await picture('restriction');
    const [hold] = await site.dpo.client.demand<http.HoldRow[]>('GET', 'data-protection/holds');
    await site.deputy.client.demand('POST', `data-protection/holds/${hold?.id ?? ''}/refusal`, {});
  });

  it('shows the plan, and keeps the number from coming in again when the person agrees', async () => {
    await page.goto(`/protect/cases/${caseId}`);
    await page.getByRole('button', { name: 'Keep from coming in again' }).click();
    await page.getByText('Without a ground nothing may be kept.').waitFor();
    await page.getByLabel('Ground').selectOption('agreed');
    await page.getByRole('button', { name: 'Keep from coming in again' }).click();
    await page.getByText('2 numbers and addresses until').waitFor();
    expect(await barriersOn(page)).toEqual([]);
    await picture('plan');
  });

  it('whose process is killed by force in the middle ends in the same state when it is resumed', async () => {
    const { planHash } = await site.dpo.client.demand<http.ErasurePreview>('GET', `${path()}/erasure`);
    await site.deputy.client.demand('POST', `${path()}/approval`, { planHash });
    await page.reload();
    await page.getByRole('button', { name: 'Erase for good' }).waitFor();
    await picture('approved');
    await site.dpo.client.demand('POST', `${path()}/erasure`, { planHash, confirm: 'ERASE' });
    await until('the execution is under way', async () => (await steps()).includes('mark-contacts'), 20);
    await appliance.killAndAwait('data-protection');
    const cut = await until('the process has taken the case up again', async () => {
      const now = await state();
      return now === 'failed' || now === 'backup-pending' ? now : undefined;
    });
    if (cut === 'failed') await site.dpo.client.demand('POST', `${path()}/erasure`, { planHash, confirm: 'ERASE' });
    await until('the erasure has ended', async () => (await state()) === 'backup-pending');
    // A machine may be so fast that the execution was over before its process died: the end is the same.
    expect(['failed', 'backup-pending']).toContain(cut);
    expect(await find()).toEqual([]);
    await page.reload();
    await page.getByText('Certificate').first().waitFor();
    expect(await barriersOn(page)).toEqual([]);
    await picture('erased');
  });

  it('leaves a contact of which the pages say that it was erased, and nothing of what it was', async () => {
    const theirs = await watchedContext(browser, appliance, site.supervisor.client.cookie);
    const seen = await theirs.context.newPage();
    await seen.goto(`/contacts/${contactId}`);
    await seen.getByText('This contact was erased with its person on').waitFor();
    const said = await seen.getByRole('main').innerText();
    expect(said).not.toMatch(/Withheld|Nobody was asked|no recording|Kept|removed|None recorded/);
    expect(await barriersOn(seen)).toEqual([]);
    await seen.goto('/contacts');
    const row = seen.getByRole('row').filter({ has: seen.locator(`a[href$="${contactId}"]`) });
    await row.waitFor();
    expect(await row.innerText()).toMatch(/Erased[^]*Erased/);
    await theirs.context.close();
  });

  it('has a certificate that the command proves, and names the line that was changed', async () => {
    const text = await until(
      'the certificate is proven',
      async () => {
        const { bytes } = await site.dpo.client.get(`${path()}/certificate.json`);
        return (JSON.parse(bytes.toString()) as { proof: string[] }).proof.length > 0 ? bytes.toString() : undefined;
      },
      3000,
    );
    const lines = text.split('\n');
    const at = lines.findIndex((line) => line.includes('"matched"'));
    const changed = lines.with(at, (lines[at] ?? '').replace(/\d+/, '999')).join('\n');
    const [good, bad] = [verify(text), verify(changed)];
    expect([good.status, good.said]).toEqual([0, expect.stringContaining('stands in the audit log') as unknown]);
    expect([bad.status, bad.said]).toEqual([1, expect.stringContaining(`line ${String(at + 1)} does not hold`) as unknown]);
  });

  it('refuses the number afterwards in the directory, at its field', async () => {
    const body = { fullName: 'Somebody', phones: [person.number], emails: [] };
    const answer = await site.admin.client.post('operations/directory/entries', body);
    expect([answer.status, answer.body]).toMatchObject([422, { fields: [{ path: 'phones.0', problem: 'suppressed' }] }]);
  });

  it('asked nobody else in all this, and threw no error in the browser', () => {
    const { violations, foreign, errors } = watched;
    expect({ violations, foreign, errors }).toEqual({ violations: [], foreign: [], errors: [] });
  });
});
