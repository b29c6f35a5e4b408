import { verifyTlogProof } from '@voxkeep/audit';
import { Verifications } from '@voxkeep/configuration';
import { newId } from '@voxkeep/platform';
import { AuditSite } from './audit-site.fixture.js';

interface Row {
  readonly seq: number;
  readonly eventId: string;
  readonly actor: string;
}

describe('the audit trail', () => {
  let site: AuditSite;
  let reader: { readonly id: string; readonly cookie: string };
  const get = (path: string) => site.ask('GET', path, reader.cookie);
  const rows = async (path: string) => (await get(path)).body['items'] as readonly Row[];

  beforeEach(async () => {
    site = await AuditSite.start();
    reader = await site.account('Riina', ['audit-trail', 'view']);
  });
  afterEach(() => site.stop());

  it('is shown newest first, page by page, with what was done, to what, when, from where and why', async () => {
    await site.log(...Array.from({ length: 55 }, () => ({})), { purpose: 'training', columns: ['phone', 'name'], count: 2 });
    const first = await get('audit/events');
    expect((first.body['items'] as Row[]).map(({ seq }) => seq)).toEqual(Array.from({ length: 50 }, (_, n) => 55 - n));
    expect((first.body['items'] as Row[])[0]).toMatchObject({
      ...{ actor: 'system:recorder', action: 'recording.start', objectKind: 'recording', source: 'operative' },
      ...{ purpose: 'training', columns: ['phone', 'name'], count: 2, at: '2026-11-20T10:00:00.000Z', hasDetail: false },
    });
    const next = await get(`audit/events?before=${String(first.body['next'])}`);
    expect([(next.body['items'] as Row[]).length, next.body['next']]).toEqual([6, undefined]);
  });

  it('is filtered by time, actor, action, object, purpose, database and subject', async () => {
    const [anna, subject, object] = [newId(), newId(), newId()];
    await site.log({}, { actor: anna }, { action: 'contact.open', objectKind: 'contact' }, { subjectRef: subject });
    await site.log({ purpose: 'training' }, { objectId: object }, { at: new Date('2026-11-21T10:00:00.000Z') });
    const seqs = async (query: string) => (await rows(`audit/events?${query}`)).map(({ seq }) => seq);
    expect(await seqs(`actor=${anna}`)).toEqual([1]);
    expect(await seqs('action=contact.open')).toEqual([2]);
    expect(await seqs('objectKind=contact')).toEqual([2]);
    expect(await seqs(`subject=${subject}`)).toEqual([3]);
    expect(await seqs('purpose=training')).toEqual([4]);
    expect(await seqs(`objectKind=recording&objectId=${object}`)).toEqual([5]);
    expect(await seqs('from=2026-11-21T00:00:00Z')).toEqual([6]);
    expect(await seqs('source=history')).toEqual([]);
    expect((await get('audit/events?from=yesterday')).status).toBe(422);
    expect((await get('audit/vocabulary')).body).toEqual({
      actions: ['contact.open', 'recording.start'],
      objectKinds: ['contact', 'recording'],
    });
  });

  it('records its own reading, one event for a page with the number of events shown', async () => {
    await site.log({}, {}, {});
    await get('audit/events');
    await get('audit/events?action=no.such');
    expect(await site.waiting('audit.read')).toEqual([
      { actor: reader.id, count: 3 },
      { actor: reader.id, count: 0 },
    ]);
  });

  it('is open to nobody without the right, and is never written through the API', async () => {
    const other = await site.account('Olev', ['user', 'view']);
    for (const path of ['audit/events', 'audit/events.csv', 'audit/integrity', 'audit/listening', 'audit/vocabulary'])
      expect((await site.ask('GET', path, other.cookie)).status).toBe(403);
    expect((await site.ask('POST', 'audit/events', reader.cookie, {})).status).toBe(405);
  });

  it('opens names of accounts only to who may see users', async () => {
    const manager = await site.account('Mari', ['audit-trail', 'view'], ['user', 'view']);
    expect((await site.ask('POST', 'audit/names', reader.cookie, { ids: [manager.id] })).status).toBe(403);
    const named = await site.ask('POST', 'audit/names', manager.cookie, { ids: [reader.id] });
    expect(named.body).toEqual([{ id: reader.id, login: 'riina', displayName: 'Riina' }]);
    expect(await site.waiting('user.read-names')).toEqual([{ actor: manager.id, count: 1 }]);
    expect(JSON.stringify((await get('audit/events')).body)).not.toContain('Riina');
  });

  it('hands out the proof of an event, which holds without the appliance', async () => {
    const [eventId = ''] = await site.log({ action: 'recording.listen' }, {}, {});
    const proof = await get(`audit/events/${eventId}/proof`);
    expect(verifyTlogProof(proof.text, site.verifier)).toMatchObject({
      verdict: 'proven',
      index: 0,
      size: 3,
      event: { fields: { eventId } },
    });
    expect((await get(`audit/events/${newId()}/proof`)).status).toBe(404);
    expect(await site.waiting('audit.prove')).toHaveLength(1);
  });

  it('is exported as filtered, every event of it, with formulas made inert', async () => {
    await site.log(...Array.from({ length: 620 }, () => ({})), { action: 'contact.open', objectId: '=1+1' });
    const all = (await get('audit/events.csv')).text.trimEnd().split('\r\n');
    expect(all).toHaveLength(622);
    expect(all[0]).toContain('seq,at,actor,action');
    expect(all[1]).toContain(`'=1+1`);
    expect((await get('audit/events.csv?action=contact.open')).text.trimEnd().split('\r\n')).toHaveLength(2);
    expect(await site.waiting('audit.export')).toEqual([
      { actor: reader.id, count: 621 },
      { actor: reader.id, count: 1 },
    ]);
  });

  it('lists who heard which recording and why', async () => {
    const [anna, recording] = [newId(), newId()];
    await site.log({}, { action: 'recording.listen', actor: anna, objectId: recording, purpose: 'complaint' });
    const heard = await get('audit/listening');
    expect(heard.body['items']).toMatchObject([{ seq: 1, actor: anna, recordingId: recording, purpose: 'complaint' }]);
    expect(await site.waiting('audit.read-listenings')).toEqual([{ actor: reader.id, count: 1 }]);
  });

  it('says how far it is signed and verified, and what waits', async () => {
    await site.log({}, {});
    const result = { events: 2, verifiedTo: 2, witnessed: 1, authenticated: true, tookMs: 5, damages: {} };
    await new Verifications(site.configuration.database).keep(result);
    expect((await get('audit/integrity')).body).toMatchObject({
      events: 2,
      signed: { events: 2 },
      verification: result,
      waiting: [{ database: 'configuration', seconds: expect.any(Number) as unknown }],
    });
  });

  it('does not show the key of the next authentication code to this process', async () => {
    const { role } = site as unknown as { role: string };
    const [held] = await site.configuration.database.rows<{ may: boolean }>(
      `select has_table_privilege($1, 'audit.head', 'select') as may`,
      [role],
    );
    expect(held?.may).toBe(false);
  });
});

