import { CategorySwitches } from '@voxkeep/configuration';
import { domainEvent } from '@voxkeep/contracts';
import { LiveContacts, RecorderStandings as Standings, TrunkNotices, TrunkRefusals } from '@voxkeep/monitoring';
import { RecorderStandings, TrunkCounts, ErasedContacts, Recordings } from '@voxkeep/operative';
import { connectKeyring } from '@voxkeep/keyring';
import { newId } from '@voxkeep/platform';
import { Site } from '../site.fixture.js';

const by = 'system:recorder';

/** Resolves when a change of the live contacts has made it true. */
async function heardOf(live: LiveContacts, isTrue: () => Promise<boolean>): Promise<void> {
  let changed: () => void = () => undefined;
  const stop = await live.onChange(() => {
    changed();
  });
  try {
    for (;;) {
      const next = new Promise<void>((resolve) => {
        changed = resolve;
      });
      if (await isTrue()) return;
      await next;
    }
  } finally {
    await stop();
  }
}

describe('the relays', () => {
  let site: Site;
  beforeAll(async () => {
    site = await Site.open();
  });
  afterAll(() => site.close());

  const carryAll = async (relays = site.relays()) => {
    const steps = relays.steps();
    for (const step of [steps.attribution, steps.monitoring, steps.reporting]) while ((await step()) > 0);
  };
  const contact = (id: string) => site.contacts.get(id);
  const facts = (id: string) =>
    site.databases.of('reporting').rows<Record<string, unknown>>('select * from contact_fact where contact_id = $1', [id]);
  const rewind = async () => {
    for (const name of ['monitoring', 'reporting', 'directory'] as const)
      await site.databases.of(name).rows(`update outbox_cursor set txid = '0', id = 0`);
  };

  it('bring a contact into the live view, give it its contact point and make one fact of it', async () => {
    const id = await site.call({ number: '+372 5123 4567', queueId: newId() });
    await carryAll();
    expect(await contact(id)).toMatchObject({ attribution: 'attributed', customerPointId: expect.any(String) as unknown });
    expect(await site.databases.of('monitoring').rows('select 1 from live_contact where contact_id = $1', [id])).toHaveLength(1);
    expect(await facts(id)).toMatchObject([{ customer_ref: expect.any(String) as unknown }]);
  });

  it('have the same effect when every event comes a second time', async () => {
    const id = await site.call({ number: '+372 5123 0002', queueId: newId() });
    await site.contacts.close(id, new Date(), 'bye', by);
    await new Recordings(site.databases.of('operative')).recordOutcome(
      id,
      { part: 'agent', outcome: 'refused', at: new Date() },
      by,
    );
    await carryAll();
    const before = [await facts(id), await contact(id)];
    await rewind();
    await carryAll();
    expect([await facts(id), await contact(id)]).toEqual(before);
  });

  it('give two spellings of one number, also in one batch, one contact point', async () => {
    const ids = [await site.call({ number: '51230003' }), await site.call({ number: '+372 5123 0003' })];
    await carryAll();
    const [first, second] = await Promise.all(ids.map(contact));
    expect(first?.customerPointId).toBe(second?.customerPointId);
    expect(
      await site.databases.of('directory').rows('select 1 from contact_point where id = $1', [first?.customerPointId]),
    ).toHaveLength(1);
  });

  it.each([
    ['anonymous', 'withheld'],
    ['not a number', 'invalid'],
  ])('say why the caller "%s" has no contact point', async (number, attribution) => {
    const id = await site.call({ number });
    await carryAll();
    expect(await contact(id)).toMatchObject({ attribution, customerPointId: null });
  });

  it('give the others their contact point when the number of one was altered, or one cannot be attached', async () => {
    const operative = site.databases.of('operative');
    const altered = await site.call({ number: '+372 5123 0011' });
    const refused = await site.call({ number: '+372 5123 0012' });
    const whole = await site.call({ number: '+372 5123 0013' });
    await operative.rows(`update contact set customer_number = decode(repeat('ff', 60), 'hex') where id = $1`, [altered]);
    await operative.rows(
      `alter table contact add constraint ck_damaged check (id <> '${refused}' or attribution = 'pending') not valid`,
    );
    await carryAll();
    const attributions = await Promise.all([altered, refused, whole].map(async (id) => (await contact(id))?.attribution));
    expect(attributions).toEqual(['none', 'pending', 'attributed']);
    await operative.rows('alter table contact drop constraint ck_damaged');
    await carryAll();
    expect(await contact(refused)).toMatchObject({ attribution: 'attributed' });
  });

  it('leave an erased contact without a contact point, and make none of its number', async () => {
    const id = await site.call({ number: '+372 5123 0005' });
    await new ErasedContacts(site.databases.of('operative')).record([id], newId(), by);
    const points = () => site.databases.of('directory').rows('select 1 from contact_point');
    const before = (await points()).length;
    await carryAll();
    expect(await contact(id)).toMatchObject({ attribution: 'none', customerPointId: null });
    expect(await points()).toHaveLength(before);
  });

  it('count the codecs that a trunk offered in vain, and what else was noticed of it', async () => {
    const trunkId = newId();
    const counts = new TrunkCounts(site.databases.of('operative'));
    for (const calls of [3, 11])
      await counts.tell([{ trunkId, codec: 'G729', reason: 'codec-not-storable', times: calls }], new Date());
    await counts.tell([{ trunkId, notice: 'not-marked', times: 2 }], new Date());
    await carryAll();
    const counted = await new TrunkRefusals(site.databases.of('monitoring')).listOf(trunkId, new Date());
    expect(counted).toMatchObject([{ codec: 'G729', calls: 14 }]);
    const noticed = await new TrunkNotices(site.databases.of('monitoring')).listOf(trunkId, new Date());
    expect(noticed).toMatchObject([{ notice: 'not-marked', times: 2 }]);
  });

  it('carry that a recorder takes no calls, since when and why, until it takes them again', async () => {
    const told = new RecorderStandings(site.databases.of('operative'));
    const shown = new Standings(site.databases.of('monitoring'));
    const [since, later] = [new Date('2026-11-30T10:00:00Z'), new Date('2026-11-30T10:00:05Z')];
    await told.tell('recorder-1', 'vault.unreachable', since);
    await told.tell('recorder-1', 'vault.unmarked', later);
    await carryAll();
    expect(await shown.refusing()).toEqual([{ recorder: 'recorder-1', trouble: 'vault.unmarked', since }]);
    await told.tell('recorder-1', null, later);
    await carryAll();
    expect(await shown.refusing()).toEqual([]);
  });

  it('carry what is wrong with a running call to those who watch, woken by the event itself', async () => {
    const contactId = await site.call({ queueId: newId() });
    const live = new LiveContacts(site.databases.of('monitoring'));
    const alarms = () => live.alarmsOf([contactId]);
    const relays = site.relays();
    relays.onApplicationBootstrap();
    const raised = {
      contactId,
      at: new Date().toISOString(),
      alarm: 'silent-party',
      channel: 'customer',
      state: 'raised',
    } as const;
    await site.databases.of('operative').transaction((t) => t.append(domainEvent('recording.alarm.v1', raised)));
    await heardOf(live, async () => (await alarms()).length > 0);
    expect(await alarms()).toMatchObject([{ alarm: 'silent-party', channel: 'customer' }]);
    await relays.beforeApplicationShutdown();
  });

  it('name the agent of a contact that began before reports were switched off, however late they carry it, and of no later one', async () => {
    const switches = new CategorySwitches(site.databases.of('configuration'));
    const turn = (on: boolean) =>
      switches.set([{ category: 'reporting-data', channel: null, queueId: null, userId: null, on }], by);
    const answered = async () => {
      const [id, userId] = [await site.call({ queueId: newId() }), newId()];
      await site.contacts.addParty(id, { id: newId(), role: 'agent', userId, aor: null, label: null, at: new Date() }, by);
      return { id, userId };
    };
    const before = await answered();
    await turn(false);
    const after = await answered();
    await carryAll();
    await turn(true);
    expect([await facts(before.id), await facts(after.id)]).toMatchObject([
      [{ agent_user_id: before.userId }],
      [{ agent_user_id: null }],
    ]);
  });

  it('keep their place while the keyring is away, and go on when it is back', async () => {
    const id = await site.call({ number: '+372 5123 0006' });
    const away = connectKeyring('/nowhere/worker.sock', { watchDestructions: false });
    await expect(site.relays(away).steps().attribution()).rejects.toMatchObject({ code: 'keyring.unreachable' });
    away.close();
    expect(await contact(id)).toMatchObject({ attribution: 'pending' });
    await carryAll();
    expect(await contact(id)).toMatchObject({ attribution: 'attributed' });
  });
});
