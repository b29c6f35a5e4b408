import { join } from 'node:path';
import type { http } from '@voxkeep/contracts';
import { VaultStore } from '@voxkeep/platform';
import { ErasureSite } from './erasure-case.fixture';

describe('a recording in which the voices cannot be told apart', () => {
  let first: ErasureSite;
  let world: ErasureSite;
  let id: string;
  const contactId = () => world.her.contactIds[1] ?? '';

  beforeAll(async () => {
    first = await ErasureSite.start();
  });
  beforeEach(async () => {
    world = await first.another();
    await world.site.of('operative').rows('update recording set inseparable = true where contact_id = $1', [contactId()]);
    id = await world.open();
  });
  afterAll(() => first.site.stop());

  const item = async () => {
    const { reviews } = await world.preview(id);
    const found = reviews.find(({ because }) => because === 'inseparable');
    if (!found) throw new Error('nothing to review');
    return found;
  };
  const decide = async (decision: 'keep' | 'erase', reason: string | null = 'others-voice') => {
    const { database, table, rowId } = await item();
    return world.ask('POST', `cases/${id}/reviews`, { database, table, rowId, decision, reason });
  };
  const segments = () =>
    world.site
      .of('operative')
      .rows<{ owner: string }>('select owner from recording_segment where contact_id = $1', [contactId()]);
  const files = async () => {
    const vault = await VaultStore.create(join(world.site.directory, 'vault'));
    const file = await vault.openForRead(world.her.fileIds[1] ?? '');
    await file?.close();
    return file === undefined ? 0 : 1;
  };

  it('is flagged for review in the preview, undecided', async () => {
    expect(await item()).toMatchObject({ database: 'operative', table: 'recording', decision: null, reason: null });
  });

  it('goes with the person when nobody decides', async () => {
    await world.erase(id);
    expect([await segments(), await files()]).toEqual([[], 0]);
  });

  it('goes when it is decided that it goes', async () => {
    await decide('erase', null);
    await world.erase(id);
    expect([await segments(), await files(), (await world.detail(id)).state]).toEqual([[], 0, 'backup-pending']);
  });

  it('stays when it is kept, with its file and a restricted key, and the certificate says why', async () => {
    await decide('keep');
    await world.erase(id);
    const { raw } = await world.ask('GET', `cases/${id}/certificate.json`);
    const { payload } = JSON.parse(raw.toString('utf8')) as { payload: { databases: object[] } };
    const [segment] = await segments();
    const [state] = await world.site.keyringStates([{ ownerId: segment?.owner ?? '', ownerClass: 'contact-customer' }]);
    expect([await files(), state]).toEqual([1, 'held']);
    expect(payload.databases).toContainEqual(
      expect.objectContaining({ table: 'recording_segment', outcome: 'retained', reason: 'review', reference: 'others-voice' }),
    );
  });

  it('is not kept without a reason', async () => {
    const { status, body } = await decide('keep', null);
    expect([status, body['fields']]).toEqual([422, [{ path: 'reason', problem: 'required' }]]);
  });

  it('changes the plan when something is decided, so that an approval before counts no more', async () => {
    const { planHash } = await world.preview(id);
    const after = (await decide('keep')).body as unknown as http.ErasurePreview;
    const { status, body } = await world.ask('POST', `cases/${id}/approval`, { planHash }, 'deputy');
    expect([after.planHash === planHash, status, body['code']]).toEqual([false, 409, 'plan.changed']);
  });
});
