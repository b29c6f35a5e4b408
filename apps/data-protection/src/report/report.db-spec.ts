import { createHash, randomUUID } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Accounts, Passwords, UserAccount, newAccountIds, type NewAccount } from '@voxkeep/configuration';
import type { http } from '@voxkeep/contracts';
import { DirectoryEntries, People, directorySealed } from '@voxkeep/directory';
import { Seals, connectKeyring } from '@voxkeep/keyring';
import { Contacts, Presences } from '@voxkeep/operative';
import type { Sealed } from '@voxkeep/personal-data';
import { newId } from '@voxkeep/platform';
import { Seeding, type Seeded } from '../canary.fixture';
import { Site } from '../data-protection.fixture';
import { personReport, type PersonReport } from './person-report';
import { wordingOf } from './person-report.fixture';
import { withTool } from '../../../../test/support/with-tool';

const by = 'system:seed';
const mari = { fullName: 'Mari Mägi-Õunapuu', phone: '+37251234567', email: 'mari.magi@example.ee', mark: 'canary' };
const reportIn = (raw: Buffer) => personReport.parse(JSON.parse(raw.toString('utf8')));

describe('a report', () => {
  let site: Site;
  let seeding: Seeding;
  let her: Seeded;
  let officer: string;

  const open = async (level = 3, recordings = true) => {
    const subject = { personId: her.personId, contactPointIds: [] };
    const verification = { level, method: 'document-seen' };
    const { body } = await site.ask('dpo', 'POST', 'cases', { kind: 'report', subject, verification, recordings });
    return body['id'] as string;
  };
  const built = async (level = 3) => {
    const id = await open(level);
    await site.ask('dpo', 'POST', `cases/${id}/report`, {});
    return id;
  };
  const report = async (id: string, query = ''): Promise<PersonReport> =>
    reportIn((await site.ask('dpo', 'GET', `cases/${id}/report.json${query}`)).raw);

  beforeAll(async () => {
    site = await Site.start();
    await site.appoint('admin');
    officer = await site.appoint('dpo');
    seeding = new Seeding(site, newId());
    her = await seeding.canary(mari, await seeding.point('phone', '+3726123456'));
    await site.carryEvents();
  });
  afterAll(() => site.stop());

  it('is of the published shape and in the language of the person', async () => {
    const found = await report(await built());
    expect(found.language).toBe('et');
    expect(found.statements.rights).toBe(wordingOf('et').say('rights.rights'));
    expect(found.about).toBe('customer');
  });

  it.each(['en', 'it', 'pl', 'ru', 'et'])(
    'can be asked for in %s, and has a name for every field and table in it',
    async (language) => {
      const found = await report(await built(), `?language=${language}`);
      const wording = wordingOf(language);
      const labels = found.records.flatMap(({ records }) => records.flatMap(({ values }) => values.map(({ label }) => label)));
      const unnamed = [...new Set(labels)].filter((label) => !wording.has('names', label));
      const untitled = found.records.filter(({ table }) => !wording.has('names', `table.${table}`)).map(({ table }) => table);
      expect([found.language, unnamed, untitled]).toEqual([language, [], []]);
    },
  );

  it('names every activity of the catalogue in every language', async () => {
    const codes = (await report(await built())).activities.map(({ code }) => code);
    for (const language of ['en', 'it', 'pl', 'ru', 'et'])
      expect(codes.filter((code) => wordingOf(language).activity(code, 'title') === undefined)).toEqual([]);
  });

  it('names an officer by that role and the act in words, among who looked and in the records', async () => {
    const [conversation] = (await report(await built())).conversations;
    const object = { kind: 'contact', id: conversation?.contactId ?? '' };
    await site.of('operative').transaction((t) => t.audit({ action: 'command.withdraw', actor: officer, object }));
    const found = await report(await built(), '?language=en');
    const act = found.accesses.find(({ action }) => action === 'command.withdraw');
    expect(act?.who).toBe('Data Protection Officer');
    expect(wordingOf('en').action('command.withdraw')).not.toBe('command withdraw');
    const requests = found.records.find(({ table }) => table === 'protection.case');
    const staff = requests?.records.flatMap(({ values }) =>
      values.filter(({ category, withheld }) => withheld && category === 'pd:UID'),
    );
    expect(new Set(staff?.map(({ value }) => value))).toEqual(new Set(['Data Protection Officer']));
  });

  it('names an account that is gone by what only an officer may do, and else as a member of staff', async () => {
    const [conversation] = (await report(await built())).conversations;
    const object = { kind: 'contact', id: conversation?.contactId ?? '' };
    const gone = newId();
    for (const action of ['report.preview', 'contact.search'] as const)
      await site.of('operative').transaction((t) => t.audit({ action, actor: gone, object, purpose: 'gone' }));
    const { accesses } = await report(await built(), '?language=en');
    const ofGone = accesses.filter(({ purpose }) => purpose === 'gone').map(({ action, who }) => [action, who]);
    expect(Object.fromEntries(ofGone)).toEqual({
      'report.preview': 'Data Protection Officer',
      'contact.search': 'member of staff',
    });
  });

  it('leaves recordings out when asked to, and keeps the outcomes', async () => {
    const found = await report(await built(), '?recordings=false');
    expect(found.options.recordings).toBe(false);
    expect(found.conversations.flatMap(({ recordings }) => recordings)).toEqual([]);
    expect(found.conversations.flatMap(({ outcomes }) => outcomes)).toHaveLength(2);
  });

  describe('of a case that was opened without recordings', () => {
    const recordingsIn = ({ conversations }: PersonReport) => conversations.flatMap(({ recordings }) => recordings).length;
    const previewed = async (id: string, query = '') =>
      (await site.ask('dpo', 'GET', `cases/${id}/report/preview${query}`)).body as unknown as http.ReportPreview;
    const detail = async (id: string) => (await site.ask('dpo', 'GET', `cases/${id}`)).body as unknown as http.CaseDetail;

    it('holds them once they are chosen and it is sure enough who asks, and has that on record once', async () => {
      const id = await open(3, false);
      expect([await previewed(id), await previewed(id, '?recordings=true')]).toMatchObject([
        { recordings: 'not-chosen', summary: { recordings: 0 } },
        { recordings: 'held', summary: { recordings: 2 } },
      ]);
      await site.ask('dpo', 'POST', `cases/${id}/report?recordings=true`, {});
      expect(recordingsIn(await report(id, '?recordings=true'))).toBe(2);
      const { steps, withRecordings, requiredLevel } = await detail(id);
      expect([withRecordings, requiredLevel]).toEqual([true, 2]);
      expect(steps.filter(({ step }) => step === 'add-recordings')).toHaveLength(1);
      const acts = await site
        .of('configuration')
        .rows(`select 1 from audit_outbox where action = 'case.demand' and object_id = $1`, [id]);
      expect(acts).toHaveLength(1);
    });

    it('leaves them out when nothing is said of them, and changes nothing', async () => {
      const id = await open(3, false);
      await site.ask('dpo', 'POST', `cases/${id}/report`, {});
      expect([recordingsIn(await report(id)), (await detail(id)).withRecordings]).toEqual([0, false]);
    });

    it('says that it is not sure enough who asks only when that is so', async () => {
      const subject = { personId: her.personId, contactPointIds: [] };
      const { body } = await site.ask('dpo', 'POST', 'cases', { kind: 'report', subject });
      const id = body['id'] as string;
      expect((await previewed(id, '?recordings=true')).recordings).toBe('not-verified');
      expect((await detail(id)).withRecordings).toBe(false);
    });
  });

  it('says of an alarm what was wrong, of which side, and when it was over', async () => {
    const [conversation] = (await report(await built())).conversations;
    await site.of('monitoring').rows(
      `insert into recording_assurance (contact_id, alarm, channel, raised_at, cleared_at)
       values ($1, 'silent-party', 'customer', '2026-11-22T10:00:00Z', '2026-11-22T10:00:09Z')`,
      [conversation?.contactId],
    );
    const alarms = (await report(await built())).records.find(({ table }) => table === 'recording_assurance');
    const values = alarms?.records.flatMap((one) => one.values.map(({ label, value }) => [label, value]));
    expect(values).toEqual(
      expect.arrayContaining([
        ['field.alarm', 'silent-party'],
        ['field.channel', 'customer'],
        ['field.cleared-at', '2026-11-22T10:00:09.000Z'],
      ]),
    );
  });

  it('withholds text that may name others when asked to, and says why', async () => {
    const found = await report(await built(), '?redact=third-parties');
    expect(JSON.stringify(found)).not.toContain('attributes recent-canary');
    expect(found.withheldItems).toContainEqual({ reason: 'third-parties', count: 3 });
  });

  it('is previewed in figures, without a value of the person', async () => {
    const { body } = await site.ask('dpo', 'GET', `cases/${await open()}/report/preview`);
    const shown = body as unknown as http.ReportPreview;
    expect(shown).toMatchObject({ about: 'customer', language: 'et', excludedPoints: 0, freeTexts: 3 });
    expect(shown.summary.conversations).toBe(2);
    expect(JSON.stringify(body)).not.toContain('Mari');
  });

  it('tells the fingerprint of what was downloaded, and notes it on the case', async () => {
    const id = await built();
    const { raw } = await site.ask('dpo', 'GET', `cases/${id}/report.pdf`);
    const fingerprint = createHash('sha256').update(raw).digest('hex');
    const { steps } = (await site.ask('dpo', 'GET', `cases/${id}`)).body as unknown as http.CaseDetail;
    expect(steps.at(-1)).toMatchObject({ step: 'download-pdf', result: `sha256:${fingerprint}` });
  });

  describe('of an employee', () => {
    let userId: string;
    let served: string;

    const listing = async (login = 'admin') => site.ask(login, 'GET', `employees/${userId}/report.json`);

    beforeAll(async () => {
      const { id, personId } = newAccountIds();
      userId = id;
      const keyring = connectKeyring(site.keyring.socketOf('configurator'), { watchDestructions: false });
      const seals = new Seals(keyring);
      const named = await seals.seal(UserAccount, { id, personId } as { id: string }, { displayName: 'Kadri Kask' });
      const { fullName } = await seals.seal(directorySealed.person, { id: personId }, { fullName: 'Kadri Kask' });
      const entry = { id: newId(), personId };
      const { title } = await seals.seal(directorySealed.directoryEntry, entry, { title: 'klienditeenindaja' });
      keyring.close();
      const account = { id, personId, login: 'kadri', displayName: named.displayName as NewAccount['displayName'] };
      const addresses = [{ kind: 'extension', value: '117', trunkId: null }] as unknown as NonNullable<NewAccount['addresses']>;
      await new Accounts(site.of('configuration'), new Passwords()).create(
        { ...account, oneTimePassword: randomUUID(), roleCodes: ['agent'], addresses },
        'system:appliance',
      );
      const names = { fullName: fullName as Sealed, givenName: null, familyName: null };
      await new People(site.of('directory')).create({ id: personId, kind: 'employee', ...names, language: 'ru' }, [], by);
      await new DirectoryEntries(site.of('directory')).put(
        { ...entry, source: 'user', userId: id, queueId: null, groupId: null, title: title as Sealed, visible: true },
        by,
      );
      await new Presences(site.of('operative')).change(id, 'available', new Date(), by);
      const contact = await seeding.contact(her.pointId, mari.phone, 'served', new Date());
      served = contact.id;
      await new Contacts(site.of('operative')).addParty(
        contact.id,
        { id: newId(), role: 'agent', userId: id, aor: null, label: null, at: new Date() },
        by,
      );
      await site.carryEvents();
    });

    it('is printed by the system administrator, with master data, directory and presence', async () => {
      const { status, raw } = await listing();
      const found = reportIn(raw);
      expect([status, found.about, found.subject.fullName, found.language]).toEqual([200, 'employee', 'Kadri Kask', 'ru']);
      const text = JSON.stringify(found);
      for (const value of ['kadri', '117', 'klienditeenindaja', 'available']) expect(text).toContain(value);
    });

    it('tells the state of the recordings the employee took part in, and no customer', async () => {
      const found = reportIn((await listing()).raw);
      expect(found.conversations).toContainEqual(
        expect.objectContaining({ contactId: served, outcomes: [{ part: 'agent', outcome: 'kept' }] }),
      );
      expect(found.conversations.find(({ contactId }) => contactId === served)?.recordings).toHaveLength(1);
      const text = JSON.stringify(found);
      for (const value of [...her.values, 'name served', 'attributes served', her.pointId]) expect(text).not.toContain(value);
    });

    it('says that a password is kept since when, never what it is hashed to', async () => {
      const [{ hash } = { hash: '' }] = await site
        .of('configuration')
        .rows<{ hash: string }>('select password_hash as hash from user_credential where user_id = $1', [userId]);
      const found = reportIn((await listing()).raw);
      const values = found.records.find(({ table }) => table === 'user_credential')?.records[0]?.values;
      expect(values).toContainEqual(expect.objectContaining({ label: 'field.secret', value: 'true' }));
      expect(values).toContainEqual(expect.objectContaining({ label: 'field.changed-at' }));
      expect(hash).not.toBe('');
      expect(JSON.stringify(found)).not.toContain(hash);
    });

    it('is on record under who made it', async () => {
      await listing();
      const found = reportIn((await listing()).raw);
      expect(found.accesses).toContainEqual(expect.objectContaining({ action: 'report.employee', purpose: 'administration' }));
    });

    it('is refused to whoever holds no right on users, and is not there for an account that is not there', async () => {
      const outsider = newAccountIds();
      await site.appoint('officer-only');
      const [row] = await site
        .of('configuration')
        .rows<{ id: string }>(`select id from user_account where login = 'officer-only'`);
      await site.of('configuration').rows(`delete from role_member where member_id = $1`, [row?.id]);
      const refused = await listing('officer-only');
      const missing = await site.ask('admin', 'GET', `employees/${outsider.id}/report.json`);
      expect([refused.status, missing.status]).toEqual([404, 404]);
    });

    it('is made by the Data Protection Officer too, for a case about the person of the account', async () => {
      const account = await new Accounts(site.of('configuration'), new Passwords()).find(userId);
      const subject = { personId: account?.personId ?? null, contactPointIds: [] };
      const verification = { level: 3, method: 'document-seen' };
      const { body } = await site.ask('dpo', 'POST', 'cases', { kind: 'report', subject, verification });
      const id = body['id'] as string;
      await site.ask('dpo', 'POST', `cases/${id}/report`, {});
      const found = await report(id);
      expect([found.about, found.subject.fullName]).toEqual(['employee', 'Kadri Kask']);
      expect(found.activities.map(({ code }) => code)).toEqual(
        expect.arrayContaining(['access-control', 'plan-work', 'telephony']),
      );
    });

    withTool('pdftotext')('is a document in the language of the employee', async () => {
      const pdf = join(site.directory, 'employee.pdf');
      writeFileSync(pdf, (await site.ask('admin', 'GET', `employees/${userId}/report.pdf`)).raw);
      const text = execFileSync('pdftotext', ['-raw', pdf, '-'], { encoding: 'utf8' });
      expect(text).toContain(wordingOf('ru').say('title.employee'));
      expect(text).not.toMatch(/argon2/);

      const keep = process.env['KEEP_REPORTS'];
      if (keep !== undefined)
        writeFileSync(join(keep, 'employee.pdf'), (await site.ask('admin', 'GET', `employees/${userId}/report.pdf`)).raw);
    });
  });
});
