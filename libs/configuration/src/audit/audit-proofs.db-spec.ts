import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { signCheckpoint, sha256, verifyGrowthProof, verifyTlogProof } from '@voxkeep/audit';
import { newId, type AuditRow } from '@voxkeep/platform';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { configurationEntities } from '../entities.js';
import { AuditLog } from './audit-log.js';
import { AuditProofs } from './audit-proofs.js';
import { AuditSearch } from './audit-search.js';
import { ListeningLog } from './listening-log.js';
import { Verifications } from './verifications.js';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const name = 'voxkeep/audit/test';
const verifier = { name, publicKey };

describe('the log in the database', () => {
  let fresh: FreshDatabase;
  let log: AuditLog;
  const event = (more: Partial<AuditRow> = {}): AuditRow => ({
    ...{ id: '1', txid: '1', eventId: newId(), at: new Date('2026-11-22T10:00:00.123Z'), actor: 'system:recorder' },
    ...{ action: 'recording.start', objectKind: 'recording', objectId: newId(), subjectRef: null, purpose: null },
    ...{ columns: ['number'], count: null, sealedDetail: null, salt: randomBytes(16) },
    ...more,
  });
  const append = async (...rows: readonly AuditRow[]) => {
    const { size, root } = await fresh.database.transaction((t) => log.append(t, 'operative', rows));
    await log.keepCheckpoint(size, signCheckpoint({ origin: name, size, root, extensions: [] }, { name, privateKey }));
    return size;
  };
  const latest = async () => (await log.latestCheckpoint())?.note ?? '';

  beforeEach(async () => {
    fresh = await freshDatabase('configuration', configurationEntities);
    log = new AuditLog(fresh.database);
    await log.begin();
  });
  afterEach(() => fresh.drop());

  it('proves each event to whoever has the public key and the text alone', async () => {
    const rows = Array.from({ length: 700 }, () => event());
    await append(...rows.slice(0, 3));
    await append(...rows.slice(3));
    const proofs = new AuditProofs(fresh.database);
    for (const seq of [0, 1, 2, 255, 256, 311, 511, 512, 698, 699]) {
      const found = await proofs.proveLeaf({ eventId: rows[seq]!.eventId });
      if (!('proof' in found)) throw new Error(found.refused);
      const verdict = verifyTlogProof(found.proof, verifier);
      expect(verdict).toMatchObject({
        verdict: 'proven',
        index: seq,
        size: 700,
        event: { fields: { eventId: rows[seq]!.eventId } },
      });
    }
  });

  it('binds what an event was sealed with into its proof by its hash', async () => {
    const payload = randomBytes(100);
    const objectId = newId();
    await append(event(), event({ action: 'erasure.certify', objectKind: 'case', objectId, sealedDetail: sha256(payload) }));
    const found = await new AuditProofs(fresh.database).proveLeaf({ action: 'erasure.certify', objectKind: 'case', objectId });
    if (!('proof' in found)) throw new Error(found.refused);
    expect(verifyTlogProof(found.proof, verifier)).toMatchObject({ event: { detailHash: sha256(sha256(payload)) } });
  });

  it('proves nothing that is not there or not signed for', async () => {
    const proofs = new AuditProofs(fresh.database);
    const row = event();
    await fresh.database.transaction((t) => log.append(t, 'operative', [row]));
    expect(await proofs.proveLeaf({ seq: 0 })).toEqual({ refused: 'pending' });
    expect(await proofs.proveLeaf({ eventId: newId() })).toEqual({ refused: 'unknown' });
    expect(await proofs.proveGrowth(1)).toBeUndefined();
  });

  it('proves that it only grew since an earlier signed state', async () => {
    await append(...Array.from({ length: 300 }, () => event()));
    const earlier = await latest();
    await append(...Array.from({ length: 300 }, () => event()));
    const proof = (await new AuditProofs(fresh.database).proveGrowth(300)) ?? '';
    expect(verifyGrowthProof(proof, earlier, verifier)).toBe(true);
    expect(verifyGrowthProof(proof, await latest(), verifier)).toBe(false);
  });

  it('lists who heard which recording, newest first, page by page', async () => {
    const [anna, recording, contact] = [newId(), newId(), newId()];
    const heard = { action: 'recording.listen', actor: anna, subjectRef: contact, purpose: 'training' };
    await append(event({ ...heard, objectId: recording }), event(), event({ ...heard, action: 'recording.download' }));
    const listenings = new ListeningLog(fresh.database);
    expect((await listenings.page({})).map(({ seq }) => seq)).toEqual([2, 0]);
    expect(await listenings.page({ before: 2 })).toMatchObject([
      { actor: anna, recordingId: recording, contactId: contact, purpose: 'training' },
    ]);
    expect(await listenings.page({ recordingId: newId() })).toEqual([]);
  });

  it('is searched by purpose and database, counted up to a bound, and knows its own codes', async () => {
    await append(event({ purpose: 'training' }), event(), event({ action: 'contact.open', objectKind: 'contact' }));
    const search = new AuditSearch(fresh.database);
    expect((await search.page({ purpose: 'training' })).map(({ seq }) => seq)).toEqual([0]);
    expect(await search.page({ source: 'history' })).toEqual([]);
    expect([await search.count({}, 2), await search.count({ source: 'operative' }, 9)]).toEqual([3, 3]);
    expect(await search.vocabulary()).toEqual({
      actions: ['contact.open', 'recording.start'],
      objectKinds: ['contact', 'recording'],
    });
    const pages: number[][] = [];
    for await (const page of search.pages({}, 2)) pages.push(page.map(({ seq }) => seq));
    expect(pages).toEqual([[2, 1], [0]]);
  });

  it('keeps what its verifications found', async () => {
    const kept = new Verifications(fresh.database);
    expect(await kept.latest()).toBeUndefined();
    const result = { events: 7, verifiedTo: 5, witnessed: 2, authenticated: true, tookMs: 12, damages: { 'event-edited': 1 } };
    await kept.keep({ ...result, damages: {} });
    await kept.keep(result);
    expect(await kept.latest()).toMatchObject(result);
  });
});
