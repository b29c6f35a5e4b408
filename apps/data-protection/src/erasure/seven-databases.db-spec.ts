import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Cases, ErasureRecords } from '@voxkeep/configuration';
import { VoxkeepError, databaseNames, type http } from '@voxkeep/contracts';
import { RecorderCommands } from '@voxkeep/operative';
import { VaultStore, newId } from '@voxkeep/platform';
import type { Seeded, Seeding } from '../canary.fixture';
import type { Answer, Site } from '../data-protection.fixture';
import { ErasureSite } from './erasure-case.fixture';
import { Erasures } from './erasures';
import { Execution } from './execution';
import { Pace } from './pace';
import { patienceMs } from '../../../../test/support/patience';

const purpose = { code: 'data-subject-request' };

interface Journalled {
  readonly caseId: string;
  readonly keys: Readonly<Record<string, string[]>>;
}

/** One site for all; every test has two persons of its own in it, who share a number, and erases one of them. */
describe('an erasure through the seven databases', () => {
  let first: ErasureSite;
  let world: ErasureSite;
  let him: ErasureSite;
  let site: Site;
  let seeding: Seeding;
  let her: Seeded;
  let sharedNumber: string;

  const mari = () => world.who;
  const ask = (method: 'GET' | 'POST', path: string, body?: object, login = 'dpo') => site.ask(login, method, path, body);
  const find = async (typed: object): Promise<http.FoundPerson[]> =>
    (await ask('POST', 'find', { ...typed, purpose })).body['found'] as http.FoundPerson[];
  const open = () => world.open();
  const preview = (id: string) => world.preview(id);
  const detail = (id: string) => world.detail(id);
  const execute = async (id: string, planHash: string): Promise<Answer> => {
    const begun = await ask('POST', `cases/${id}/erasure`, { planHash, confirm: 'ERASE' }, 'deputy');
    await world.settled();
    return begun;
  };
  const approved = async () => {
    const id = await open();
    return { id, planHash: await world.approve(id) };
  };
  const erased = async () => {
    const { id, planHash } = await approved();
    await execute(id, planHash);
    return id;
  };
  const totals = () =>
    site
      .of('reporting')
      .rows('select count(*), sum(handle_seconds), count(*) filter (where outcome = $1) as kept from contact_fact', ['kept']);
  const files = async () => {
    const vault = await VaultStore.create(join(site.directory, 'vault'));
    const found: string[] = [];
    for await (const { fileId } of vault.list()) found.push(fileId);
    return found.sort();
  };
  /** What the second sink has of a case. */
  const journalled = (id: string): readonly Journalled[] => {
    const journal = join(site.directory, 'witness', 'erasure-journal.jsonl');
    if (!existsSync(journal)) return [];
    const lines = readFileSync(journal, 'utf8').split('\n').filter(Boolean);
    return lines.map((line) => JSON.parse(line) as Journalled).filter(({ caseId }) => caseId === id);
  };

  beforeAll(async () => {
    first = await ErasureSite.start();
    ({ site } = first);
  });
  beforeEach(async () => {
    world = await first.another();
    ({ seeding, her, sharedNumber } = world);
    him = await world.companion();
    await site.readAudit();
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  afterAll(() => site.stop());

  it('shows what an erasure would do and freezes the plan', async () => {
    const id = await open();
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

  it('counts in plan, step and certificate only the files that are there: what a withdrawal took before goes no second time', async () => {
    const operative = site.of('operative');
    const [taken] = await operative.rows<{ fileId: string }>(
      `update recording_segment set state = 'removed' where (contact_id, id) = (
         select contact_id, id from recording_segment where contact_id = any($1::uuid[]) order by id limit 1) returning file_id as "fileId"`,
      [her.contactIds],
    );
    await site.app.get(VaultStore).remove(taken?.fileId ?? '');
    const { id, planHash } = await approved();
    const { recordingFiles } = await preview(id);
    await execute(id, planHash);
    const removed = (await detail(id)).steps.find(({ step }) => step === 'remove-files')?.affected;
    const [certificate] = await site.app.get(ErasureRecords).certificatesOf(id);
    expect([recordingFiles, removed]).toEqual([1, 1]);
    expect(certificate?.payload).toMatchObject({ recordings: { files: 1 } });
  });

  it('refuses the approval of whoever opened the case', async () => {
    const id = await open();
    const { planHash } = await preview(id);
    const own = await ask('POST', `cases/${id}/approval`, { planHash });
    const other = await ask('POST', `cases/${id}/approval`, { planHash }, 'deputy');
    expect([own.status, own.body['code'], other.status]).toEqual([403, 'case.same-person', 200]);
  });

  it('takes an approval only from somebody who has signed in lately', async () => {
    const id = await open();
    const { planHash } = await preview(id);
    const since = await site.appoint('long-here');
    await site
      .of('configuration')
      .rows(`update session set signed_in_at = now() - interval '2 hours' where user_id = $1`, [since]);
    const { status, body } = await ask('POST', `cases/${id}/approval`, { planHash }, 'long-here');
    expect([status, body['code']]).toEqual([403, 'session.stale']);
  });

  it('refuses an execution that nobody approved', async () => {
    const id = await open();
    expect((await execute(id, (await preview(id)).planHash)).status).toBe(409);
  });

  it('refuses a plan that has changed since it was approved, and names the tables', async () => {
    const { id, planHash } = await approved();
    await seeding.contact(her.pointId, mari().phone, 'later', new Date());
    const { status, body } = await execute(id, planHash);
    expect([status, body['code']]).toEqual([409, 'plan.changed']);
    expect(body['fields']).toContainEqual({ path: 'operative.contact', problem: 'records 1 → 2' });
  });

  it('erases from all seven databases, so that a search finds nothing any more', async () => {
    const id = await erased();
    expect(await detail(id)).toMatchObject({ state: 'backup-pending' });
    expect([await find({ phone: mari().phone }), await find({ email: mari().email })]).toEqual([[], []]);
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
    const his = await find({ phone: him.who.phone });
    await erased();
    const now = await find({ phone: him.who.phone });
    // The shared number is his alone now, and his searches are on record: these two databases hold more of him than before.
    const grown = ['configuration', 'directory'];
    const counted = (found: http.FoundPerson[]) => found[0]?.holdings.filter(({ database }) => !grown.includes(database));
    expect([await totals(), counted(now), now[0]?.fullName]).toEqual([before, counted(his), him.who.fullName]);
    expect((await find({ phone: sharedNumber })).map(({ personId }) => personId)).toEqual([him.her.personId]);
  });

  it('removes the files of her recordings and no other', async () => {
    const before = await files();
    await erased();
    expect(before).toEqual(expect.arrayContaining([...her.fileIds, ...him.her.fileIds]));
    expect(await files()).toEqual(before.filter((fileId) => !her.fileIds.includes(fileId)));
  });

  it('writes what it erased to the second sink, as random ids', async () => {
    const id = await erased();
    const [line, ...more] = journalled(id);
    expect(more).toEqual([]);
    expect(line).toMatchObject({ caseId: id, keys: { person: [her.personId] } });
    expect(line?.keys['contact']?.sort()).toEqual([...her.contactIds].sort());
  });

  it('ends a live recording first and goes on when the recorder has answered', async () => {
    const live = await seeding.contact(her.pointId, mari().phone, 'live', new Date(), true);
    // As long as a busy machine may take: 200 ms are for the test in which no recorder answers.
    jest.replaceProperty(site.app.get(Pace), 'recorderMs', patienceMs);
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
    await seeding.contact(her.pointId, mari().phone, 'live', new Date(), true);
    const id = await erased();
    expect(await detail(id)).toMatchObject({ state: 'failed' });
    expect(await find({ phone: mari().phone })).toHaveLength(1);
  });

  it.each(databaseNames)('resumes after the erasure of %s was interrupted', async (database) => {
    const { id, planHash } = await approved();
    const target = site.app.get(Execution)['parts'].rows;
    const erase = target.erase.bind(target);
    const gone = jest
      .spyOn(target, 'erase')
      .mockImplementation((name, ...rest) =>
        name === database ? Promise.reject(new VoxkeepError('database.gone')) : erase(name, ...rest),
      );
    await execute(id, planHash);
    const failed = await detail(id);
    gone.mockRestore();
    await execute(id, planHash);
    expect([failed.state, failed.steps.at(-2)]).toEqual([
      'failed',
      expect.objectContaining({ step: 'erase-rows', result: 'database.gone' }),
    ]);
    expect((await detail(id)).state).toBe('backup-pending');
    expect(await find({ phone: mari().phone })).toEqual([]);
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
    const attribute = (as: string) =>
      site.of('operative').rows('update contact set attribution = $2 where id = $1', [him.her.contactIds[1], as]);
    await attribute('pending');
    try {
      await execute(id, planHash);
    } finally {
      await attribute('attributed');
    }
    expect((await detail(id)).steps).toContainEqual(
      expect.objectContaining({ step: 'look-up-pending-numbers', result: 'erasure.attribution-pending' }),
    );
    expect(journalled(id)).toEqual([]);
  });
});
