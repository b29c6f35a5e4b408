import { SuppressedIndexes } from '@voxkeep/configuration';
import { connectKeyring } from '@voxkeep/keyring';
import { Access } from '@voxkeep/personal-data';
import { Closure } from '../erasure/closure';
import { ErasureSite } from '../erasure/erasure-case.fixture';

const terms = { purpose: 'no-re-import', ground: 'agreed', days: 365 };

describe('numbers and addresses that are kept from coming in again', () => {
  let first: ErasureSite;
  let world: ErasureSite;
  let id: string;

  beforeAll(async () => {
    first = await ErasureSite.start();
  });
  beforeEach(async () => {
    world = await first.another();
    id = await world.open();
  });
  afterAll(() => first.site.stop());

  const set = (body: object = terms) => world.ask('POST', `cases/${id}/suppression`, body);
  const hers = () => [world.who.phone, world.who.email ?? 'no address'];
  const kept = () =>
    world.site.of('configuration').rows('select s::text as text from protection.suppression s where case_id = $1', [id]);
  /** Which of her two values are refused now, asked as an import asks. */
  const refused = async () => {
    const client = connectKeyring(world.site.keyring.socketOf('operations'), { watchDestructions: false });
    const access = Access.by({ actorId: 'system:seed', kind: 'system' }, { code: 'administration' });
    const audited = await world.site.of('directory').recordAccess(access, { action: 'role.seed', actor: 'system:seed' });
    const values = [...hers(), '+37259999999'];
    const indexes = await client.index(
      audited,
      values.map((value) => ({ kind: 'suppression', value })),
    );
    client.close();
    const found = await new SuppressedIndexes(world.site.of('configuration')).among(indexes);
    return values.filter((_, at) => found.has(indexes[at]?.toString('hex') ?? ''));
  };

  it('count once a second person has approved the erasure, and not before', async () => {
    await set();
    const before = await refused();
    await world.approve(id);
    expect([before, await refused()]).toEqual([[], hers()]);
  });

  it('stay refused when the person is erased, and nothing but fingerprints is kept', async () => {
    await set();
    await world.erase(id);
    const rows = await kept();
    expect([await refused(), rows.length]).toEqual([hers(), 3]);
    for (const value of world.her.values) expect(JSON.stringify(rows)).not.toContain(value);
  });

  it('stand on the certificate with their purpose, ground and end', async () => {
    await set();
    await world.erase(id);
    const { raw } = await world.ask('GET', `cases/${id}/certificate.json`);
    const { payload } = JSON.parse(raw.toString('utf8')) as { payload: Record<string, unknown> };
    expect(payload['suppression']).toEqual({
      fingerprints: 3,
      purpose: 'no-re-import',
      ground: 'agreed',
      until: expect.any(String) as string,
    });
  });

  it('are a part of the plan: setting them after the plan was looked at refuses its approval', async () => {
    const { planHash } = await world.preview(id);
    await set();
    const { status, body } = await world.ask('POST', `cases/${id}/approval`, { planHash }, 'deputy');
    expect([status, body['code']]).toEqual([409, 'plan.changed']);
  });

  it('cannot be added to an approved plan', async () => {
    await world.approve(id);
    expect((await set()).body['code']).toBe('suppression.approved');
  });

  it('are not kept without a ground', async () => {
    expect((await set({ purpose: 'no-calls', days: 10 })).status).toBe(422);
  });

  it('end by themselves when their term is over', async () => {
    await set();
    await world.erase(id);
    await world.site.app.get(Closure).endSuppressions(new Date(Date.now() + 366 * 24 * 3600_000));
    expect([await refused(), await kept()]).toEqual([[], []]);
  });

  it('end at once when the person takes the agreement back, with an entry in the audit trail', async () => {
    await set();
    await world.erase(id);
    const { status } = await world.ask('POST', `cases/${id}/suppression/end`, {});
    const entries = await world.site
      .of('configuration')
      .rows(`select 1 from audit_outbox where action = 'suppression.end' and object_id = $1`, [id]);
    expect([status, await refused(), entries.length]).toEqual([200, [], 1]);
  });
});
