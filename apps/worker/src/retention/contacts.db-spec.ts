import { newId } from '@voxkeep/platform';
import { RetentionSite, daysAgo, dueOf } from './retention.fixture.js';

describe('the retention of contacts', () => {
  let site: RetentionSite;
  beforeEach(async () => {
    site = await RetentionSite.open();
  });
  afterEach(() => site.close());

  const months = async (store: 'operative' | 'history') =>
    (await site.site.databases.of(store).rows<{ name: string }>('select table_name as name from retention_months()')).map(
      ({ name }) => name,
    );
  const monthOf = (at: Date) => at.toISOString().slice(0, 7).replace('-', '_');

  it('removes a contact past its term with its recording, its file and its keys, and leaves a younger one', async () => {
    const [old, young] = [await site.contact({ at: daysAgo(20) }), await site.contact({ at: daysAgo(5) })];
    await site.rule('contact', 10, 'day');
    expect(await site.approveAndRun()).toEqual({ kind: 'done', removed: 1 });
    expect(await site.count('operative', 'recording_segment where contact_id', old.id)).toBe(0);
    expect([await site.isThere(old.fileId), await site.isThere(young.fileId)]).toEqual([false, true]);
    expect([await site.keyState(old.customerOwner), await site.keyState(young.customerOwner)]).toEqual(['destroyed', 'active']);
    expect(await site.count('operative', 'contact where id', young.id)).toBe(1);
  });

  it.each(['operative', 'history'] as const)(
    'destroys the keys of a voice that has an owner of its own, in %s',
    async (store) => {
      const old = await site.contact({ at: daysAgo(20), store, adopted: true });
      await site.rule('contact', 10, 'day');
      await site.approveAndRun();
      expect([await site.keyState(old.customerOwner), await site.keyState(old.voiceOwner)]).toEqual(['destroyed', 'destroyed']);
    },
  );

  it('removes nothing of a class without a term', async () => {
    const { id } = await site.contact({ at: daysAgo(4000) });
    await site.rule('staff', 1, 'day');
    const { lines } = await site.approve();
    expect(lines.find((line) => line.class === 'contact' && line.store === 'operative')).toMatchObject({
      due: 0,
      withoutTerm: 1,
    });
    expect(await site.retention.pass(new Date())).toEqual({ kind: 'idle' });
    expect(await site.count('operative', 'contact where id', id)).toBe(1);
  });

  it('removes nothing that has no start date, however old it is', async () => {
    const { id, fileId } = await site.contact({ at: daysAgo(400), open: true });
    await site.contact({ at: daysAgo(400) });
    await site.rule('contact', 10, 'day');
    expect(await site.approveAndRun()).toEqual({ kind: 'done', removed: 1 });
    expect([await site.count('operative', 'contact where id', id), await site.isThere(fileId)]).toEqual([1, true]);
  });

  it('goes by the rule of the queue before the general one', async () => {
    const [short, long] = [newId(), newId()];
    const [a, b, c] = [
      await site.contact({ at: daysAgo(20), queueId: short }),
      await site.contact({ at: daysAgo(20), queueId: long }),
      await site.contact({ at: daysAgo(20) }),
    ];
    await site.rule('contact', 30, 'day');
    await site.rule('contact', 10, 'day', short);
    await site.rule('contact', 2, 'year', long);
    await site.approveAndRun();
    const left = await Promise.all([a, b, c].map(({ id }) => site.count('operative', 'contact where id', id)));
    expect(left).toEqual([0, 1, 1]);
  });

  it('drops a month as a whole when all of it is past every term, in history as in operative', async () => {
    const [gone, stays] = [daysAgo(200), daysAgo(10)];
    const old = await site.contact({ at: gone, store: 'history' });
    await site.contact({ at: stays, store: 'history' });
    await site.contact({ at: gone });
    await site.rule('contact', 90, 'day');
    await site.approveAndRun();
    for (const store of ['operative', 'history'] as const) {
      const names = await months(store);
      expect(names.some((name) => name.endsWith(monthOf(gone)))).toBe(false);
      expect(names.some((name) => name.endsWith(monthOf(stays)))).toBe(true);
    }
    expect([await site.isThere(old.fileId), await site.keyState(old.customerOwner)]).toEqual([false, 'destroyed']);
    const [run] = await site.runs.list();
    expect(run?.lines.find(({ store }) => store === 'history')).toMatchObject({
      removed: 1,
      months: expect.any(Number) as number,
    });
    expect(run?.lines.find(({ store }) => store === 'history')?.months).toBeGreaterThan(0);
  });

  it('keeps held contacts whole when their month is dropped, and takes them in the first run after the release', async () => {
    const at = daysAgo(200);
    const [held, free] = [await site.contact({ at, store: 'history' }), await site.contact({ at, store: 'history' })];
    const hold = await site.hold(held.id);
    await site.rule('contact', 90, 'day');
    const { lines } = await site.approve();
    expect(lines.find((line) => line.class === 'contact' && line.store === 'history')).toMatchObject({
      due: 1,
      held: 1,
      holds: [{ hold: expect.stringMatching(/^HOLD-/) as string, rows: 1 }],
    });
    expect(await site.retention.pass(new Date())).toEqual({ kind: 'done', removed: 1 });
    const rows = (id: string) => site.count('history', 'closed_recording_segment where contact_id', id);
    expect([await rows(held.id), await rows(free.id)]).toEqual([1, 0]);
    expect([await site.isThere(held.fileId), await site.keyState(held.customerOwner)]).toEqual([true, 'active']);
    await site.release(hold);
    await site.approveAndRun();
    expect([await rows(held.id), await site.isThere(held.fileId)]).toEqual([0, false]);
  });

  it('keeps what came into a held queue after the hold was placed, within the period of the hold', async () => {
    const queueId = newId();
    await site.holdOn([{ kind: 'queue', keyId: queueId, from: daysAgo(100), to: daysAgo(30) }]);
    const [inside, outside] = [
      await site.contact({ at: daysAgo(50), queueId }),
      await site.contact({ at: daysAgo(20), queueId }),
    ];
    await site.rule('contact', 5, 'day');
    await site.approveAndRun();
    expect(await site.count('operative', 'contact where id', inside.id)).toBe(1);
    expect(await site.count('operative', 'contact where id', outside.id)).toBe(0);
  });

  it('takes recordings before their contact when they have a shorter term of their own', async () => {
    const { id, fileId, customerOwner } = await site.contact({ at: daysAgo(20) });
    await site.rule('contact', 2, 'year');
    await site.rule('recording', 10, 'day');
    await site.approveAndRun();
    const [recording] = await site.site.databases
      .of('operative')
      .rows<{ state: string }>('select state from recording where contact_id = $1', [id]);
    expect([recording?.state, await site.isThere(fileId), await site.keyState(customerOwner)]).toEqual([
      'removed',
      false,
      'active',
    ]);
  });

  it('takes a contact that an erasure has gone through before, and its mark with it', async () => {
    const { id } = await site.contact({ at: daysAgo(20) });
    const operative = site.site.databases.of('operative');
    await operative.rows('insert into erased_contact (contact_id, case_id) values ($1, $2)', [id, newId()]);
    await operative.rows('update contact set customer_owner = null, agent_owner = null where id = $1', [id]);
    await site.rule('contact', 10, 'day');
    expect(await site.approveAndRun()).toEqual({ kind: 'done', removed: 1 });
    expect(await site.count('operative', 'erased_contact where contact_id', id)).toBe(0);
  });

  it('finishes in the next run what was cut off in the middle', async () => {
    const made = [await site.contact({ at: daysAgo(20) }), await site.contact({ at: daysAgo(200), store: 'history' })];
    await site.rule('contact', 10, 'day');
    await site.approve();
    const remove = site.vault.remove.bind(site.vault);
    let left = 1;
    site.vault.remove = (fileId) => (left-- > 0 ? remove(fileId) : Promise.reject(new Error('cut off')));
    expect(await site.retention.pass(new Date())).toMatchObject({ kind: 'failed' });
    site.vault.remove = remove;
    expect(await site.retention.pass(new Date())).toMatchObject({ kind: 'done' });
    expect(await Promise.all(made.map(({ fileId }) => site.isThere(fileId)))).toEqual([false, false]);
    expect(await site.retention.pass(new Date())).toEqual({ kind: 'idle' });
  });

  it('keeps no other for the sake of one that cannot go, whether a month or a batch goes', async () => {
    const made = [];
    for (const days of [20, 21, 200, 201]) made.push(await site.contact({ at: daysAgo(days), store: 'history' }));
    const [bad] = made;
    await site.rule('contact', 10, 'day');
    await site.approve();
    const remove = site.vault.remove.bind(site.vault);
    site.vault.remove = (fileId) => (fileId === bad!.fileId ? Promise.reject(new Error('this one')) : remove(fileId));
    expect(await site.retention.pass(new Date())).toEqual({ kind: 'failed', removed: 3 });
    site.vault.remove = remove;
    expect(await site.retention.pass(new Date())).toEqual({ kind: 'done', removed: 1 });
  });

  it('says in a rehearsal how many go, how large they are, how old, and shows a few by id and time', async () => {
    await site.contact({ at: daysAgo(400) });
    const { id } = await site.contact({ at: daysAgo(500) });
    await site.contact({ at: daysAgo(1) });
    await site.rule('contact', 1, 'year');
    const rehearsal = await site.rehearse();
    const line = rehearsal.lines.find((one) => one.class === 'contact' && one.store === 'operative');
    expect(line).toMatchObject({ total: 3, due: 2, files: 2, octets: 2000 });
    expect(line?.samples[0]?.id).toBe(id);
    expect(line?.ages.reduce((sum, year) => sum + year.total, 0)).toBe(3);
    expect(dueOf(rehearsal)).toBe(2);
  });

  it('writes one audit entry and one watermark for each class and run', async () => {
    await site.contact({ at: daysAgo(20) });
    await site.contact({ at: daysAgo(21) });
    await site.rule('contact', 10, 'day');
    await site.approveAndRun();
    const operative = site.site.databases.of('operative');
    const audits = await operative.rows(`select count from audit_outbox where action = 'retention.remove'`);
    expect(audits).toEqual([{ count: 2 }]);
    expect(await operative.rows('select class, removed::int as removed from cleanup_log')).toEqual([
      { class: 'contact', removed: 2 },
    ]);
    const configuration = site.site.databases.of('configuration');
    expect(await configuration.rows(`select payload->>'removed' as removed from outbox where type = 'retention.ran.v1'`)).toEqual(
      [{ removed: '2' }],
    );
  });
});
