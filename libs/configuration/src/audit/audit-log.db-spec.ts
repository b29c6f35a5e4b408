import { randomBytes } from 'node:crypto';
import { MerkleTree, findForgedEntry, verifyInclusion, verifyLog } from '@voxkeep/audit';
import { newId, sqlRefusal, type AuditRow } from '@voxkeep/platform';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { configurationEntities } from '../entities.js';
import { AuditLog } from './audit-log.js';
import { LogScan } from './log-scan.js';

let fresh: FreshDatabase;
let log: AuditLog;
beforeEach(async () => {
  fresh = await freshDatabase('configuration', configurationEntities);
  log = new AuditLog(fresh.database);
});
afterEach(() => fresh.drop());

const event = (more: Partial<AuditRow> = {}): AuditRow => ({
  id: '1',
  txid: '1',
  eventId: newId(),
  at: new Date('2026-11-22T10:00:00.123Z'),
  actor: 'system:recorder',
  action: 'recording.start',
  objectKind: 'recording',
  objectId: newId(),
  subjectRef: newId(),
  purpose: 'quality-check',
  columns: ['customer_number', 'with,comma'],
  count: 1,
  sealedDetail: null,
  salt: randomBytes(16),
  ...more,
});
const append = (...rows: readonly AuditRow[]) => fresh.database.transaction((t) => log.append(t, 'operative', rows));
const hashes = async () => {
  const all: Buffer[] = [];
  for await (const hash of log.leafHashes()) all.push(hash);
  return all;
};

describe('the audit log', () => {
  it('takes nothing before it has begun, and begins once', async () => {
    await expect(append(event())).rejects.toThrow('audit.not-begun');
    expect(await log.begin()).toHaveLength(32);
    expect(await log.begin()).toBeUndefined();
  });

  it('has the same root in batches as in one, and proves each event', async () => {
    await log.begin();
    const rows = Array.from({ length: 700 }, () => event());
    let state = await append(...rows.slice(0, 3));
    state = await append(...rows.slice(3, 600));
    state = await append(...rows.slice(600));
    const tree = new MerkleTree(await hashes());
    expect(state).toEqual({ size: 700, root: tree.root() });
    expect(verifyLog(await hashes(), state)).toMatchObject({ verdict: 'intact' });
    expect(
      verifyInclusion({ index: 311, size: 700, leafHash: (await hashes())[311]!, root: state.root }, tree.inclusionProof(311)),
    ).toBe(true);
    expect((await log.findTile('tile/0/001'))?.subarray(0, 32)).toEqual((await hashes())[256]);
  });

  it('can be verified from its columns alone, and shows an altered one', async () => {
    await log.begin();
    await append(
      event(),
      event({ columns: null, count: null, subjectRef: null, purpose: null, sealedDetail: randomBytes(40) }),
      event({ columns: [] }),
    );
    const altered = async () =>
      (await new LogScan(fresh.database).leaves(0, 3))
        .filter(({ leafHash, recomputed }) => !leafHash.equals(recomputed))
        .map(({ seq }) => seq);
    expect(await altered()).toEqual([]);
    await fresh.database.rows('alter table audit.leaf disable trigger user');
    await fresh.database.rows(`update audit.leaf set actor = 'somebody-else' where seq = 1`);
    expect(await altered()).toEqual([1]);
  });

  it('shows by the first key which entry was written again later', async () => {
    const key = (await log.begin())!;
    await append(event(), event(), event());
    const read = async () =>
      (await fresh.database.rows<{ leaf_hash: Buffer; mac: Buffer }>('select leaf_hash, mac from audit.leaf order by seq')).map(
        ({ leaf_hash, mac }) => ({ entry: leaf_hash, mac }),
      );
    expect(findForgedEntry(key, await read())).toBeUndefined();
    await fresh.database.rows('alter table audit.leaf disable trigger user');
    await fresh.database.rows(`update audit.leaf set leaf_hash = sha256('forged') where seq = 2`);
    expect(findForgedEntry(key, await read())).toBe(2);
  });

  it('refuses the same event twice, and every change', async () => {
    await log.begin();
    const once = event();
    await append(once);
    await expect(append(once)).rejects.toThrow();
    const refused = await fresh.database.rows('delete from audit.leaf').catch((thrown: unknown) => sqlRefusal(thrown));
    expect(refused).toMatchObject({ state: 'VK001', table: 'leaf' });
    expect(await log.size()).toBe(1);
  });

  it('is searched by who, what and whom, newest first, page by page', async () => {
    await log.begin();
    const [anna, contact] = [newId(), newId()];
    await append(
      event({ actor: anna, action: 'recording.listen', subjectRef: contact }),
      event(),
      event({ actor: anna, action: 'session.open' }),
    );
    expect((await log.search({ actor: anna })).map(({ action }) => action)).toEqual(['session.open', 'recording.listen']);
    expect(await log.search({ subject: contact, action: 'recording.listen' })).toMatchObject([
      { seq: 0, source: 'operative', columns: ['customer_number', 'with,comma'] },
    ]);
    expect((await log.search({ before: 1 })).map(({ seq }) => seq)).toEqual([0]);
  });

  it('keeps the latest checkpoint', async () => {
    await log.keepCheckpoint(3, 'note of three');
    await log.keepCheckpoint(12, 'note of twelve');
    await log.keepCheckpoint(12, 'another');
    expect(await log.latestCheckpoint()).toMatchObject({ size: 12, note: 'note of twelve' });
  });
});
