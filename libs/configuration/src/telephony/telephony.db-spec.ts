import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { TelephonyViews } from '../access/telephony-views.js';
import { Addresses } from '../accounts/addresses.js';
import { aSite, program } from '../configuration.fixture.js';
import { configurationEntities } from '../entities.js';
import { ConsentPolicies, Queues, RecordingPolicies, Trunks } from './keepers.js';

let fresh: FreshDatabase;
let views: TelephonyViews;
beforeAll(async () => {
  fresh = await freshDatabase('configuration', configurationEntities);
  views = new TelephonyViews(fresh.database, 0);
});
afterAll(() => fresh.drop());

const saved = (outcome: object): string => ('saved' in outcome ? String(outcome.saved) : fail(outcome));
const fail = (outcome: object): never => {
  throw new Error(JSON.stringify(outcome));
};
let networks = 0;
const trunk = (
  name: string,
  queueId: string | null,
  sourceNetworks = [`192.0.${(networks += 1)}.0/24`, `2001:db8::${networks}/128`],
) => ({
  name,
  sourceNetworks,
  transport: 'udp' as const,
  tlsIdentity: null,
  vendorProfile: 'rfc',
  customerIs: 'external-number' as const,
  ownNumberPrefixes: ['+3726'],
  region: 'EE',
  queueId,
  askedBeforeSeconds: null,
  contactKeyHeader: 'X-UCID',
  gate: 'receive' as const,
  metadataAllowed: [],
  acceptsUnmarked: true,
});

describe('trunks, queues and policies', () => {
  it('are read by the recorder as they were configured', async () => {
    const recording = saved(
      await new RecordingPolicies(fresh.database).create(
        {
          name: 'With consent',
          mode: 'only-with-consent',
          purpose: 'quality-check',
          onWithdrawal: 'destroy',
          tracks: ['customer', 'agent'],
        },
        program,
      ),
    );
    const consent = saved(
      await new ConsentPolicies(fresh.database).create(
        {
          name: 'By key',
          channel: 'voice',
          wordingVersion: 'en-3',
          acceptKey: '1',
          rejectKey: '2',
          withdrawalSequence: '*9',
          windowSeconds: 15,
          retries: 1,
          acceptStanding: false,
        },
        program,
      ),
    );
    const queue = saved(
      await new Queues(fresh.database).create(
        { name: 'Sales', channel: 'voice', recordingPolicyId: recording, consentPolicyId: consent },
        program,
      ),
    );
    const sbc = trunk('SBC', queue);
    const id = saved(await new Trunks(fresh.database).create(sbc, program));
    expect(await views.trunks()).toEqual([{ id, ...sbc }]);
    expect(await views.rulesOf(queue)).toEqual({
      queueId: queue,
      queueName: 'Sales',
      recording: {
        id: recording,
        mode: 'only-with-consent',
        purpose: 'quality-check',
        onWithdrawal: 'destroy',
        tracks: ['customer', 'agent'],
      },
      consent: {
        id: consent,
        wordingVersion: 'en-3',
        acceptKey: '1',
        rejectKey: '2',
        withdrawalSequence: '*9',
        windowSeconds: 15,
        retries: 1,
        acceptStanding: false,
      },
    });
  });

  it('tell of a changed trunk by an event and an audit entry in one transaction', async () => {
    const trunks = new Trunks(fresh.database);
    const id = saved(await trunks.create(trunk('Second', null), program));
    expect(await trunks.change(id, { gate: 'inactive' }, program)).toEqual({ saved: id });
    const told = await fresh.database.rows(
      `select (select count(*)::int from outbox where payload ->> 'trunkId' = $1) as events, (select array_agg(action order by id) from audit_outbox where object_id = $1) as audit`,
      [id],
    );
    expect(told).toEqual([{ events: 2, audit: ['trunk.create', 'trunk.modify'] }]);
  });

  it('refuse a name that is taken, and keep what is in use', async () => {
    const queues = new Queues(fresh.database);
    const none = { channel: 'voice' as const, recordingPolicyId: null, consentPolicyId: null };
    const support = saved(await queues.create({ ...none, name: 'Support' }, program));
    saved(await new Trunks(fresh.database).create(trunk('Third', support), program));
    expect(await queues.create({ ...none, name: 'Support' }, program)).toEqual({ refused: 'name-taken' });
    expect(await queues.remove(support, program)).toEqual({ refused: 'in-use' });
  });

  it('refuse a network that another trunk has, or that stands there twice, and take one within it', async () => {
    const trunks = new Trunks(fresh.database);
    const id = saved(await trunks.create(trunk('One', null, ['198.51.100.7']), program));
    const other = saved(await trunks.create(trunk('Two', null, ['198.51.100.0/24']), program));
    const same = ['198.51.100.7/32', '203.0.113.0/24'];
    expect(await trunks.create(trunk('Three', null, same), program)).toEqual({ refused: 'network-taken' });
    expect(await trunks.change(other, { sourceNetworks: same }, program)).toEqual({ refused: 'network-taken' });
    expect(await trunks.change(id, { sourceNetworks: same }, program)).toEqual({ saved: id });
    const twice = ['2001:db8:1::/64', '2001:0db8:1::/64'];
    expect(await trunks.create(trunk('Three', null, twice), program)).toEqual({ refused: 'network-twice' });
    expect((await trunks.find(other))?.sourceNetworks).toEqual(['198.51.100.0/24']);
    expect((await trunks.list()).map(({ name }) => name)).not.toContain('Three');
  });

  it('refuse of two that come at once with one network the second', async () => {
    const trunks = new Trunks(fresh.database);
    const outcomes = await Promise.all(
      ['Left', 'Right'].map((name) => trunks.create(trunk(name, null, ['203.0.114.0/24']), program)),
    );
    expect(outcomes.filter((outcome) => 'refused' in outcome)).toEqual([{ refused: 'network-taken' }]);
  });

  it('refuse a network that is none', async () => {
    await expect(
      new Trunks(fresh.database).create({ ...trunk('Wrong', null), sourceNetworks: ['anywhere'] }, program),
    ).rejects.toThrow();
  });
});