describe('a configurator whose audit cannot be written', () => {
  let site: AuditSite;
  let manager: { readonly id: string; readonly cookie: string };
  const user = { login: 'anna', displayName: 'Anna', roleCodes: [] };
  const make = async () => (await site.ask('POST', 'users', manager.cookie, user)).status;
  const made = async () => (await site.configuration.database.rows(`select 1 from user_account where login = 'anna'`)).length;

  beforeEach(async () => {
    site = await AuditSite.start();
    manager = await site.account('Mari', ['user', 'view'], ['user', 'create'], ['queue', 'view'], ['audit-trail', 'view']);
  });
  afterEach(() => site.stop());

  it('changes nothing', async () => {
    await site.configuration.database.rows('alter table audit_outbox add constraint ck_full check (false) not valid');
    expect([await make(), await made()]).toEqual([500, 0]);
    await site.configuration.database.rows('alter table audit_outbox drop constraint ck_full');
    expect([await make(), await made()]).toEqual([201, 1]);
  });

  it('answers 503 for what is personal once an audit row has waited for more than ten minutes, and goes on with the rest', async () => {
    const outbox = site.configuration.database;
    await outbox.rows('alter table audit_outbox disable trigger user');
    await outbox.rows(`update audit_outbox set at = now() - interval '11 minutes'`);
    const refused = await site.ask('GET', 'users', manager.cookie);
    expect([refused.status, refused.body['code']]).toEqual([503, 'audit.backlog']);
    expect([await make(), await made()]).toEqual([503, 0]);
    for (const path of ['session', 'queues', 'audit/events', 'audit/integrity'])
      expect((await site.ask('GET', path, manager.cookie)).status).toBe(200);
  });

  it('goes on when the waiting rows are younger, or are in the log already', async () => {
    const outbox = site.configuration.database;
    await outbox.rows('alter table audit_outbox disable trigger user');
    await outbox.rows(`update audit_outbox set at = now() - interval '11 minutes'`);
    await outbox.rows(
      `insert into outbox_cursor (consumer, source, txid, id) select 'audit-sequencer', 'configuration.audit', txid, id from audit_outbox order by txid desc, id desc limit 1`,
    );
    expect((await site.ask('GET', 'users', manager.cookie)).status).toBe(200);
  });
});
