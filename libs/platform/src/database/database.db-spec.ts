import { domainEvent } from '@voxkeep/contracts';
import { emptyDatabase, freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { migrate, knownMigrations } from './migrator.js';
import { sqlRefusal } from './sql-error.js';

const contactId = '0193b0c0-0000-7000-8000-000000000001';
const at = '2026-11-22T10:00:00Z';
const opened = domainEvent('contact.opened.v1', { contactId, at, direction: 'inbound', trunkId: null, queueId: null });
const closed = domainEvent('contact.closed.v1', { contactId, at, openedAt: at });

describe('a database', () => {
  let operative: FreshDatabase;
  beforeAll(async () => {
    operative = await freshDatabase('monitoring');
  });
  afterAll(() => operative.drop());

  const count = async (table: 'outbox' | 'audit_outbox') =>
    (await operative.database.rows<{ n: number }>(`select count(*)::int as n from ${table}`))[0]?.n;

  it('keeps the event and the audit entry of a change that commits', async () => {
    await operative.database.transaction(async (t) => {
      await t.append(opened, closed);
      await t.audit({
        action: 'contact.open',
        actor: 'system:recorder',
        object: { kind: 'contact', id: 'c1' },
        columns: ['opened_at'],
        count: 1,
      });
    });
    expect(await operative.database.rows('select type, payload from outbox order by id')).toEqual([opened, closed]);
    expect(
      await operative.database.rows('select action, object_kind, columns, count, octet_length(salt) as salt from audit_outbox'),
    ).toEqual([{ action: 'contact.open', object_kind: 'contact', columns: ['opened_at'], count: 1, salt: 16 }]);
  });

  it('leaves neither event nor audit entry of a change that is rolled back', async () => {
    const before = [await count('outbox'), await count('audit_outbox')];
    const failing = operative.database.transaction(async (t) => {
      await t.append(closed);
      await t.audit({ action: 'contact.close', actor: 'system:recorder' });
      throw new Error('disk on fire');
    });
    await expect(failing).rejects.toThrow('disk on fire');
    expect([await count('outbox'), await count('audit_outbox')]).toEqual(before);
  });

  it.each(['update audit_outbox set actor = $$x$$', 'delete from audit_outbox', 'truncate audit_outbox'])(
    'refuses "%s" even to the owner',
    async (sql) => {
      await operative.database.transaction((t) => t.audit({ action: 'role.seed', actor: 'system:worker' }));
      const refusal = await operative.database.rows(sql).catch((error: unknown) => sqlRefusal(error));
      expect(refusal).toMatchObject({ state: 'VK001', table: 'audit_outbox' });
    },
  );

  it('lets an audit row go after 30 days, when the log holds it since long', async () => {
    await operative.database.rows(
      `insert into audit_outbox (event_id, at, actor, action, salt) values (gen_random_uuid(), now() - interval '31 days', 'system:worker', 'old', $1)`,
      [Buffer.alloc(16)],
    );
    expect(await operative.database.rows(`delete from audit_outbox where action = 'old' returning action`)).toEqual([
      { action: 'old' },
    ]);
  });

  it('tells a listener what a committed transaction notified, and nothing of one rolled back', async () => {
    const heard: string[] = [];
    let arrived: () => void = () => undefined;
    const second = new Promise<void>((resolve) => (arrived = resolve));
    const stop = await operative.database.listen('command', (payload) => {
      heard.push(payload);
      if (payload === 'id-2') arrived();
    });
    await operative.database
      .transaction(async (t) => {
        await t.notify('command', 'id-1');
        throw new Error('rolled back');
      })
      .catch(() => undefined);
    await operative.database.transaction((t) => t.notify('command', 'id-2'));
    await second;
    await stop();
    expect(heard).toEqual(['id-2']);
  });

  it('listens again after its connection was cut, and says so', async () => {
    let resumed: () => void = () => undefined;
    const again = new Promise<void>((resolve) => (resumed = resolve));
    let arrived: () => void = () => undefined;
    const heard = new Promise<void>((resolve) => (arrived = resolve));
    const stop = await operative.database.listen(
      'presence',
      () => {
        arrived();
      },
      () => {
        resumed();
      },
    );
    await operative.database.rows(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'voxkeep listen presence'`,
    );
    await again;
    await operative.database.transaction((t) => t.notify('presence', 'id'));
    await heard;
    await stop();
  });
});

describe('the migrator', () => {
  it('applies everything once, and nothing the second time', async () => {
    const empty = await emptyDatabase();
    const first = await migrate(empty.url, 'monitoring');
    const second = await migrate(empty.url, 'monitoring');
    await empty.drop();
    expect(first.applied).toEqual(knownMigrations('monitoring').map((file) => file.name));
    expect(second).toEqual({ ...first, applied: [] });
  });

  it('lets two processes run it at once', async () => {
    const empty = await emptyDatabase();
    const reports = await Promise.all([migrate(empty.url, 'monitoring'), migrate(empty.url, 'monitoring')]);
    await empty.drop();
    expect(reports.map((report) => report.applied.length).sort()).toEqual([0, knownMigrations('monitoring').length]);
  });
});
