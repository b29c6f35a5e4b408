import { domainEvent, type DomainEvent } from '@voxkeep/contracts';
import { Client } from 'pg';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { newId } from '../ids/ids.js';
import { OutboxRelay } from './outbox-relay.js';
import type { OutboxEvent } from './outbox-event.js';
import { readAuditOutbox, readOutbox } from './read-outbox.js';
import { renumberOutboxes } from './renumber-outboxes.js';
import { trimOutbox } from './trim-outbox.js';

const removed = (): DomainEvent<'user.removed.v1'> =>
  domainEvent('user.removed.v1', { userId: newId(), at: '2026-11-22T10:00:00Z' });
const userOf = (event: { payload: object }) => (event.payload as { userId: string }).userId;

describe('an outbox', () => {
  let source: FreshDatabase;
  let target: FreshDatabase;
  beforeEach(async () => {
    source = await freshDatabase('monitoring');
    target = await freshDatabase('reporting');
    await target.database.rows('create table seen (place bigint generated always as identity, user_id text not null)');
  });
  afterEach(() => Promise.all([source.drop(), target.drop()]));

  const write = (...events: readonly DomainEvent[]) => source.database.transaction((t) => t.append(...events));
  const keep = async (events: readonly OutboxEvent[], t: Parameters<Parameters<typeof readOutbox>[3]>[1]) => {
    for (const event of events) await t.rows('insert into seen (user_id) values ($1)', [userOf(event)]);
  };
  const carry = (batch = 500) => readOutbox(source.database, target.database, 'test', keep, { batch });
  const seen = async () =>
    (await target.database.rows<{ user_id: string }>('select user_id from seen order by place')).map((row) => row.user_id);

  it('is carried in order and once, batch by batch', async () => {
    const events = [removed(), removed(), removed()];
    await write(...events);
    expect([await carry(2), await carry(2), await carry(2)]).toEqual([2, 1, 0]);
    expect(await seen()).toEqual(events.map(userOf));
  });

  it('waits for a transaction that began earlier and commits later, and then skips nothing', async () => {
    const [late, early] = [removed(), removed()];
    const slow = new Client({ connectionString: source.url });
    await slow.connect();
    await slow.query('begin');
    await slow.query('insert into outbox (type, payload) values ($1, $2)', [late.type, late.payload]);
    await write(early);
    expect([await carry(), await seen()]).toEqual([0, []]);
    await slow.query('commit');
    await slow.end();
    expect(await carry()).toBe(2);
    expect(await seen()).toEqual([late, early].map(userOf));
  });

  it('has no effect and no progress when the consumer fails, and its full effect when it is tried again', async () => {
    const event = removed();
    await write(event);
    const failing = readOutbox(source.database, target.database, 'test', async (events, t) => {
      await keep(events, t);
      throw new Error('killed here');
    });
    await expect(failing).rejects.toThrow('killed here');
    expect(await seen()).toEqual([]);
    await carry();
    expect(await seen()).toEqual([userOf(event)]);
  });

  it('is carried once by two readers at the same time', async () => {
    await write(...Array.from({ length: 20 }, removed));
    const counts = await Promise.all([carry(), carry()]);
    expect([...counts].sort()).toEqual([0, 20]);
    expect((await seen()).length).toBe(20);
  });

  it('keeps a cursor of its own for each consumer', async () => {
    await write(removed());
    await carry();
    expect(await readOutbox(source.database, target.database, 'another', keep)).toBe(1);
  });

  it('wakes a relay, which carries what comes until it is stopped', async () => {
    const event = removed();
    let arrived: () => void = () => undefined;
    const carried = new Promise<void>((resolve) => (arrived = resolve));
    const step = async () => {
      const count = await carry();
      if (count > 0) arrived();
      return count;
    };
    const relay = new OutboxRelay({ source: source.database, consumer: 'test', channel: 'outbox', step, pollMs: 60_000 });
    relay.start();
    await write(event);
    await carried;
    await relay.stop();
    expect(await seen()).toEqual([userOf(event)]);
  });

  it('gives its audit entries to the sequencer in the same way', async () => {
    await source.database.transaction((t) =>
      t.audit({ action: 'queue.change', actor: 'system:worker', columns: ['name'], detail: Buffer.from('sealed') }),
    );
    const actions: string[] = [];
    const sequence = () =>
      readAuditOutbox(source.database, target.database, 'sequencer', (rows) => {
        actions.push(...rows.map((row) => `${row.action} ${row.columns?.join() ?? ''} ${row.sealedDetail?.toString() ?? ''}`));
        return Promise.resolve();
      });
    expect([await sequence(), await sequence(), actions]).toEqual([1, 0, ['queue.change name sealed']]);
  });

  it('is ordered by the number of the transaction, not by its digits', async () => {
    const [ninth, tenth] = [removed(), removed()];
    for (const [event, txid] of [
      [tenth, '10'],
      [ninth, '9'],
    ] as const) {
      await source.database.rows('insert into outbox (type, payload, txid) values ($1, $2, $3::xid8)', [
        event.type,
        event.payload,
        txid,
      ]);
    }
    expect([await carry(1), await carry(1), await carry(1)]).toEqual([1, 1, 0]);
    expect(await seen()).toEqual([ninth, tenth].map(userOf));
  });

  it('loses and repeats nothing after a restore into a cluster whose transactions count from the start', async () => {
    const [carried, waiting, fresh] = [removed(), removed(), removed()];
    const later = (event: DomainEvent, txid: string) =>
      source.database.rows('insert into outbox (type, payload, txid) values ($1, $2, $3::xid8)', [
        event.type,
        event.payload,
        txid,
      ]);
    await later(carried, '900000000001');
    await later(waiting, '900000000002');
    await target.database.rows(`insert into outbox_cursor values ('test', 'monitoring', '900000000001', 1)`);
    await renumberOutboxes([source.database, target.database]);
    await write(fresh);
    await carry();
    expect(await seen()).toEqual([waiting, fresh].map(userOf));
  });

  it('is trimmed of what is old', async () => {
    await write(removed(), removed());
    await source.database.rows(`update outbox set at = now() - interval '10 days' where id = 1`);
    expect(await trimOutbox(source.database, new Date(Date.now() - 86_400_000))).toBe(1);
    expect((await source.database.rows('select id from outbox')).length).toBe(1);
  });
});
