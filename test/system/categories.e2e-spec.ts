import type { http } from '@voxkeep/contracts';
import type { TestAppliance } from '../support/appliance.js';
import { call, closedContact, contactOf } from '../support/calls.js';
import { asSuperuser } from '../support/databases.js';
import { startFurnished } from '../support/furnished-site.js';
import { made, untilRecorderKnows, type Site } from '../support/site.js';
import { until } from '../support/until.js';
import { filesBelow } from '../support/vault.js';

const yes = { key: '1', on: 'customer', afterMs: 400 } as const;
/** Each caller calls once, so that what is stored of a call can be told apart. */
const heardOf = '+442079460311';
const leftOut = '+442079460322';

describe('categories that are switched off', () => {
  let appliance: TestAppliance;
  let site: Site;
  let withAll: http.ContactDetail;
  let without: http.ContactDetail;

  beforeAll(async () => {
    ({ appliance, site } = await startFurnished({ environment: { VOXKEEP_HISTORY_AFTER_HOURS: '24' } }));
    withAll = await placed(heardOf, 'with-all');
    await turn(false);
    without = await placed(leftOut, 'without');
  });
  afterAll(async () => {
    site.close();
    await appliance.end();
  });

  const turn = async (on: boolean) => {
    const place = { channel: null, queueId: site.queueId, on };
    const switches = (['contact-data-records', 'recordings', 'reporting-data'] as const).map((category) => ({
      category,
      ...place,
    }));
    await site.admin.client.demand('PUT', 'configurator/categories', { switches });
    await untilRecorderKnows(appliance, site);
  };
  const placed = async (number: string, sessionId: string): Promise<http.ContactDetail> => {
    await call(appliance, { customer: `tel:${number}`, sessionId, seed: 7, durationMs: 1500, digits: [yes] });
    return closedContact(site, await contactOf(appliance, sessionId));
  };
  const rowsOf = (database: string, sql: string, params: readonly unknown[] = []) =>
    asSuperuser(appliance, database, async (client) => (await client.query<Record<string, unknown>>(sql, [...params])).rows);
  const personalIn = async ({ id }: http.ContactDetail) => {
    const [contact] = await rowsOf(
      'operative',
      `select queue_id, customer_number, customer_name, attributes, customer_point_id, attribution from contact where id = $1`,
      [id],
    );
    const parties = await rowsOf('operative', 'select aor from contact_party where contact_id = $1 and aor is not null', [id]);
    return { ...contact, parties: parties.length };
  };

  it('are all on at first: the number, the voices and the agent are stored', async () => {
    await until('the call is attributed', async () => (await personalIn(withAll))['attribution' as never] === 'attributed');
    expect(await personalIn(withAll)).toMatchObject({ customer_number: expect.any(Buffer) as unknown, parties: 2 });
    expect(withAll.outcomes.map(({ outcome }) => outcome)).toEqual([expect.stringMatching(/^kept/)]);
    expect(withAll.recordings).toHaveLength(1);
  });

  it('leave a contact with its times and its queue, and no address of anybody', async () => {
    expect(without.closedAt).not.toBeNull();
    expect(await personalIn(without)).toEqual({
      queue_id: site.queueId,
      ...{ customer_number: null, customer_name: null, attributes: null, customer_point_id: null, attribution: 'none' },
      parties: 0,
    });
  });

  it('make no contact point of who called', async () => {
    expect(await rowsOf('directory', 'select id from contact_point')).toHaveLength(1);
  });

  it('record nothing, though the customer said yes', () => {
    expect(without.outcomes.map(({ outcome }) => outcome)).toEqual(['off']);
    expect(without.recordings).toEqual([]);
    // Two channels of the one call before.
    expect(filesBelow(`${appliance.data}/vault`)).toHaveLength(2);
  });

  it('count the contact without naming agent or customer', async () => {
    const fact = (id: string) =>
      rowsOf('reporting', 'select agent_user_id, customer_ref, closed_at from contact_fact where contact_id = $1', [id]);
    const [counted] = await until('the contact is counted', async () => {
      const found = await fact(without.id);
      return found[0]?.['closed_at'] ? found : undefined;
    });
    expect(counted).toMatchObject({ agent_user_id: null, customer_ref: null });
    expect((await fact(withAll.id))[0]?.['agent_user_id']).not.toBeNull();
  });

  it('are collected again when they are switched on', async () => {
    await turn(true);
    const again = await placed('+442079460333', 'on-again');
    expect(await personalIn(again)).toMatchObject({ customer_number: expect.any(Buffer) as unknown, parties: 2 });
  });

  it('write no entry into the directory where it is switched off for the site', async () => {
    const directory = { category: 'directory-information', channel: null, queueId: null };
    await site.admin.client.demand('PUT', 'configurator/categories', { switches: [{ ...directory, on: false }] });
    const entry = { fullName: 'Ilse Offland', phones: ['+442079460344'], emails: [] };
    const refused = await until('operations has learnt of it', async () => {
      const answer = await site.admin.client.post('operations/directory/entries', entry);
      return answer.status === 409 ? answer : undefined;
    });
    expect(refused.body).toMatchObject({ code: 'directory.switched-off' });
    await site.admin.client.demand('PUT', 'configurator/categories', { switches: [{ ...directory, on: true }] });
    await until('entries are taken again', async () =>
      Boolean(await made(site.admin.client, 'operations/directory/entries', entry).catch(() => undefined)),
    );
  });
});
