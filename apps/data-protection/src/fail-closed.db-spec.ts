import { databaseNames } from '@voxkeep/contracts';
import { Site } from './data-protection.fixture';

describe('data protection that cannot put a look-up on record', () => {
  let site: Site;
  const find = () => site.ask('dpo', 'POST', 'find', { phone: '+37251234567', purpose: { code: 'data-subject-request' } });

  beforeEach(async () => {
    site = await Site.start();
    await site.appoint('dpo');
  });
  afterEach(() => site.stop());

  it('finds nobody', async () => {
    expect((await find()).status).toBeLessThan(300);
    for (const name of databaseNames)
      await site.of(name).rows('alter table audit_outbox add constraint ck_full check (false) not valid');
    const refused = await find();
    expect([refused.status, refused.body['found']]).toEqual([500, undefined]);
  });

  it('finds nobody while rows of any database wait for the log for more than ten minutes', async () => {
    await site
      .of('history')
      .rows(
        `insert into audit_outbox (event_id, at, actor, action, salt) values (gen_random_uuid(), now() - interval '11 minutes', 'system:test', 'contact.receive', decode(repeat('00', 16), 'hex'))`,
      );
    expect(await find()).toMatchObject({ status: 503, body: { code: 'audit.backlog' } });
  });
});
