import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Trunks } from '@voxkeep/configuration';
import { databaseNames, type http } from '@voxkeep/contracts';
import { newId } from '@voxkeep/platform';
import { Seeding, type Seeded } from './canary.fixture';
import { Site } from './data-protection.fixture';
import type { PersonReport } from './report/person-report';
import { withTool } from '../../../test/support/with-tool';

const purpose = { code: 'data-subject-request' };
const mari = { fullName: 'Mari Mägi-Õunapuu', phone: '+37251234567', email: 'mari.magi@example.ee', mark: 'canary' };
const juri = { fullName: 'Jüri Põld', phone: '+37256789012', mark: 'other' };
const familyLine = '+3726123456';
const spellings = ['+372 5123 4567', '5123 4567', '00372 51 23 45 67', 'tel:+372-5123-4567', 'sip:+37251234567@sbc.example.net'];

/** Nothing is changed here but by opening cases, so that all tests share a site. */
describe('data protection', () => {
  let site: Site;
  let seeding: Seeding;
  let her: Seeded;
  let him: Seeded;
  let shared: string;

  const ask = (method: 'GET' | 'POST', path: string, body?: object, login = 'dpo') => site.ask(login, method, path, body);
  const find = async (typed: object): Promise<http.FoundPerson[]> =>
    (await ask('POST', 'find', { ...typed, purpose })).body['found'] as http.FoundPerson[];
  const open = async () => {
    const subject = { personId: her.personId, contactPointIds: [] };
    const verification = { level: 2, method: 'document-seen' };
    return (await ask('POST', 'cases', { kind: 'report', subject, verification })).body['id'] as string;
  };
  const detail = async (id: string) => (await ask('GET', `cases/${id}`)).body as unknown as http.CaseDetail;
  const built = async () => {
    const id = await open();
    const answer = await ask('POST', `cases/${id}/report`, {});
    return { id, answer, report: (await ask('GET', `cases/${id}/report.json`)).body as unknown as PersonReport };
  };
  beforeAll(async () => {
    site = await Site.start();
    await site.appoint('admin');
    await site.appoint('dpo');
    seeding = new Seeding(site, newId());
    shared = await seeding.point('phone', familyLine);
    her = await seeding.canary(mari, shared);
    him = await seeding.canary(juri, shared);
    await site.carryEvents();
    await site.readAudit();
  });
  afterAll(() => site.stop());

  it.each(spellings)('finds by %s what each of the seven databases holds', async (phone) => {
    const [found] = await find({ phone });
    expect(found).toMatchObject({ personId: her.personId, fullName: mari.fullName });
    expect(found?.holdings.filter(({ held }) => held).map(({ database }) => database)).toEqual([...databaseNames]);
  });

  it('reads a number without its country code by the region of a trunk as well, and says as what it read one that is not held', async () => {
    const id = await seeding.point('phone', '+442079460018');
    const british = {
      ...{ name: 'London', sourceNetworks: ['192.0.2.0/24'], transport: 'udp' as const, tlsIdentity: null, vendorProfile: 'rfc' },
      ...{ customerIs: 'external-number' as const, ownNumberPrefixes: [], region: 'GB', queueId: null, askedBeforeSeconds: null },
      ...{ contactKeyHeader: null, gate: 'receive' as const, metadataAllowed: [], acceptsUnmarked: false },
    };
    await new Trunks(site.of('configuration')).create(british, 'system:test');
    expect((await find({ phone: '020 7946 0018' })).map(({ contactPointIds }) => contactPointIds)).toEqual([[id]]);
    const { body } = await ask('POST', 'find', { phone: '020 7946 0019', purpose });
    expect([body['found'], body['readAs']]).toEqual([[], ['+442079460019']]);
  });

  it('finds by e-mail address in any case', async () => {
    expect((await find({ email: 'Mari.MAGI@Example.ee' })).map(({ personId }) => personId)).toEqual([her.personId]);
  });

  it('answers with nothing for a number that is not held, after the same steps on record', async () => {
    const actions = async () =>
      (
        await site.of('directory').rows<{ n: number }>(`select count(*)::int as n from audit_outbox where action like 'person.%'`)
      )[0]?.n ?? 0;
    const before = await actions();
    expect(await find({ phone: '+372 5999 9999' })).toEqual([]);
    const unknown = (await actions()) - before;
    await find({ phone: mari.phone });
    expect((await actions()) - before - unknown).toBe(unknown);
  });

  it('names everybody who has a shared number, joins nobody, and asks to look closer', async () => {
    const number = '+3726765432';
    const link = { contactPointId: await seeding.point('phone', number), evidence: 'staff' as const, confidence: 50 };
    const persons = await Promise.all(['Esimene', 'Teine', 'Kolmas'].map((name) => seeding.person(`${name} Inimene`, [link])));
    const { body } = await ask('POST', 'find', { phone: number, purpose });
    const found = body['found'] as http.FoundPerson[];
    expect([body['narrow'], found.map(({ personId }) => personId).sort()]).toEqual([true, persons.sort()]);
    expect(found[0]?.contactPoints.find(({ value }) => value === number)?.sharedWith).toBe(2);
  });

  it('refuses what is no number by naming the field', async () => {
    const { status, body } = await ask('POST', 'find', { phone: 'anonymous', purpose });
    expect([status, body['fields']]).toEqual([422, [{ path: 'phone', problem: 'invalid' }]]);
  });

  it('is closed to whoever does not hold the right', async () => {
    expect((await site.ask('nobody', 'GET', 'cases')).status).toBe(401);
  });

  it('opens a case under a number without personal data and lists it', async () => {
    const id = await open();
    expect((await ask('GET', 'cases')).body).toContainEqual(expect.objectContaining({ id, openedBy: 'dpo', state: 'received' }));
    expect((await detail(id)).number).toMatch(/^DSR-\d{4}-\d{5}$/);
  });

  it('shows every value of the person on a page, each database on record before it', async () => {
    const id = await open();
    const { body } = await ask('GET', `cases/${id}/person`);
    const text = JSON.stringify(body);
    for (const value of her.values) expect(text).toContain(value);
    for (const value of him.values) expect(text).not.toContain(value);
    const seen = await Promise.all(
      databaseNames.map((name) =>
        site.of(name).rows(`select 1 from audit_outbox where action = 'person.view' and object_id = $1`, [id]),
      ),
    );
    expect(seen.every(({ length }) => length === 1)).toBe(true);
  });

  it('reports every value that was ever sealed of the person and none of another', async () => {
    const { answer, report } = await built();
    expect(answer.body).toMatchObject({ state: 'reported', documents: ['report.pdf', 'report.json'] });
    const text = JSON.stringify(report);
    for (const value of her.values) expect(text).toContain(value);
    for (const value of [...him.values, 'agent-of-somebody']) expect(text).not.toContain(value);
    expect(report.searched.databases.every(({ answered, records }) => answered && records > 0)).toBe(true);
    expect(report.identity.excluded).toEqual([{ kind: 'phone', masked: '•••• 56', sharedWith: 1 }]);
  });

  it('says in the report who looked and why', async () => {
    await find({ phone: mari.phone });
    const { report } = await built();
    expect(report.accesses).toContainEqual(
      expect.objectContaining({ action: 'person.identify', purpose: 'data-subject-request', who: 'Andmekaitsespetsialist' }),
    );
  });

  it('gives no report before it was built', async () => {
    expect((await ask('GET', `cases/${await open()}/report.json`)).status).toBe(409);
  });

  describe('the document', () => {
    let pdf: string;
    beforeAll(async () => {
      const { id } = await built();
      pdf = join(site.directory, 'report.pdf');
      writeFileSync(pdf, (await ask('GET', `cases/${id}/report.pdf`)).raw);
      if (process.env['KEEP_PDF'] !== undefined) writeFileSync(process.env['KEEP_PDF'], readFileSync(pdf));
    });

    withTool('pdfinfo')('is tagged and has a title', () => {
      expect(execFileSync('pdfinfo', [pdf], { encoding: 'utf8' })).toMatch(
        /Title: +Isikuandmete väljavõte DSR-[\s\S]*Tagged: +yes/,
      );
      expect(execFileSync('pdfinfo', ['-struct', pdf], { encoding: 'utf8' })).toMatch(/Document[\s\S]*H1[\s\S]*Table[\s\S]*TH/);
    });
    withTool('pdftotext')('shows every value', () => {
      const text = execFileSync('pdftotext', ['-raw', pdf, '-'], { encoding: 'utf8' }).replaceAll(/\s+/g, ' ');
      for (const value of her.values) expect(text).toContain(value);
    });
    withTool('pdfdetach')('carries the same data for machines', () => {
      const target = join(site.directory, 'detached');
      mkdirSync(target);
      execFileSync('pdfdetach', ['-saveall', '-o', target, pdf]);
      expect((JSON.parse(readFileSync(join(target, 'report.json'), 'utf8')) as PersonReport).subject.fullName).toBe(
        mari.fullName,
      );
    });
    withTool('qpdf')('has a sound structure', () => {
      expect(execFileSync('qpdf', ['--check', pdf], { encoding: 'utf8' })).toContain('No syntax or stream encoding errors');
    });
  });
});