describe('an address', () => {
  it('belongs to the one user who has it at that time', async () => {
    const { aUser } = await aSite(fresh.database);
    const [anna, bert] = [await aUser(), await aUser()];
    const addresses = new Addresses(fresh.database);
    const [mine = ''] = await addresses.assign(anna, [{ kind: 'extension', value: ' 201 ' }], program);
    await fresh.database.rows(`update user_address set from_at = now() - interval '1 minute' where id = $1`, [mine]);
    const during = new Date(Date.now() - 30_000);
    await addresses.end(mine, program);
    await addresses.assign(bert, [{ kind: 'extension', value: '201' }], program);
    const after = new Date(Date.now() + 1000);
    const extension = (value: string) => ({ kind: 'extension', value }) as const;
    expect([await views.findUser([extension('201')], during), await views.findUser([extension('201')], after)]).toEqual([
      { found: 'one', userId: anna },
      { found: 'one', userId: bert },
    ]);
    await addresses.assign(anna, [extension('201')], program);
    expect([
      await views.findUser([extension('201')], new Date(Date.now() + 1000)),
      await views.findUser([extension('999')], after),
      await views.findUser([], after),
    ]).toEqual([{ found: 'several' }, { found: 'none' }, { found: 'none' }]);
  });

  it('names nobody together with one that names another', async () => {
    const { aUser } = await aSite(fresh.database);
    const [anna, bert] = [await aUser(), await aUser()];
    const addresses = new Addresses(fresh.database);
    const [hers, his] = [
      { kind: 'extension', value: '301' },
      { kind: 'aor', value: 'bert@pbx.example' },
    ] as const;
    await addresses.assign(anna, [hers, { kind: 'cti-id', value: 'anna' }], program);
    await addresses.assign(bert, [his], program);
    const after = new Date(Date.now() + 1000);
    const unknown = { kind: 'aor', value: 'anna@pbx.example' } as const;
    expect([
      await views.findUser([hers, { kind: 'cti-id', value: 'anna' }, unknown], after),
      await views.findUser([hers, his], after),
    ]).toEqual([{ found: 'one', userId: anna }, { found: 'several' }]);
  });
});
