import { ClosedContacts } from '@voxkeep/history';
import { ContactArchive, ErasedContacts, Recordings, UntoldEndings } from '@voxkeep/operative';
import { diagnostics, forgetSettings, newId } from '@voxkeep/platform';
import { keptLog } from '../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { Site } from '../site.fixture.js';
import { RecordingAssurance } from '../upkeep/recording-assurance.js';
import { Schedule } from '../upkeep/schedule.js';
import { archivedBefore } from './archived-before.js';
import { HistoryArchive } from './history-archive.js';

const by = 'system:recorder';
const hour = 3_600_000;

describe('the archive', () => {
  let site: Site;
  let history: ClosedContacts;
  let archive: HistoryArchive;
  beforeAll(async () => {
    site = await Site.open();
    history = new ClosedContacts(site.databases.of('history'));
    archive = new HistoryArchive(site.databases.of('operative'), new ContactArchive(site.databases.of('operative')), history);
  });
  afterAll(() => site.close());

  const openedAt = new Date(Date.now() - 5 * hour);
  const closedAt = new Date(Date.now() - 4 * hour);
  const ended = async (number = '+372 5123 4567', queueId = newId()) => {
    const id = await site.call({ number, queueId, openedAt });
    await site.contacts.close(id, closedAt, 'bye', by);
    await new Recordings(site.databases.of('operative')).recordOutcome(
      id,
      { part: 'agent', outcome: 'refused', at: closedAt },
      by,
    );
    await site.attribution().attributePending();
    return id;
  };
  const before = () => archivedBefore(new Date(), 3);
  const everyQueue = { scope: { queueIds: 'all', ownUserId: null }, limit: 50 } as const;

  it('moves a closed contact whole, so that the same search finds it in history and no longer in operative', async () => {
    const queueId = newId();
    const id = await ended('+372 5123 1001', queueId);
    const held = await site.contacts.get(id);
    await archive.move(before());
    const customerPointIds = [held?.customerPointId ?? ''];
    const found = await history.search({ ...everyQueue, customerPointIds, queueId });
    expect(found.items.map((contact) => contact.id)).toEqual([id]);
    expect((await history.get(id))?.customerNumber?.envelope).toEqual(held?.customerNumber?.envelope);
    expect((await site.contacts.search({ ...everyQueue, queueId })).items).toEqual([]);
  });

  it('leaves contacts that are live, that ended lately, and that still wait for their contact point', async () => {
    const live = await site.call({ openedAt });
    const lately = await site.call({ openedAt });
    await site.contacts.close(lately, new Date(Date.now() - 2 * hour), 'bye', by);
    const waiting = await site.call({ openedAt, number: '+372 5123 1002' });
    await site.contacts.close(waiting, closedAt, 'bye', by);
    await archive.move(before());
    for (const id of [live, lately, waiting]) expect(await site.contacts.get(id)).toBeDefined();
  });

  it('comes to the same end when it was killed between copy and removal', async () => {
    const id = await ended('+372 5123 1003');
    const taken = await new ContactArchive(site.databases.of('operative')).take(before(), 100);
    await history.receive(taken, by);
    await archive.move(before());
    expect(await site.contacts.get(id)).toBeUndefined();
    expect(await history.get(id)).toMatchObject({ id, outcomes: [{ outcome: 'refused' }] });
    expect(await archive.move(before())).toBe(0);
  });

  it('waits for an erasure that holds the contact, and keeps nothing of the person in its copy', async () => {
    const id = await ended('+372 5123 1004');
    const operative = site.databases.of('operative');
    let moved: Promise<number> | undefined;
    await operative.transaction(async (t) => {
      await t.rows('select pg_advisory_xact_lock(hashtextextended($1, 0))', [id]);
      moved = archive.move(before());
      await new ErasedContacts(operative).record([id], newId(), by);
      await t.rows('update contact set customer_number = null, customer_point_id = null where id = $1', [id]);
    });
    await moved;
    expect(await history.get(id)).toMatchObject({ customerNumber: null, customerPointId: null });
  });

  it('never takes a contact whose outcome may still come, however short the stay is set', () => {
    expect(archivedBefore(new Date('2026-11-22T10:00:00Z'), 0)).toEqual(new Date('2026-11-22T09:59:00Z'));
  });

  it('moves all others when one cannot be moved, and that one when it can', async () => {
    const [bad, good] = [await ended('+372 5123 1005'), await ended('+372 5123 1006')];
    await site.databases
      .of('history')
      .rows(`alter table closed_contact add constraint ck_damaged check (id <> '${bad}') not valid`);
    expect(await archive.move(before())).toBe(1);
    expect([await site.contacts.get(good), (await site.contacts.get(bad))?.id]).toEqual([undefined, bad]);
    await site.databases.of('history').rows('alter table closed_contact drop constraint ck_damaged');
    expect(await archive.move(before())).toBe(1);
    expect((await history.get(bad))?.id).toBe(bad);
  });

  it('goes on when assurance cannot, and leaves what has no outcome until it has one', async () => {
    process.env['VOXKEEP_HISTORY_AFTER_HOURS'] = '3';
    forgetSettings();
    const [told, untold] = [await ended('+372 5123 1007'), await site.call({ openedAt })];
    await site.contacts.close(untold, closedAt, 'bye', by);
    const broken = { assure: () => Promise.reject(new Error('broken')) } as unknown as RecordingAssurance;
    const [none, operative] = [undefined as never, site.databases.of('operative')];
    const scheduleWith = (assurance: RecordingAssurance) => new Schedule(archive, assurance, none, none, none);
    const log = keptLog();
    await scheduleWith(broken).archiveContacts();
    diagnostics.replace(undefined);
    expect(log.join()).toContain('recording.assurance-failed');
    expect([await site.contacts.get(told), (await site.contacts.get(untold))?.id]).toEqual([undefined, untold]);
    await scheduleWith(new RecordingAssurance(new UntoldEndings(operative))).archiveContacts();
    expect((await history.get(untold))?.outcomes).toHaveLength(1);
  });

  it('finds the outcome that assurance gives to a contact without one, exactly once', async () => {
    const id = await site.call({ openedAt });
    await site.contacts.close(id, closedAt, 'bye', by);
    const assurance = new RecordingAssurance(new UntoldEndings(site.databases.of('operative')));
    const assured = await assurance.assure(new Date());
    expect(assured).toBeGreaterThan(0);
    expect(await assurance.assure(new Date())).toBe(0);
    await archive.move(before());
    expect(await history.get(id)).toMatchObject({ outcomes: [{ outcome: 'failed', cause: 'interrupted' }] });
  });
});
