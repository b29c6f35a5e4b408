import type { http } from '@voxkeep/contracts';
import { CallBooks, Consents, Contacts, RecorderCommands } from '@voxkeep/operative';
import { newId, newTimeOrderedId } from '@voxkeep/platform';
import { aContact } from '../../../../libs/operative/src/contacts/contact.fixture.js';
import { OperationsSite } from '../operations-site.fixture.js';

type Officer = Awaited<ReturnType<OperationsSite['user']>>;
const statedPurpose = { code: 'data-subject-request' };

describe('the ledger of consents over HTTP', () => {
  let site: OperationsSite;
  let officer: Officer;
  beforeAll(async () => {
    site = await OperationsSite.start();
    officer = await site.user();
    for (const access of ['view', 'create', 'modify', 'delete'] as const)
      await site.grant(officer.id, 'customer-consent', access);
  });
  afterAll(() => site.stop());

  const send = async <T>(path: string, body: object, method = 'POST'): Promise<T> => {
    const answer = await site.request(method, path, { as: officer.as, ...(method === 'GET' ? {} : { body }) });
    if (!answer.ok) throw new Error(`${String(answer.status)} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const entry = (phone: string, more: object = {}) => ({
    ...{ phone, purpose: 'quality-check', state: 'given', evidence: 'paper', wordingVersion: 'en-1', ...more },
  });
  const add = (phone: string, more: object = {}) => send<http.ConsentEffect>('consents/entries', entry(phone, more));
  const search = async (body: object) =>
    (await send<{ items: http.ConsentRow[] }>('consents/search', { statedPurpose, ...body })).items;
  const upload = (csv: Buffer, fields: Readonly<Record<string, string>>) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', new Blob([new Uint8Array(csv)]), 'consents.csv');
    return site.request('POST', 'consent-imports', { as: officer.as, form });
  };

  it('finds a consent in any spelling of the number, masked, and puts the look on record with its purpose', async () => {
    const { id } = await add('+372 5550 1001');
    expect(await search({ phone: '55501001' })).toMatchObject([
      { id, state: 'given', scope: 'standing', evidence: 'paper', wordingVersion: 'en-1' },
    ]);
    const [found] = await search({ phone: '+37255501001' });
    expect(found?.contactPoint).toMatch(/01$/);
    expect(found?.contactPoint).not.toContain('5550');
    expect((await site.audited('operative', 'consent.list')).at(-1)).toMatchObject({
      ...{ actor: officer.id, purpose: 'data-subject-request', count: 1 },
    });
  });

  it('withdraws as a further entry, and only what stands', async () => {
    const { id } = await add('+37255501002');
    const withdrawn = await send<http.ConsentEffect>(`consents/${id}/withdrawal`, { evidence: 'email' });
    expect(withdrawn).toMatchObject({ liveCalls: 0, unanswered: 0 });
    const detail = await send<http.ConsentDetail>(`consents/${id}`, {}, 'GET');
    expect(detail).toMatchObject({ id: withdrawn.id, state: 'withdrawn' });
    expect(detail.history.map(({ state, recordedBy, evidence }) => [state, recordedBy, evidence])).toEqual([
      ['given', officer.login, 'paper'],
      ['withdrawn', officer.login, 'email'],
    ]);
    const again = await site.request('POST', `consents/${id}/withdrawal`, { as: officer.as, body: {} });
    expect([again.status, ((await again.json()) as { code: string }).code]).toEqual([409, 'consent.not-given']);
  });

  it('tells the recorder of a running call of the person at once', async () => {
    const phone = '+37255501003';
    const { id } = await add(phone);
    const contact = { id: newTimeOrderedId(), openedAt: new Date() };
    const { database } = site.databases.operative;
    const [point] = await database.rows<{ point: string }>('select contact_point_id as point from consent where id = $1', [id]);
    const contacts = new Contacts(database);
    await contacts.open(
      {
        ...{ ...contact, key: { system: 'test', value: contact.id }, channel: 'voice', direction: 'inbound', trunkId: null },
        ...{ queueId: null, recorderId: 'recorder-9', ownNumber: null, connectedAt: null, customerOwner: null, agentOwner: null },
        ...{ customerNumber: null, customerName: null, attributes: null, attribution: 'none' },
      },
      'system:test',
    );
    await contacts.attachCustomerPoint(
      contact.id,
      { attribution: 'attributed', contactPointId: point?.point ?? '' },
      'system:test',
    );
    expect(await send(`consents/${id}/withdrawal`, {})).toMatchObject({ liveCalls: 1, unanswered: 1 });
    const asked = await database.rows('select kind, evidence_kind from recorder_command where contact_id = $1', [contact.id]);
    expect(asked).toEqual([{ kind: 'withdraw', evidence_kind: 'agent' }]);
  });

  describe('names who took back the consent of a running call, and how it was said', () => {
    const recorder = 'system:recorder';
    const said = {
      ...{ personId: null, contactPointId: null, purpose: 'quality-check', channel: 'voice', wordingVersion: 'en-1' },
      ...{ customerOwner: null, evidenceDetail: null, validUntil: null },
    };
    /** A call that a recorder holds, with a yes by key. */
    const granted = async () => {
      const { database } = site.databases.operative;
      const contact = { ...aContact({ recorderId: 'recorder-8' }), ...{ customerNumber: null, customerName: null } };
      await new Contacts(database).open(contact, recorder);
      const yes = {
        ...said,
        id: newId(),
        contactId: contact.id,
        state: 'given',
        evidenceKind: 'digit',
        at: new Date(0),
      } as const;
      await new Consents(database).record(yes, recorder);
      return { contactId: contact.id, consentId: yes.id };
    };
    const historyOf = async (consentId: string) => {
      const { history } = await send<http.ConsentDetail>(`consents/${consentId}`, {}, 'GET');
      return history.map(({ state, recordedBy, evidence }) => [state, recordedBy, evidence]);
    };
    const pending = async (contactId: string) => {
      const commands = await new RecorderCommands(site.databases.operative.database).pending('recorder-8');
      return commands.find((command) => command.contactId === contactId)!;
    };

    it.each([
      [
        'told to the books by its recorder',
        async (contactId: string, id: string) => {
          const consent = { ...said, id, state: 'withdrawn', evidenceKind: 'integration', at: new Date() } as const;
          await new CallBooks(site.databases.operative.database).write(contactId, [{ kind: 'consent', consent }], recorder);
        },
      ],
      [
        'written down when the call was over',
        (contactId: string, id: string) =>
          new Consents(site.databases.operative.database).writeNo(
            contactId,
            { id, state: 'withdrawn', evidenceKind: 'integration', at: new Date(), purpose: null },
            recorder,
          ),
      ],
    ])('%s', async (_how, write) => {
      const { contactId, consentId } = await granted();
      const effect = await send<http.ConsentEffect>(`consents/${consentId}/withdrawal`, { evidence: 'email' });
      expect(effect).toMatchObject({ liveCalls: 1, unanswered: 1 });
      expect((await pending(contactId)).consentId).toBe(effect.id);
      await write(contactId, effect.id);
      expect(await historyOf(consentId)).toEqual([
        ['given', null, 'digit'],
        ['withdrawn', officer.login, 'email'],
      ]);
      expect((await site.audited('operative', 'consent.withdrawn')).at(-1)).toMatchObject({ actor: officer.id });
    });
  });

  it('gives a receipt of a consent as ISO/IEC TS 27560 has it', async () => {
    const { id } = await add('+37255501004', { validUntil: '2090-01-01T00:00:00Z' });
    expect(await send(`consents/${id}/receipt`, {}, 'GET')).toMatchObject({
      'dct:conformsTo': 'ISO/IEC TS 27560:2023',
      'dpv:hasRecordOfActivity': { 'dpv:hasConsentStatus': 'dpv:ConsentGiven', 'dct:valid': '2090-01-01T00:00:00.000Z' },
    });
  });

  it('refuses a yes without a wording, a time to come and a term that ends before it begins', async () => {
    const refused = async (more: object) =>
      (await site.request('POST', 'consents/entries', { as: officer.as, body: entry('+37255501005', more) })).status;
    expect([
      await refused({ wordingVersion: null }),
      await refused({ at: '2090-01-01T00:00:00Z' }),
      await refused({ validUntil: '2001-01-01T00:00:00Z' }),
      await refused({ phone: 'nobody' }),
    ]).toEqual([422, 422, 422, 422]);
  });

  it('is open to nobody who is not named for it', async () => {
    const administrator = await site.user('system-administrator');
    const answers = [
      await site.request('POST', 'consents/search', { as: administrator.as, body: { statedPurpose } }),
      await site.request('POST', 'consents/entries', { as: administrator.as, body: entry('+37255501006') }),
      await site.request('GET', 'consent-resets', { as: administrator.as }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
  });

  describe('takes a file over', () => {
    const header = 'phone;purpose;state;at;wording_version;evidence';
    const good = ['+37255502001;training;given;2026-01-05;en-1;paper', '+37255502002;training;refused;2026-01-06;;email'];
    const file = Buffer.from(
      [header, ...good, '123;training;given;2026-01-05;en-1;paper', '+37255502003;training;maybe;2026-01-05;en-1;paper'].join(
        '\n',
      ),
    );

    it('by a dry run that says what is wrong with which row, and writes nothing', async () => {
      const answer = (await (await upload(file, { dryRun: 'true' })).json()) as http.ConsentImport;
      expect(answer).toMatchObject({ state: 'checked', encoding: 'utf-8', rows: 4, accepted: 3 });
      expect(answer.rejected).toEqual([{ line: 5, column: 'state', code: 'invalid' }]);
      expect(await search({ phone: '+37255502001' })).toEqual([]);
    });

    it('once, however often it is given', async () => {
      const take = async () => (await (await upload(file, { dryRun: 'false' })).json()) as http.ConsentImport;
      expect(await take()).toMatchObject({ state: 'done', accepted: 3, known: 0 });
      expect(await take()).toMatchObject({ state: 'done', accepted: 0, known: 3 });
      expect(await search({ phone: '+37255502002' })).toMatchObject([{ state: 'refused', at: '2026-01-06T00:00:00.000Z' }]);
    });

    it('behind the request when it is large, with its progress to be asked for', async () => {
      const lines = Array.from(
        { length: 1200 },
        (_, at) => `+3725560${String(at).padStart(4, '0')};dispute;given;2026-02-01;en-1;paper`,
      );
      const large = Buffer.from([header, ...lines].join('\n'));
      const started = (await (await upload(large, { dryRun: 'false' })).json()) as http.ConsentImport;
      expect(started.state).toBe('running');
      let now = started;
      while (now.state === 'running') now = await send<http.ConsentImport>(`consent-imports/${started.id}`, {}, 'GET');
      expect(now).toMatchObject({ state: 'done', accepted: 1200 });
    });
  });

  it('is given out as CSV and JSON with numbers in clear, once the purpose is on record', async () => {
    await add('+37255503001', { purpose: 'complaint' });
    const given = async (format: string) => {
      const body = { statedPurpose, purpose: 'complaint', format };
      return (await site.request('POST', 'consents/export', { as: officer.as, body })).text();
    };
    expect(await given('csv')).toMatch(/^\uFEFF?id,contact_point,.*\r\n[0-9a-f-]{36},\+37255503001,,complaint,voice,given,/);
    expect(JSON.parse(await given('json'))).toMatchObject([{ contact_point: '+37255503001', state: 'given' }]);
    expect(await site.audited('operative', 'consent.export')).toMatchObject([
      { actor: officer.id, purpose: 'data-subject-request' },
      { actor: officer.id },
    ]);
  });

  it('closes a purpose in two steps, and keeps what was there as an archive', async () => {
    await add('+37255504001', { purpose: 'serve-customer' });
    const prepared = await send<http.ConsentReset>('consent-resets', { purpose: 'serve-customer' });
    expect(prepared.counted).toBe(1);
    const wrong = await site.request('POST', `consent-resets/${prepared.id}/confirmation`, {
      ...{ as: officer.as, body: { purpose: 'training' } },
    });
    expect(wrong.status).toBe(422);
    await send(`consent-resets/${prepared.id}/confirmation`, { purpose: 'serve-customer' });
    expect(await search({ phone: '+37255504001' })).toEqual([]);
    expect(await search({ phone: '+37255504001', archived: true })).toMatchObject([{ state: 'given', archived: true }]);
  });
});
