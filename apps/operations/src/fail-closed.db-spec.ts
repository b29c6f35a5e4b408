import { OperationsSite } from './operations-site.fixture.js';
import { aStoredContact } from './recorded-contact.fixture.js';

describe('operations that cannot put a read on record', () => {
  const phone = '+37251234545';
  let site: OperationsSite;
  let contact: string;
  let as: string;
  const outbox = () => site.databases.operative.database;
  const reveal = async () => {
    const answer = await site.request('POST', `contacts/${contact}/reveal`, { as, body: { purpose: { code: 'complaint' } } });
    return { status: answer.status, text: await answer.text() };
  };

  beforeEach(async () => {
    site = await OperationsSite.start();
    ({ as } = await site.user('supervisor'));
    ({ id: contact } = await aStoredContact(site, { phone }));
  });
  afterEach(() => site.stop());

  it('reveal nothing', async () => {
    await outbox().rows('alter table audit_outbox add constraint ck_full check (false) not valid');
    const refused = await reveal();
    expect([refused.status, refused.text.includes(phone)]).toEqual([500, false]);
    await outbox().rows('alter table audit_outbox drop constraint ck_full');
    expect(await reveal()).toMatchObject({ status: 200, text: expect.stringContaining(phone) as unknown });
  });

  it('reveal nothing while rows wait for the log for more than ten minutes', async () => {
    await outbox().rows('alter table audit_outbox disable trigger user');
    await outbox().rows(`update audit_outbox set at = now() - interval '11 minutes'`);
    const refused = await reveal();
    expect([refused.status, JSON.parse(refused.text)]).toMatchObject([503, { code: 'audit.backlog' }]);
  });
});
