import type { http } from '@voxkeep/contracts';
import { forgetSettings, newId } from '@voxkeep/platform';
import { Seeding, type Seeded } from '../canary.fixture';
import { Site } from '../data-protection.fixture';
import { startMailServer, type TestMailServer } from '../delivery/mail/mail-server.fixture';
import { MadeCertificates } from '../package/signing/signing.fixture';
import { VerificationCodes } from './verification-codes';

const environment = process.env;
const mari = { fullName: 'Mari Mägi-Õunapuu', phone: '+37251234567', email: 'mari.magi@example.ee', mark: 'canary' };
const minute = 60_000;

describe('a code sent by mail', () => {
  let site: Site;
  let made: MadeCertificates;
  let mail: TestMailServer;
  let seeding: Seeding;
  let her: Seeded;
  let address: string;
  let caseId: string;

  const ask = (method: 'GET' | 'POST', path: string, body?: object, login = 'dpo') => site.ask(login, method, path, body);
  const open = async () =>
    String((await ask('POST', 'cases', { kind: 'report', subject: { personId: her.personId, contactPointIds: [] } })).body['id']);
  const send = async (contactPointId = address) =>
    (await ask('POST', `cases/${caseId}/verification/code`, { contactPointId })).body['outcome'];
  const verify = async (code: string, contactPointId = address) =>
    (await ask('POST', `cases/${caseId}/verification`, { method: 'code-to-known-contact-point', contactPointId, code })).body;
  const newest = async () => mail.read(mail.taken.at(-1)!);
  const codeIn = async () => /\b\d{8}\b/.exec((await newest()).text ?? '')?.[0] ?? '';
  const other = (code: string) => String((Number(code) + 1) % 100_000_000).padStart(8, '0');

  beforeAll(async () => {
    made = new MadeCertificates();
    mail = await startMailServer(made);
    site = await Site.start();
    Object.assign(environment, {
      ...{ VOXKEEP_MAIL_HOST: 'localhost', VOXKEEP_MAIL_PORT: String(mail.port), VOXKEEP_MAIL_FROM: 'dpo@centre.example' },
      VOXKEEP_MAIL_AUTHORITY: made.at('localhost.crt'),
    });
    forgetSettings();
    await site.appoint('admin');
    await site.appoint('dpo');
    seeding = new Seeding(site, newId());
    her = await seeding.canary(mari, await seeding.point('phone', '+3726123456'));
    address = await seeding.point('email', mari.email);
    const age = `now() - interval '90 days'`;
    await site.of('directory').rows(`update contact_point set created_at = ${age}`);
    await site.of('directory').rows(`update person_contact_point set from_at = ${age}`);
  });
  afterAll(async () => {
    await site.stop();
    await mail.stop();
    made.remove();
  });
  beforeEach(async () => {
    caseId = await open();
    mail.refuse = false;
    site.app.get(VerificationCodes).now = () => Date.now();
  });

  it('goes to the known address in the person’s language and says nothing about anybody', async () => {
    expect(await send()).toBe('sent');
    const { to, subject, text } = await newest();
    expect((to as { text: string }).text).toBe(mari.email);
    expect(subject).toMatch(/^DSR-\d{4}-\d{5}: /);
    expect(`${subject ?? ''} ${text ?? ''}`).not.toMatch(/Mari|Mägi|5123/);
    expect(text).toContain('kood'); // the fixture's persons read Estonian
  });

  it('proves the address once and counts as one channel', async () => {
    await send();
    const code = await codeIn();
    expect(await verify(code)).toEqual({ result: 'passed', level: 1 });
    expect(await verify(code)).toEqual({ result: 'expired', level: 1 });
    const view = (await ask('GET', `cases/${caseId}/verification`)).body as unknown as http.VerificationView;
    expect(view.points.find(({ id }) => id === address)?.countsFor).toBe('passed');
  });

  it('is void after three wrong tries, each of them noted', async () => {
    await send();
    const code = await codeIn();
    for (let n = 0; n < 3; n += 1) expect(await verify(other(code))).toEqual({ result: 'failed', level: 0 });
    expect(await verify(code)).toEqual({ result: 'expired', level: 0 });
    const view = (await ask('GET', `cases/${caseId}/verification`)).body as unknown as http.VerificationView;
    expect(view.done.map(({ result }) => result)).toEqual(['failed', 'failed', 'failed']);
  });

  it('is void after a quarter of an hour, and when another was sent', async () => {
    await send();
    const first = await codeIn();
    await send();
    expect(await verify(first)).toMatchObject({ result: first === (await codeIn()) ? 'passed' : 'failed' });
    site.app.get(VerificationCodes).now = () => Date.now() + 16 * minute;
    expect(await verify(await codeIn())).toEqual({ result: 'expired', level: 0 });
  });

  it('proves no other case and no other contact point', async () => {
    await send();
    const code = await codeIn();
    expect(await verify(code, her.pointId)).toMatchObject({ result: 'expired' });
    caseId = await open();
    expect(await verify(code)).toMatchObject({ result: 'expired' });
  });

  it('does not go to an address that came with the request, nor to a phone, nor past a server that refuses', async () => {
    const fresh = await seeding.point('email', 'fresh@example.ee');
    await site
      .of('directory')
      .rows(
        `insert into person_contact_point (person_id, contact_point_id, evidence, confidence) values ($1, $2, 'stated', 60)`,
        [her.personId, fresh],
      );
    expect([await send(fresh), await send(her.pointId)]).toEqual(['contact-point.too-new', 'contact-point.not-email']);
    mail.refuse = true;
    expect(await send()).toBe('mail.rejected');
  });

  it('does not flood a mailbox: five an hour for one case', async () => {
    for (let n = 0; n < 5; n += 1) await send();
    expect((await ask('POST', `cases/${caseId}/verification/code`, { contactPointId: address })).status).toBe(429);
  });

  it('stands in no table and no audit entry', async () => {
    await send();
    const code = await codeIn();
    for (const name of ['configuration', 'directory'] as const) {
      const [dumped] = await site
        .of(name)
        .rows<{ text: string }>(`select query_to_xml('select * from audit_outbox', true, true, '')::text as text`);
      expect(dumped?.text).not.toContain(code);
    }
    const steps = await site.of('configuration').rows('select * from protection.case_step');
    expect(JSON.stringify(steps)).not.toContain(code);
  });
});

