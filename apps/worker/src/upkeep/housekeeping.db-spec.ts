import { LiveContacts } from '@voxkeep/monitoring';
import { ConsentExpiry, ContactPartitions, Presences } from '@voxkeep/operative';
import { AnalyticsReferences } from '@voxkeep/reporting';
import { diagnostics, newId, type Database } from '@voxkeep/platform';
import { keptLog } from '../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { Site } from '../site.fixture.js';
import { EndedPresences } from './ended-presences.js';
import { Housekeeping } from './housekeeping.js';

const day = 24 * 3_600_000;

describe('the housekeeping', () => {
  let site: Site;
  let housekeeping: Housekeeping;
  beforeAll(async () => {
    site = await Site.open();
    housekeeping = new Housekeeping(site.databases, ...others());
  });
  afterAll(() => site.close());

  const others = () => {
    const { databases } = site;
    const [operative, live] = [databases.of('operative'), new LiveContacts(databases.of('monitoring'))];
    const references = new AnalyticsReferences(databases.of('reporting'));
    return [new ContactPartitions(operative), live, references, new ConsentExpiry(operative)] as const;
  };
  const events = () => site.databases.of('operative').rows('select 1 from outbox');
  const inTenDays = () => new Date(Date.now() + 10 * day);

  it('makes the tables of this month and the next three, once', async () => {
    const later = new Date(Date.now() + 400 * day);
    expect(await housekeeping.makePartitions(later)).toBe(4 * 8);
    expect(await housekeeping.makePartitions(later)).toBe(0);
  });

  it('keeps old events that a consumer has not read yet, and removes them when all have', async () => {
    const { attribution, monitoring, reporting } = site.relays().steps();
    await site.call();
    for (const step of [attribution, monitoring, reporting]) while ((await step()) > 0);
    await site.call();
    await monitoring();
    await housekeeping.trimOutboxes(inTenDays());
    expect(await events()).not.toEqual([]);
    for (const step of [attribution, reporting]) while ((await step()) > 0);
    await housekeeping.trimOutboxes(inTenDays());
    expect(await events()).toEqual([]);
  });

  it('trims the other outboxes though one of them cannot be trimmed, and tells that', async () => {
    const log = keptLog();
    const { databases } = site;
    const bad = { name: 'configuration', rows: () => Promise.reject(new Error('broken')) } as unknown as Database;
    const some = { of: databases.of.bind(databases), all: () => [bad, databases.of('operative')] };
    const trimming = new Housekeeping(some as unknown as typeof databases, ...others());
    await databases
      .of('operative')
      .rows(`insert into outbox (type, payload, at) values ('old', '{}', now() - interval '30 days')`);
    const isThere = () => databases.of('operative').rows(`select 1 from outbox where type = 'old'`);
    expect(await isThere()).toHaveLength(1);
    jest
      .spyOn(trimming as unknown as { isReadUntil(of: Database): Promise<boolean> }, 'isReadUntil')
      .mockImplementation((of) => (of === bad ? Promise.reject(new Error('broken')) : Promise.resolve(true)));
    await trimming.trimOutboxes(new Date());
    expect(await isThere()).toEqual([]);
    expect(log.filter((line) => line.includes('outbox.untrimmed'))).toHaveLength(1);
    diagnostics.replace(undefined);
  });

  it('ends the presence of a user who was removed, and of no other', async () => {
    const { databases } = site;
    const presences = new Presences(databases.of('operative'));
    const [stays, gone, unknown] = [newId(), newId(), newId()];
    for (const [id, state] of [
      [stays, 'active'],
      [gone, 'removed'],
    ] as const)
      await databases
        .of('configuration')
        .rows('insert into user_account (id, person_id, login, state) values ($1, $2, $3, $4)', [id, newId(), id, state]);
    for (const id of [stays, gone, unknown]) await presences.change(id, 'ready', new Date(), 'system:test');
    const ended = new EndedPresences(databases.of('configuration'), presences);
    expect([await ended.end(new Date()), await ended.end(new Date())]).toEqual([2, 0]);
    expect([...(await presences.current([stays, gone, unknown])).keys()]).toEqual([stays]);
  });

  it('forgets a live contact of which nothing was heard for a day', async () => {
    const id = await site.call();
    await site.relays().steps().monitoring();
    expect(await housekeeping.clearLive(new Date(Date.now() + 2 * day))).toBeGreaterThan(0);
    expect(await site.databases.of('monitoring').rows('select 1 from live_contact where contact_id = $1', [id])).toEqual([]);
  });
});
