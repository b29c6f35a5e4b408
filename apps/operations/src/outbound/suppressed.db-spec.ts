import { randomUUID } from 'node:crypto';
import { Cases, Suppressions } from '@voxkeep/configuration';
import { Access } from '@voxkeep/personal-data';
import { newId } from '@voxkeep/platform';
import { OperationsSite } from '../operations-site.fixture.js';

const suppressed = { phone: '+37256001111', email: 'gone@example.com' };

describe('a number or address that must not come in again', () => {
  let site: OperationsSite;
  let as: string;

  beforeAll(async () => {
    site = await OperationsSite.start();
    const user = await site.user('outbound-administrator');
    await site.grant(user.id, 'directory-entry', 'manage');
    as = user.as;
    await suppress();
  });
  afterAll(() => site.stop());

  /** As the erasure of somebody leaves it: fingerprints under a case that a second person has approved. */
  const suppress = async () => {
    const { database } = site.databases.configuration;
    const [opener, approver] = [randomUUID(), randomUUID()];
    const subject = { personId: newId(), contactPointIds: [] };
    const id = await new Cases(database).open(
      { kind: 'erasure', subject, verification: { level: 2, method: 'document-seen' } },
      opener,
    );
    await database.rows(`update protection."case" set state = 'closed', approved_by = $2, approved_at = now() where id = $1`, [
      id,
      approver,
    ]);
    const access = Access.by({ actorId: 'system:seed', kind: 'system' }, { code: 'administration' });
    const audited = await site.databases.directory.database.recordAccess(access, { action: 'role.seed', actor: 'system:seed' });
    const terms = [suppressed.phone, suppressed.email].map((value) => ({ kind: 'suppression', value }) as const);
    const [phone = Buffer.alloc(0), email = Buffer.alloc(0)] = await site.keyring.index(audited, terms);
    const points = [
      { kind: 'phone', index: phone },
      { kind: 'email', index: email },
    ] as const;
    const until = new Date(Date.now() + 86_400_000);
    await new Suppressions(database).set(id, points, { purpose: 'no-re-import', ground: 'agreed', until }, opener);
  };
  const held = async () => (await site.databases.directory.database.rows('select 1 from contact_point')).length;

  it('is refused by an import with its line and column, and the other lines are taken', async () => {
    const made = await site.request('POST', 'campaigns', { as, body: { name: 'Autumn', queueId: null } });
    const { id } = (await made.json()) as { id: string };
    const text = [
      'first_name,phone1,phone3,email',
      'Gone,5600 2222,5600 1111,',
      'Gone,5600 3333,,Gone@Example.com',
      'Mari,5600 4444,,mari@example.com',
    ].join('\n');
    const form = new FormData();
    form.append('file', new Blob([text], { type: 'text/csv' }), 'list.csv');
    const answer = await site.request('POST', `campaigns/${id}/call-lists`, { as, form });
    expect(await answer.json()).toMatchObject({
      accepted: 1,
      rejected: [
        { line: 2, column: 'phone3', code: 'suppressed' },
        { line: 3, column: 'email', code: 'suppressed' },
      ],
    });
    expect(await held()).toBe(2);
  });

  it('is refused by the directory at its field, and leaves no contact point behind', async () => {
    const before = await held();
    const body = { fullName: 'Gone', phones: ['5600 5555', '5600 1111'], emails: [] };
    const answer = await site.request('POST', 'directory/entries', { as, body });
    expect([answer.status, await answer.json()]).toMatchObject([422, { fields: [{ path: 'phones.1', problem: 'suppressed' }] }]);
    expect(await held()).toBe(before);
  });
});
