import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AuditLog, Cases } from '@voxkeep/configuration';
import { VoxkeepError, databaseNames, type http } from '@voxkeep/contracts';
import { RecorderCommands } from '@voxkeep/operative';
import { VaultStore, newId, readAuditOutbox } from '@voxkeep/platform';
import { Seeding, type Seeded } from './canary.fixture';
import { Site, type Answer } from './data-protection.fixture';
import { Erasures } from './erasure/erasures';
import { Execution } from './erasure/execution';
import { Pace } from './erasure/pace';
import type { PersonReport } from './report/person-report';
import { withTool } from '../../../test/support/with-tool';

const purpose = { code: 'data-subject-request' };
const mari = { fullName: 'Mari Mägi-Õunapuu', phone: '+37251234567', email: 'mari.magi@example.ee', mark: 'canary' };
const juri = { fullName: 'Jüri Põld', phone: '+37256789012', mark: 'other' };
const familyLine = '+3726123456';
const spellings = ['+372 5123 4567', '5123 4567', '00372 51 23 45 67', 'tel:+372-5123-4567', 'sip:+37251234567@sbc.example.net'];

describe('data protection', () => {
  let site: Site;
  let seeding: Seeding;
  let her: Seeded;
  let him: Seeded;
  let shared: string;

  const ask = (method: 'GET' | 'POST', path: string, body?: object, login = 'dpo') => site.ask(login, method, path, body);
  const find = async (typed: object): Promise<http.FoundPerson[]> =>
    (await ask('POST', 'find', { ...typed, purpose })).body['found'] as http.FoundPerson[];
  const open = async (
    kind: 'report' | 'erasure',
    personId: string | null = her.personId,
    contactPointIds: string[] = [],
    level = 2,
  ) => {
    const subject = { personId, contactPointIds };
    return (await ask('POST', 'cases', { kind, subject, verification: { level, method: 'document-seen' } })).body['id'] as string;
  };
  const preview = async (id: string) => (await ask('GET', `cases/${id}/erasure`)).body as unknown as http.ErasurePreview;
  const detail = async (id: string) => (await ask('GET', `cases/${id}`)).body as unknown as http.CaseDetail;
  const execute = async (id: string, planHash: string): Promise<Answer> => {
    const begun = await ask('POST', `cases/${id}/erasure`, { planHash, confirm: 'ERASE' }, 'deputy');
    await site.app.get(Erasures).settled();
    return begun;
  };
  const approved = async () => {
    const id = await open('erasure');
    const { planHash } = await preview(id);
    await ask('POST', `cases/${id}/approval`, { planHash }, 'deputy');
    return { id, planHash };
  };
  const erased = async () => {
    const { id, planHash } = await approved();
    await execute(id, planHash);
    return id;
  };
  const built = async () => {
    const id = await open('report');
    const answer = await ask('POST', `cases/${id}/report`, {});
    return { id, answer, report: (await ask('GET', `cases/${id}/report.json`)).body as unknown as PersonReport };
  };
  const totals = () =>
    site
      .of('reporting')
      .rows('select count(*), sum(handle_seconds), count(*) filter (where outcome = $1) as kept from contact_fact', ['kept']);

  beforeEach(async () => {
    site = await Site.start();
    await site.appoint('admin');
    await site.appoint('dpo');
    await site.appoint('deputy');
    Object.assign(site.app.get(Pace), { attempts: 5, pause: () => site.carryEvents(), recorderMs: 200 });
    seeding = new Seeding(site, newId());
    shared = await seeding.point('phone', familyLine);
    her = await seeding.canary(mari, shared);
    him = await seeding.canary(juri, shared);
    await site.carryEvents();
    const log = new AuditLog(site.of('configuration'));
    await log.begin();
    for (const name of databaseNames)
      await readAuditOutbox(
        site.of(name),
        site.of('configuration'),
        'audit',
        async (rows, t) => {
          await log.append(t, name, rows);
        },
        { batch: 5000 },
      );
  });
  afterEach(() => site.stop());

  it.each(spellings)('finds by %s what each of the seven databases holds', async (phone) => {
    const [found] = await find({ phone });
    expect(found).toMatchObject({ personId: her.personId, fullName: mari.fullName });
    expect(found?.holdings.filter(({ held }) => held).map(({ database }) => database)).toEqual([...databaseNames]);
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
    const third = await seeding.person('Kolmas Inimene', [{ contactPointId: shared, evidence: 'staff', confidence: 50 }]);
    const { body } = await ask('POST', 'find', { phone: familyLine, purpose });
    const found = body['found'] as http.FoundPerson[];
    expect([body['narrow'], found.map(({ personId }) => personId).sort()]).toEqual([
      true,
      [her.personId, him.personId, third].sort(),
    ]);
    expect(found[0]?.contactPoints.find(({ value }) => value === familyLine)?.sharedWith).toBe(2);
  });

  it('refuses what is no number by naming the field', async () => {
    const { status, body } = await ask('POST', 'find', { phone: 'anonymous', purpose });
    expect([status, body['fields']]).toEqual([422, [{ path: 'phone', problem: 'invalid' }]]);
  });

  it('is closed to whoever does not hold the right', async () => {
    expect((await site.ask('nobody', 'GET', 'cases')).status).toBe(401);
  });

  it('opens a case under a number without personal data and lists it', async () => {
    const id = await open('report');
    expect((await ask('GET', 'cases')).body).toContainEqual(expect.objectContaining({ id, openedBy: 'dpo', state: 'received' }));
    expect((await detail(id)).number).toMatch(/^DSR-\d{4}-\d{5}$/);
  });

  it('shows every value of the person on a page, each database on record before it', async () => {
    const id = await open('report');
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
    expect((await ask('GET', `cases/${await open('report')}/report.json`)).status).toBe(409);
  });

  describe('the document', () => {
    let pdf: string;
    beforeEach(async () => {
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

  it('shows what an erasure would do and freezes the plan', async () => {
    const id = await open('erasure');
    const shown = await preview(id);
    expect(shown).toMatchObject({ recordingFiles: 2, liveCalls: 0 });
    expect(shown.lines).toContainEqual({
      database: 'operative',
      table: 'contact',
      action: 'anonymise',
      records: 1,
      because: null,
    });
    expect(await preview(id)).toMatchObject({ planHash: shown.planHash });
    expect((await detail(id)).state).toBe('hold-check');
  });

  it('refuses the approval of whoever opened the case', async () => {
    const id = await open('erasure');
    const { planHash } = await preview(id);
    const own = await ask('POST', `cases/${id}/approval`, { planHash });
    const other = await ask('POST', `cases/${id}/approval`, { planHash }, 'deputy');
    expect([own.status, own.body['code'], other.status]).toEqual([403, 'case.same-person', 200]);
  });

  it('takes an approval only from somebody who has signed in lately', async () => {
    const id = await open('erasure');
    const { planHash } = await preview(id);
    await site.of('configuration').rows(`update session set signed_in_at = now() - interval '2 hours'`);
    const { status, body } = await ask('POST', `cases/${id}/approval`, { planHash }, 'deputy');
    expect([status, body['code']]).toEqual([403, 'session.stale']);
  });

  it('refuses an execution that nobody approved', async () => {
    const id = await open('erasure');
    expect((await execute(id, (await preview(id)).planHash)).status).toBe(409);
  });

  it('refuses a plan that has changed since it was approved, and names the tables', async () => {
    const { id, planHash } = await approved();
    await seeding.contact(her.pointId, mari.phone, 'later', new Date());
    const { status, body } = await execute(id, planHash);
    expect([status, body['code']]).toEqual([409, 'plan.changed']);
    expect(body['fields']).toContainEqual({ path: 'operative.contact', problem: 'records 1 → 2' });
  });

  it('erases from all seven databases, so that a search finds nothing any more', async () => {
    const id = await erased();
    expect(await detail(id)).toMatchObject({ state: 'backup-pending' });
    expect([await find({ phone: mari.phone }), await find({ email: mari.email })]).toEqual([[], []]);
  });

  it('leaves no trace of the person in any row of any database', async () => {
    await erased();
    const left: string[] = [];
    for (const name of databaseNames) {
      const tables = await site
        .of(name)
        .rows<{ table: string }>(
          `select quote_ident(tablename) as table from pg_tables where schemaname = 'public' and tablename not in ('outbox', 'audit_outbox')`,
        );
      for (const { table } of tables) {
        const rows = await site
          .of(name)
          .rows(`select 1 from ${table} t where t::text like any($1::text[])`, [
            [her.personId, her.pointId].map((id) => `%${id}%`),
          ]);
        if (rows.length > 0) left.push(`${name}.${table}`);
      }
    }
    expect(left).toEqual([]);
  });

  it('leaves another person, the shared number and all totals as they were', async () => {
    const before = await totals();
    const his = await find({ phone: juri.phone });
    await erased();
    const now = await find({ phone: juri.phone });
    // The shared number is his alone now, and his searches are on record: these two databases hold more of him than before.
    const grown = ['configuration', 'directory'];
    const counted = (found: http.FoundPerson[]) => found[0]?.holdings.filter(({ database }) => !grown.includes(database));
    expect([await totals(), counted(now), now[0]?.fullName]).toEqual([before, counted(his), juri.fullName]);
    expect((await find({ phone: familyLine })).map(({ personId }) => personId)).toEqual([him.personId]);
  });

  it('removes the files of her recordings and no other', async () => {
    await erased();
    const vault = await VaultStore.create(join(site.directory, 'vault'));
    const left = [];
    for await (const { fileId } of vault.list()) left.push(fileId);
    expect(left.sort()).toEqual([...him.fileIds].sort());
  });

  it('writes what it erased to the second sink, as random ids', async () => {
    const id = await erased();
    const line = JSON.parse(readFileSync(join(site.directory, 'witness', 'erasure-journal.jsonl'), 'utf8')) as {
      caseId: string;
      keys: Record<string, string[]>;
    };
    expect(line).toMatchObject({ caseId: id, keys: { person: [her.personId] } });
    expect(line.keys['contact']?.sort()).toEqual([...her.contactIds].sort());
  });

  it('ends a live recording first and goes on when the recorder has answered', async () => {
    const live = await seeding.contact(her.pointId, mari.phone, 'live', new Date(), true);
    const commands = site.app.get(RecorderCommands);
    const stop = await commands.onAsked(
      (commandId) => void (commandId && commands.acknowledge(commandId, 'applied', 'system:recorder')),
    );
    const { id, planHash } = await approved();
    await execute(id, planHash);
    await stop();
    expect((await detail(id)).steps).toContainEqual(
      expect.objectContaining({ step: 'end-live-recordings', affected: 1, result: 'done' }),
    );
    expect(live.id).toBeDefined();
    expect((await detail(id)).state).toBe('backup-pending');
  });

  it('stops when a recorder does not answer, having erased nothing', async () => {
    await seeding.contact(her.pointId, mari.phone, 'live', new Date(), true);
    const id = await erased();
    expect(await detail(id)).toMatchObject({ state: 'failed' });
    expect(await find({ phone: mari.phone })).toHaveLength(1);
  });

  it.each(databaseNames)('resumes after the erasure of %s was interrupted', async (database) => {
    const { id, planHash } = await approved();
    const target = site.app.get(Execution)['parts'].rows;
    const erase = target.erase.bind(target);
    let broken = true;
    target.erase = (name, ...rest) => {
      if (name === database && broken) return Promise.reject(new VoxkeepError('database.gone'));
      return erase(name, ...rest);
    };
    await execute(id, planHash);
    const failed = await detail(id);
    broken = false;
    await execute(id, planHash);
    expect([failed.state, failed.steps.at(-2)]).toEqual([
      'failed',
      expect.objectContaining({ step: 'erase-rows', result: 'database.gone' }),
    ]);
    expect((await detail(id)).state).toBe('backup-pending');
    expect(await find({ phone: mari.phone })).toEqual([]);
  });

  it('takes a case that was executing when the process died for one that may be resumed', async () => {
    const { id, planHash } = await approved();
    await site.app.get(Cases).start(id, planHash, newId(), 'restricting');
    await site.app.get(Erasures).onApplicationBootstrap();
    expect((await detail(id)).state).toBe('failed');
    await execute(id, planHash);
    expect((await detail(id)).state).toBe('backup-pending');
  });

  it('waits for a number that is still to be looked up, and fails when it is not', async () => {
    const { id, planHash } = await approved();
    await site.of('operative').rows(`update contact set attribution = 'pending' where id = $1`, [him.contactIds[1]]);
    await execute(id, planHash);
    expect((await detail(id)).steps).toContainEqual(
      expect.objectContaining({ step: 'look-up-pending-numbers', result: 'erasure.attribution-pending' }),
    );
    expect(existsSync(join(site.directory, 'witness', 'erasure-journal.jsonl'))).toBe(false);
  });
});
