import type { http } from '@voxkeep/contracts';
import { Access } from '@voxkeep/personal-data';
import { newId } from '@voxkeep/platform';
import { Seeding, type Seeded } from '../canary.fixture';
import { Site, type Answer } from '../data-protection.fixture';
import { NameScans } from '../find/name-scans';

const purpose = { code: 'data-subject-request' };
const mari = { fullName: 'Mari Mägi-Õunapuu', phone: '+37251234567', email: 'mari.magi@example.ee', mark: 'canary' };
const juri = { fullName: 'Юрий Щербаков', phone: '+37256789567', mark: 'other' };
const familyLine = '+3726123456';
const day = 24 * 3600_000;

describe('who is who', () => {
  let site: Site;
  let seeding: Seeding;
  let her: Seeded;
  let him: Seeded;
  let shared: string;
  let emailPoint: string;

  const ask = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object, login = 'dpo') =>
    site.ask(login, method as 'GET', path, body);
  const answerOf = async (typed: object) => (await ask('POST', 'find', { ...typed, purpose })).body;
  const find = async (typed: object) => (await answerOf(typed))['found'] as http.FoundPerson[];
  const names = async (typed: object) => (await find(typed)).map(({ fullName }) => fullName);
  const open = async (body: object = {}) =>
    (
      await ask('POST', 'cases', {
        kind: 'report',
        subject: { personId: her.personId, contactPointIds: [] },
        ...body,
      })
    ).body['id'] as string;
  const verify = async (id: string, body: object) => (await ask('POST', `cases/${id}/verification`, body)).body;
  const callBack = (contactPointId: string, passed = true) => ({ method: 'call-back', contactPointId, passed });
  const detail = async (id: string) => (await ask('GET', `cases/${id}`)).body as unknown as http.CaseDetail;
  const view = async (id: string) => (await ask('GET', `cases/${id}/verification`)).body as unknown as http.VerificationView;
  const report = (id: string): Promise<Answer> => ask('POST', `cases/${id}/report`, {});
  /** Sets since when a person has their contact points. */
  const known = (days: number) =>
    site.of('directory').rows(`update person_contact_point set from_at = now() - make_interval(days => $1)`, [days]);
  const eventOf = (at: Date) => {
    const [date = '', time = ''] = new Intl.DateTimeFormat('sv-SE', {
      dateStyle: 'short',
      timeStyle: 'short',
      timeZone: 'Europe/Tallinn',
    })
      .format(at)
      .split(' ');
    return { day: date, hour: Number(time.slice(0, 2)) };
  };

  beforeAll(async () => {
    site = await Site.start();
    await site.appoint('admin');
    await site.appoint('dpo');
    seeding = new Seeding(site, newId());
    shared = await seeding.point('phone', familyLine);
    her = await seeding.canary(mari, shared);
    him = await seeding.canary(juri, shared);
    await known(90);
    emailPoint = await seeding.point('email', mari.email);
  });
  afterAll(() => site.stop());
  beforeEach(async () => {
    const directory = site.of('directory');
    await directory.rows(`delete from person_contact_point where from_at > now() - interval '60 days'`);
    await directory.rows(`update contact_point set shared = false`);
    await directory.rows(`update person set kind = 'customer'`);
    await directory.rows(`delete from contact_point where value = '\\x00'`);
    for (const table of ['person_link', 'identity_proposal']) await directory.rows(`delete from ${table}`);
  });

  describe('a search', () => {
    it.each(['Mari Mägi', 'õunapuu mari', 'MAGI Mari', 'Мари Мяги'])(
      'for the name %s finds her and nobody else',
      async (name) => {
        expect(await names({ name })).toEqual([mari.fullName]);
      },
    );

    it.each(['Щербаков Юрий', 'Juri Štšerbakov', 'Yuri Shcherbakov', 'Jurij Szczerbakow'])(
      'for %s finds him in any script',
      async (name) => {
        expect(await names({ name })).toEqual([juri.fullName]);
      },
    );

    it('for a family name alone looks at all names in the background, for its own officer only', async () => {
      await site.appoint('deputy');
      const scan = (await answerOf({ name: 'Щербаков' }))['scan'] as string;
      await site.app.get(NameScans).settled(scan);
      const { body } = await ask('GET', `find/scans/${scan}`);
      const found = (body['answer'] as { found: http.FoundPerson[] }).found;
      expect([body['state'], found.map(({ fullName }) => fullName)]).toEqual(['done', [juri.fullName]]);
      expect((await ask('GET', `find/scans/${scan}`, undefined, 'deputy')).status).toBe(404);
    });

    it('by last digits opens the candidates of the short index and keeps those that end so', async () => {
      const tail = (digits: string) => names({ phone: digits });
      await giveTails();
      expect([(await tail('567')).sort(), await tail('34567'), await tail('9567')]).toEqual([
        [mari.fullName, juri.fullName].sort(),
        [mari.fullName],
        [juri.fullName],
      ]);
    });

    it('with thousands of candidates asks for more digits and cuts nothing off', async () => {
      await giveTails();
      await site.of('directory').rows(
        `insert into contact_point (id, kind, value, normaliser_version, value_index, tail_index)
         select gen_random_uuid(), 'phone', '\\x00', 1, decode(md5(n::text), 'hex'), (select tail_index from contact_point where id = $1)
         from generate_series(1, 2100) n`,
        [her.pointId],
      );
      const answer = await answerOf({ phone: '567' });
      expect(answer).toMatchObject({ found: [], narrow: true, question: 'more-digits', hits: 2001 });
      expect(await names({ phone: mari.phone })).toEqual([mari.fullName]);
    });

    it('leaves its words in no audit entry', async () => {
      await find({ name: 'Mari Mägi' });
      const rows = await site.of('directory').rows(`select * from audit_outbox where action like 'person.%'`);
      expect(JSON.stringify(rows)).not.toMatch(/mägi|magi/i);
    });

    async function giveTails(): Promise<void> {
      const access = Access.by({ actorId: 'system:seed', kind: 'system' }, { code: 'serve-customer' });
      for (const seeded of [her, him]) {
        const audited = await site.of('directory').recordAccess(access, { action: 'role.seed', actor: 'system:seed' });
        const [tail = Buffer.alloc(2)] = await site.operations.index(audited, [{ kind: 'phone-tail', value: '567' }]);
        await site
          .of('directory')
          .rows('update contact_point set tail_index = $2 where id = $1', [seeded.pointId, tail.readUInt16BE(0)]);
      }
    }
  });

  describe('persons that are one', () => {
    it('are found, shown and reported together, and apart again once they are taken apart', async () => {
      const third = await seeding.person('Mari M', []);
      const { body } = await ask('POST', 'identity/links', { personId: third, otherId: her.personId, type: 'replaces' });
      const id = await open({ subject: { personId: third, contactPointIds: [] } });
      expect(JSON.stringify((await ask('GET', `cases/${id}/person`)).body)).toContain(mari.phone);
      expect((await ask('DELETE', `identity/links/${String(body['id'])}`)).status).toBe(204);
      expect(JSON.stringify((await ask('GET', `cases/${id}/person`)).body)).not.toContain(mari.phone);
    });

    it('are proposed for their shared number, with both names side by side', async () => {
      expect((await ask('POST', 'identity/proposals', {})).body).toEqual({ proposed: 1 });
      const { body } = await ask('GET', 'identity/proposals');
      const [proposal] = body['items'] as http.ProposalRow[];
      expect([proposal?.left?.fullName, proposal?.right?.fullName].sort()).toEqual([mari.fullName, juri.fullName].sort());
      expect(proposal).toMatchObject({
        kind: 'same-person',
        reasons: ['same-contact-point'],
        contactPoint: { value: familyLine },
      });
      expect((await ask('POST', `identity/proposals/${proposal?.id ?? ''}`, { decision: 'refuse' })).status).toBe(204);
      expect((await ask('POST', 'identity/proposals', {})).body).toEqual({ proposed: 0 });
    });

    it('get a contact point at once on verified evidence, and only a proposal on any other', async () => {
      const third = await seeding.person('Kolmas Inimene', []);
      const link = (evidence: string) =>
        ask('POST', 'identity/points', { personId: third, phone: mari.phone, evidence, purpose }).then(
          ({ body }) => body['outcome'],
        );
      expect([await link('stated'), await link('call-back'), await link('stated')]).toEqual(['proposed', 'linked', 'was-linked']);
    });
  });

  describe('a value that was altered', () => {
    it('is named by row and key, and hides no other', async () => {
      const alter = () =>
        site.of('directory').rows(
          `update person set full_name = set_byte(full_name, octet_length(full_name) - 1, 255 - get_byte(full_name, octet_length(full_name) - 1))
           where id = $1`,
          [her.personId],
        );
      await alter();
      const { body } = await ask('GET', `cases/${await open()}/person`);
      await alter();
      const values = (body as unknown as http.PersonView).databases
        .flatMap(({ records }) => records)
        .flatMap((record) => record.values.map((value) => ({ table: record.table, ...value })));
      const name = values.find(({ table, seal }) => table === 'person' && seal);
      expect(name).toMatchObject({
        value: null,
        unreadable: true,
        seal: { reason: 'altered', table: 'person', row: her.personId, ownerId: her.personId, ownerClass: 'person', epoch: 1 },
      });
      expect(values.map(({ value }) => value)).toEqual(expect.arrayContaining([mari.phone, mari.email]));
    });
  });

  describe('an outline', () => {
    it('tells what is held by kind of data, without a value in it', async () => {
      const { body } = await ask('GET', `cases/${await open()}/outline`);
      const outline = body as unknown as http.PersonOutline;
      expect(outline.classes.map(({ category }) => category)).toEqual(expect.arrayContaining(['pd:Name', 'pd:Contact']));
      expect(outline.notAttributed.contactPoints).toBe(1);
      expect(outline.timeline.some(({ thirdParties }) => thirdParties)).toBe(true);
      const text = JSON.stringify(body);
      for (const value of her.values) expect(text).not.toContain(value);
    });
  });

  describe('whoever asks', () => {
    it('gets nothing before they are sure enough', async () => {
      const id = await open();
      expect([(await detail(id)).state, (await report(id)).body['code']]).toEqual(['identity-check', 'case.not-verified']);
      expect(await verify(id, callBack(her.pointId))).toEqual({ result: 'passed', level: 1 });
      expect((await report(id)).status).toBe(200);
    });

    it('is made surer by two contact points, or by two contacts that only they know', async () => {
      const [two, knowing] = [await open({ kind: 'erasure' }), await open({ kind: 'erasure' })];
      await verify(two, callBack(her.pointId));
      expect(await verify(two, callBack(emailPoint))).toEqual({ result: 'passed', level: 2 });
      const earlier = new Date(Date.now() - 20 * day);
      const contact = await seeding.contact(her.pointId, mari.phone, 'earlier', earlier);
      expect(contact.id).toBeDefined();
      const events = [eventOf(earlier), eventOf(new Date(Date.now() - 60 * day))];
      expect(await verify(knowing, { method: 'knowledge', events })).toEqual({ result: 'passed', level: 2 });
    });

    it('sees contact points masked only', async () => {
      const text = JSON.stringify(await view(await open()));
      expect(text).not.toContain('51234567');
      expect(text).toContain('•••• 67');
    });

    it('has two months more once, and not a third time', async () => {
      const id = await open();
      const extend = () => ask('POST', `cases/${id}/extension`, { reason: 'complexity', noticeGiven: true });
      const before = (await detail(id)).dueAt;
      expect([(await extend()).status, (await extend()).body['code']]).toEqual([200, 'case.extended-before']);
      expect(Date.parse((await detail(id)).dueAt) - Date.parse(before)).toBeGreaterThan(58 * day);
    });

    it('is joined to the case that asks the same already', async () => {
      const [first, second] = [await open(), await open()];
      expect((await detail(second)).alike.map(({ id }) => id)).toContain(first);
      await ask('POST', `cases/${second}/duplicate`, { of: first });
      expect(await detail(second)).toMatchObject({ state: 'duplicate', duplicateOf: first });
    });

    it('may be refused on a ground without being verified', async () => {
      const id = await open();
      await ask('POST', `cases/${id}/refusal`, { ground: 'not-identified' });
      expect(await detail(id)).toMatchObject({ state: 'refused', refusalGround: 'not-identified' });
    });
  });

  describe('an attacker', () => {
    const attacks: readonly (readonly [string, () => Promise<string>])[] = [
      [
        'with a contact point that came with the request',
        async () => {
          const fresh = await seeding.point('phone', '+37255550001');
          await site
            .of('directory')
            .rows(
              `insert into person_contact_point (person_id, contact_point_id, evidence, confidence) values ($1, $2, 'stated', 60)`,
              [her.personId, fresh],
            );
          const id = await open();
          expect(await verify(id, callBack(fresh))).toEqual({ result: 'too-new', level: 0 });
          return id;
        },
      ],
      [
        'with a contact point of somebody else',
        async () => {
          const id = await open();
          expect(await verify(id, callBack(him.pointId))).toEqual({ result: 'not-theirs', level: 0 });
          return id;
        },
      ],
      [
        'with a lone shared phone',
        async () => {
          const id = await open({ subject: { personId: her.personId, contactPointIds: [shared] } });
          expect(await verify(id, callBack(shared))).toEqual({ result: 'shared', level: 0 });
          return id;
        },
      ],
      [
        'with a shared phone and no person',
        async () => {
          const id = await open({ subject: { personId: null, contactPointIds: [shared] } });
          await verify(id, callBack(shared));
          return id;
        },
      ],
      [
        'with a phone that is marked as shared',
        async () => {
          await site.of('directory').rows('update contact_point set shared = true where id = $1', [her.pointId]);
          const id = await open();
          expect(await verify(id, callBack(her.pointId))).toEqual({ result: 'shared', level: 0 });
          return id;
        },
      ],
      [
        'who guesses contacts twice and then knows them',
        async () => {
          const id = await open();
          const wrong = {
            method: 'knowledge',
            events: [
              { day: '2020-01-01', hour: 3 },
              { day: '2020-01-02', hour: 3 },
            ],
          };
          await verify(id, wrong);
          await verify(id, wrong);
          await seeding.contact(her.pointId, mari.phone, 'earlier', new Date(Date.now() - 20 * day));
          const events = [eventOf(new Date(Date.now() - 20 * day)), eventOf(new Date(Date.now() - 60 * day))];
          expect(await verify(id, { method: 'knowledge', events })).toEqual({ result: 'locked', level: 0 });
          return id;
        },
      ],
      [
        'who names one contact twice',
        async () => {
          const event = eventOf(new Date(Date.now() - 60 * day));
          const id = await open();
          expect(await verify(id, { method: 'knowledge', events: [event, event] })).toEqual({ result: 'failed', level: 0 });
          return id;
        },
      ],
      [
        'who made the contacts for it just before',
        async () => {
          await seeding.contact(her.pointId, mari.phone, 'fresh', new Date(Date.now() - 2 * day));
          const id = await open();
          const events = [eventOf(new Date(Date.now() - 2 * day)), eventOf(new Date(Date.now() - 3600_000))];
          expect(await verify(id, { method: 'knowledge', events })).toEqual({ result: 'failed', level: 0 });
          return id;
        },
      ],
      [
        'who confirms one contact point twice for an answer with recordings',
        async () => {
          const id = await open({ recordings: true });
          await verify(id, callBack(her.pointId));
          expect(await verify(id, callBack(her.pointId))).toEqual({ result: 'passed', level: 1 });
          return id;
        },
      ],
      [
        'who asks with a shared number and is known by one contact point only',
        async () => {
          const id = await open({ subject: { personId: her.personId, contactPointIds: [shared] } });
          expect(await verify(id, callBack(her.pointId))).toEqual({ result: 'passed', level: 1 });
          return id;
        },
      ],
      [
        'whose document was not in order',
        async () => {
          const id = await open();
          expect(await verify(id, { method: 'document-seen', passed: false })).toEqual({ result: 'failed', level: 0 });
          return id;
        },
      ],
      [
        'who is a member of staff and is called back only',
        async () => {
          await site.of('directory').rows(`update person set kind = 'employee' where id = $1`, [her.personId]);
          const id = await open();
          await verify(id, callBack(her.pointId));
          await verify(id, callBack(emailPoint));
          return id;
        },
      ],
    ];

    it.each(attacks)('%s gets nothing', async (_what, attack) => {
      const id = await attack();
      const answer = await report(id);
      expect([answer.status, answer.body['code']]).toEqual([409, 'case.not-verified']);
      expect((await ask('GET', `cases/${id}/report.json`)).status).not.toBe(200);
    });

    it('cannot claim a call-back when the case is opened', async () => {
      const { status, body } = await ask('POST', 'cases', {
        kind: 'report',
        subject: { personId: her.personId, contactPointIds: [] },
        verification: { level: 3, method: 'call-back' },
      });
      expect([status, body['fields']]).toEqual([422, [{ path: 'verification.method', problem: 'not-proven' }]]);
    });

    it('gets no erasure with what is enough for a report', async () => {
      const id = await open({ kind: 'erasure' });
      await verify(id, callBack(her.pointId));
      expect((await ask('GET', `cases/${id}/erasure`)).body['code']).toBe('case.not-verified');
    });
  });
});