describe('an employee who asks', () => {
  let site: Site;
  let userId: string;
  let personId: string;
  let caseId: string;

  const ask = (login: string, method: 'GET' | 'POST', path: string, body?: object) => site.ask(login, method, path, body);
  const waiting = async (login: string) => (await ask(login, 'GET', 'own-requests')).body as unknown as http.OwnRequest[];
  const confirm = async (login: string, asked: boolean, id = caseId) =>
    (await ask(login, 'POST', `own-requests/${id}/confirmation`, { asked })).status;
  const detail = async () => (await ask('dpo', 'GET', `cases/${caseId}`)).body as unknown as http.CaseDetail;

  beforeAll(async () => {
    site = await Site.start();
    await site.appoint('admin');
    await site.appoint('dpo');
    userId = await site.appoint('kadri');
    const [account] = await site
      .of('configuration')
      .rows<{ person_id: string }>('select person_id from user_account where id = $1', [userId]);
    personId = account?.person_id ?? '';
    await site
      .of('directory')
      .rows(`insert into person (id, kind, full_name, language) values ($1, 'employee', '\\x00', 'et')`, [personId]);
  });
  afterAll(() => site.stop());
  beforeEach(async () => {
    const opened = await ask('dpo', 'POST', 'cases', { kind: 'report', subject: { personId, contactPointIds: [] } });
    caseId = String(opened.body['id']);
  });

  it('says so in their own session, and that is sure enough', async () => {
    expect((await waiting('kadri')).map(({ id }) => id)).toContain(caseId);
    expect([(await detail()).verificationLevel, await confirm('kadri', true)]).toEqual([0, 204]);
    expect(await detail()).toMatchObject({ verificationLevel: 3, requiredLevel: 3 });
    expect((await waiting('kadri')).map(({ id }) => id)).not.toContain(caseId);
  });

  it('is not asked again once they have said that it was not they, and nothing follows', async () => {
    expect(await confirm('kadri', false)).toBe(204);
    expect([(await detail()).verificationLevel, await confirm('kadri', true)]).toEqual([0, 404]);
    expect((await ask('dpo', 'POST', `cases/${caseId}/report`, {})).body['code']).toBe('case.not-verified');
  });

  it('is the only one who can say so: others neither see the request nor may confirm it', async () => {
    expect([await waiting('admin'), await confirm('admin', true)]).toEqual([[], 404]);
    expect((await ask('nobody', 'GET', 'own-requests')).status).toBe(401);
  });
});
