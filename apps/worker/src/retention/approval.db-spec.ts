import { newId } from '@voxkeep/platform';
import { RetentionSite, configurator, daysAgo, dueOf } from './retention.fixture.js';

const hour = 3_600_000;
const day = 24 * hour;

describe('the approval of a rehearsal', () => {
  let site: RetentionSite;
  beforeEach(async () => {
    site = await RetentionSite.open();
  });
  afterEach(() => site.close());

  const oldContacts = async (count: number) => {
    for (let n = 0; n < count; n += 1) await site.contact({ at: daysAgo(30) });
  };
  const approveAs = (id: string, records: number, now?: Date) => site.rehearsals.approve(id, records, configurator, now);

  it('is needed before anything is removed', async () => {
    await oldContacts(1);
    await site.rule('contact', 10, 'day');
    await site.rehearse();
    expect(await site.retention.pass(new Date())).toEqual({ kind: 'idle' });
  });

  it('demands the number of records that go, typed', async () => {
    await oldContacts(2);
    await site.rule('contact', 10, 'day');
    const { id } = await site.rehearse();
    expect(await approveAs(id, 3)).toEqual({ refused: 'records-differ' });
    expect(await approveAs(id, 2)).toEqual({ approved: id });
  });

  it('is refused for a rehearsal of other rules, for one that a newer one follows, and for one that is a week old', async () => {
    await site.rule('contact', 10, 'day');
    const first = await site.rehearse();
    expect(await approveAs(first.id, 0, new Date(Date.now() + 8 * day))).toEqual({ refused: 'outdated' });
    const second = await site.rehearse();
    expect(await approveAs(first.id, 0)).toEqual({ refused: 'superseded' });
    await site.rule('staff', 10, 'day');
    expect(await approveAs(second.id, 0)).toEqual({ refused: 'rules-changed' });
  });

  it('ends when a rule is changed, and the worker rehearses anew by itself', async () => {
    await oldContacts(1);
    await site.rule('contact', 10, 'day');
    await site.approve();
    await site.rule('staff', 10, 'day');
    expect(await site.retention.pass(new Date())).toEqual({ kind: 'stopped', because: 'rules-changed' });
    expect(await site.rehearsing.carryOut(new Date())).toBe(1);
    expect(await site.rehearsals.latest()).toMatchObject({ state: 'done', because: 'rules-changed', fits: true });
    expect(await site.rehearsals.brake()).toBe('rules-changed');
    expect(await site.retention.pass(new Date())).toEqual({ kind: 'idle' });
  });

  it('ends when a hold is placed before its first run', async () => {
    await oldContacts(1);
    const { id } = await site.contact({ at: daysAgo(30) });
    await site.rule('contact', 10, 'day');
    await site.approve();
    await site.hold(id);
    expect(await site.retention.pass(new Date())).toEqual({ kind: 'stopped', because: 'holds-changed' });
  });

  it('ends when more would go than was rehearsed', async () => {
    await oldContacts(2);
    await site.rule('contact', 10, 'day');
    await site.approve();
    await oldContacts(1);
    expect(await site.retention.pass(new Date())).toEqual({ kind: 'stopped', because: 'data-changed' });
  });

  it('lets later runs go by the same rules, and asks again when one of them would remove more than 5 %', async () => {
    await oldContacts(1);
    for (let n = 0; n < 20; n += 1) await site.contact({ at: daysAgo(1) });
    await site.rule('contact', 10, 'day');
    await site.approveAndRun();
    await oldContacts(1);
    expect(await site.retention.pass(new Date())).toEqual({ kind: 'done', removed: 1 });
    await oldContacts(2);
    expect(await site.retention.pass(new Date())).toEqual({ kind: 'stopped', because: 'share' });
    await site.rehearsing.carryOut(new Date());
    const asked = await site.rehearsals.latest();
    expect(asked && dueOf(asked)).toBe(2);
    await approveAs(asked?.id ?? '', 2);
    expect(await site.retention.pass(new Date())).toEqual({ kind: 'done', removed: 2 });
  });

  it.each([
    ['ten years ahead', 3652 * day],
    ['a day and an hour behind', -(day + hour)],
  ])('does not help when the clock is %s: the brake stops and asks', async (_case, by) => {
    await oldContacts(1);
    const young = await site.contact({ at: daysAgo(1) });
    await site.rule('contact', 10, 'day');
    await site.approve();
    expect(await site.retention.pass(new Date(Date.now() + by))).toEqual({ kind: 'stopped', because: 'clock' });
    expect(await site.isThere(young.fileId)).toBe(true);
    const [run] = await site.runs.list();
    expect(run).toMatchObject({ state: 'stopped', because: 'clock', lines: [] });
  });

  it('goes on after the clock was looked at and somebody approved anew', async () => {
    await oldContacts(1);
    await site.rule('contact', 10, 'day');
    await site.approve();
    await site.runs.passed(daysAgo(3));
    expect(await site.retention.pass(new Date())).toEqual({ kind: 'stopped', because: 'clock' });
    expect(await site.approveAndRun()).toEqual({ kind: 'done', removed: 1 });
  });

  it('lets one process run at a time', async () => {
    const configuration = site.site.databases.of('configuration');
    await configuration.transaction(async (t) => {
      await t.rows(`select pg_advisory_xact_lock(hashtextextended('retention.run', 0))`);
      expect(await site.retention.pass(new Date())).toEqual({ kind: 'busy' });
    });
  });

  it('records who asked and who approved', async () => {
    await site.approve();
    const audited = await site.site.databases
      .of('configuration')
      .rows(`select action, actor from audit_outbox where action like 'retention.%' order by id`);
    expect(audited).toEqual([
      { action: 'retention.rehearse', actor: configurator },
      { action: 'retention.approve', actor: configurator },
    ]);
  });

  it('refuses a second rule for the same class and queue', async () => {
    const queueId = newId();
    expect(await site.rule('contact', 1, 'year', queueId)).toMatch(/^[0-9a-f-]{36}$/);
    expect(await site.rule('contact', 2, 'year', queueId)).toBe('scope-taken');
  });
});
