import { AuditLog, LogScan } from '@voxkeep/configuration';
import { Access, recordAccess } from '@voxkeep/personal-data';
import { newId } from '@voxkeep/platform';
import { Site } from '../site.fixture.js';
import { KeyringRows } from './keyring-rows.js';

describe('the keyring’s own audit rows', () => {
  let site: Site;
  let log: AuditLog;
  let rows: KeyringRows;
  const sizes: number[] = [];

  beforeEach(async () => {
    site = await Site.open();
    const configuration = site.databases.of('configuration');
    log = new AuditLog(configuration);
    await log.begin();
    rows = new KeyringRows(site.worker, configuration, log, ({ size }) => sizes.push(size));
  });
  afterEach(() => site.close());

  /** Has the keyring destroy keys, which it puts on record itself. */
  const destroyed = async () => {
    const owner = { ownerId: newId(), ownerClass: 'contact-customer' as const };
    (await site.recorder.mint([owner], ['contact'])).zero();
    const audited = await recordAccess(Access.by({ actorId: 'worker', kind: 'system' }, { code: 'retention' }), () =>
      Promise.resolve(),
    );
    await site.worker.retire(audited, newId(), [owner]);
  };
  const logged = () =>
    site.databases
      .of('configuration')
      .rows<{ action: string; source: string }>('select action, source from audit.leaf order by seq');
  const drained = async () => {
    let moved = 0;
    for (let batch = await rows.carry(); batch > 0; batch = await rows.carry()) moved += batch;
    return moved;
  };

  it('stand in the one log, once, in its tree like every other event', async () => {
    await destroyed();
    const first = await drained();
    expect(first).toBeGreaterThan(0);
    expect(await drained()).toBe(0);
    await destroyed();
    await drained();
    const leaves = await logged();
    expect(leaves.length).toBe(sizes.at(-1));
    expect(leaves.every(({ source }) => source === 'keyring')).toBe(true);
    for (const { leafHash, recomputed } of await new LogScan(site.databases.of('configuration')).leaves(0, 100))
      expect(recomputed).toEqual(leafHash);
  });

  it('are taken once when the process died before it told the keyring', async () => {
    await destroyed();
    const untold = Object.create(site.worker, {
      auditAcknowledge: { value: () => Promise.reject(new Error('gone')) },
    }) as typeof site.worker;
    const dying = new KeyringRows(untold, site.databases.of('configuration'), log, () => undefined);
    await expect(dying.carry()).rejects.toThrow('gone');
    const once = (await logged()).length;
    expect(await drained()).toBe(0);
    expect(await logged()).toHaveLength(once);
  });
});
