import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { asAdministrator } from '../../../../test/support/database';
import { DiagnosticsSite } from './diagnostics-site.fixture';
import { StreamSweeper } from './stream-sweeper';

const canary = '+37255501234';
const purpose = { code: 'technical-support' };

describe('the switch for communication events', () => {
  let site: DiagnosticsSite;
  let trunk: string;
  beforeAll(async () => {
    site = await DiagnosticsSite.start();
    trunk = await site.trunk();
  });
  afterAll(() => site.stop());

  const wanted = (more: object = {}) => ({
    scopeKind: 'trunk',
    scopeId: trunk,
    reason: 'Calls of Mari drop after ten seconds',
    ...more,
  });
  const request = async (more: object = {}) =>
    String((await site.ask('anna.admin', 'POST', 'diagnostic-grants', wanted(more))).body['id']);
  const opened = async (more: object = {}) => {
    const id = await request(more);
    const answer = await site.ask('bert.admin', 'POST', `diagnostic-grants/${id}/approval`);
    expect(answer.status).toBe(204);
    return id;
  };
  const audited = async (id: string) =>
    (
      await site.configuration.database.rows<{ action: string }>(
        'select action from audit_outbox where object_id = $1 order by id',
        [id],
      )
    ).map(({ action }) => action);
  const read = (id: string, by = 'bert.admin') => site.ask(by, 'POST', `diagnostic-grants/${id}/stream`, { purpose });

  it('is off: nothing of a call is written down, and the banner says nothing (R87)', async () => {
    await site.hear({ trunkId: trunk, contactId: 'aa0bba0e-9a0e-4d58-8a53-6b2c1b2d4a10' }, canary);
    const banner = await site.ask('carl.agent', 'GET', 'diagnostic-switch');
    expect([banner.body, readdirSync(site.folder).includes('streams')]).toEqual([{ open: 0, until: null }, false]);
  });

  it('opens for a scope and four hours when a second person approves, and only then', async () => {
    const id = await request();
    const alone = await site.ask('anna.admin', 'POST', `diagnostic-grants/${id}/approval`);
    await site.hear({ trunkId: trunk }, canary);
    const before = await site.ask('anna.admin', 'GET', `diagnostic-grants/${id}`);
    expect([alone.status, alone.body['code'], before.body['state'], before.body['files']]).toEqual([
      403,
      'diagnostic-grant.same-person',
      'requested',
      [],
    ]);
    await site.ask('bert.admin', 'POST', `diagnostic-grants/${id}/approval`);
    const after = (await site.ask('anna.admin', 'GET', `diagnostic-grants/${id}`)).body;
    const hours = (Date.parse(String(after['endsAt'])) - Date.parse(String(after['openedAt']))) / 3_600_000;
    expect([after['state'], after['requestedBy'], after['approvedBy'], hours]).toEqual(['open', 'anna.admin', 'bert.admin', 4]);
  });

  it('takes no more than 24 hours, no scope that is not there, and no request without a reason', async () => {
    const answers = await Promise.all(
      [{ minutes: 24 * 60 + 1 }, { scopeId: 'aa0bba0e-9a0e-4d58-8a53-6b2c1b2d4a10' }, { reason: 'x' }].map((more) =>
        site.ask('anna.admin', 'POST', 'diagnostic-grants', wanted(more)),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422]);
  });

  it('is not for who lacks the right', async () => {
    const answers = [
      await site.ask('carl.agent', 'POST', 'diagnostic-grants', wanted()),
      await site.ask('carl.agent', 'GET', 'diagnostic-grants'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403]);
  });

  it('cannot be stretched past a day, opened by one person or kept past 72 hours, even in the database', async () => {
    const id = await opened();
    const change = (set: string) =>
      site.configuration.database.rows(`update diagnostics.communication_grant set ${set} where id = $1`, [id]).then(
        () => 'done',
        () => 'refused',
      );
    const tried = [
      "ends_at = opened_at + interval '25 hours'",
      'approved_by = requested_by',
      "delete_at = ends_at + interval '73 hours'",
    ];
    expect(await Promise.all(tried.map(change))).toEqual(['refused', 'refused', 'refused']);
  });

  it('writes what it covers, sealed, shows it under a purpose, and leaves the reading on record', async () => {
    const contactId = 'ab0bba0e-9a0e-4d58-8a53-6b2c1b2d4a11';
    const id = await opened();
    await site.hear({ trunkId: trunk, contactId }, canary);
    const streams = join(site.folder, 'streams');
    const clear = readdirSync(streams).filter((name) => readFileSync(join(streams, name)).includes(canary));
    const without = await site.ask('bert.admin', 'POST', `diagnostic-grants/${id}/stream`, {});
    const { body } = await read(id);
    expect([clear, without.status, body['torn']]).toEqual([[], 422, 0]);
    expect(body['lines']).toEqual([
      expect.objectContaining({ event: 'test.heard', fields: { contact: contactId, number: canary } }),
    ]);
    expect(await audited(id)).toEqual([
      'communication-grant.request',
      'communication-grant.approve',
      'communication-grant.read-stream',
      'communication-grant.read-stream',
    ]);
    const looked = await site.configuration.database.rows(
      `select purpose from audit_outbox where action = 'communication-grant.read-stream' and subject_ref = $1`,
      [contactId],
    );
    expect(looked).toEqual([{ purpose: 'technical-support' }]);
  });

  it('knows a customer by a number that is stored nowhere in clear', async () => {
    const { personId, contactPointId } = await site.customer(canary);
    const choices = await site.ask('anna.admin', 'POST', 'diagnostic-grants/scope-choices', { personId });
    const id = await opened({ scopeKind: 'contact-point', scopeId: contactPointId });
    await site.hear(
      { trunkId: 'other', contactId: 'ac0bba0e-9a0e-4d58-8a53-6b2c1b2d4a12', numbers: ['+37255509999'] },
      '+37255509999',
    );
    await site.hear({ trunkId: 'other', contactId: 'ad0bba0e-9a0e-4d58-8a53-6b2c1b2d4a13', numbers: [canary] }, canary);
    const lines = (await read(id)).body['lines'] as { fields: { number: string } }[];
    expect([choices.body, lines.map(({ fields }) => fields.number)]).toEqual([
      [{ id: contactPointId, kind: 'phone', masked: '•••• 34' }],
      [canary],
    ]);
  });

  it('shows the reason to who decides, sealed in the database', async () => {
    const id = await request();
    const [row] = await site.configuration.database.rows<{ reason: Buffer }>(
      'select reason from diagnostics.communication_grant where id = $1',
      [id],
    );
    const { body } = await site.ask('bert.admin', 'GET', `diagnostic-grants/${id}`);
    expect([row!.reason.includes('Mari'), body['reason']]).toEqual([false, wanted().reason]);
    expect((await site.ask('bert.admin', 'POST', `diagnostic-grants/${id}/refusal`)).status).toBe(204);
  });

  it('ends by hand, and writes nothing afterwards', async () => {
    const id = await opened();
    await site.hear({ trunkId: trunk }, canary);
    await site.ask('anna.admin', 'POST', `diagnostic-grants/${id}/end`);
    await site.hear({ trunkId: trunk }, '+37255508888');
    const numbers = ((await read(id)).body['lines'] as { fields: { number: string } }[]).map(({ fields }) => fields.number);
    expect(numbers).toEqual([canary]);
  });

  it('names its contacts for personal-data reports, and destroys key, files, reason and names when their day has come', async () => {
    const contactId = 'ae0bba0e-9a0e-4d58-8a53-6b2c1b2d4a14';
    const id = await opened();
    await site.hear({ trunkId: trunk, contactId }, canary);
    const sweeper = site.get(StreamSweeper);
    await sweeper.sweep();
    const named = () =>
      site.configuration.database.rows('select contact_id from diagnostics.stream_contact where grant_id = $1', [id]);
    expect(await named()).toEqual([{ contact_id: contactId }]);
    await site.ask('anna.admin', 'POST', `diagnostic-grants/${id}/end`);
    await asAdministrator(() =>
      site.configuration.database.rows(`update diagnostics.communication_grant set delete_at = now() where id = $1`, [id]),
    );
    await sweeper.sweep();
    const after = await site.ask('anna.admin', 'GET', `diagnostic-grants/${id}`);
    expect(after.body).toMatchObject({ state: 'shredded', reason: null, files: [] });
    const gone = await read(id);
    const left = [...readdirSync(join(site.folder, 'keys')), ...readdirSync(join(site.folder, 'streams'))];
    expect([gone.status, await named(), left.filter((name) => name.startsWith(id))]).toEqual([410, [], []]);
  });

  it('is off after a restart, whatever was open (R87)', async () => {
    const id = await opened();
    await site.restart();
    const { body } = await site.ask('anna.admin', 'GET', `diagnostic-grants/${id}`);
    const banner = await site.ask('carl.agent', 'GET', 'diagnostic-switch');
    expect([body['state'], body['endReason'], banner.body['open']]).toEqual(['ended', 'restart', 0]);
    expect((await audited(id)).at(-2)).toBe('communication-grant.end');
  });
});
