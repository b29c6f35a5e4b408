import { tmpdir } from 'node:os';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Accounts, Passwords, configurationEntities, newAccountIds } from '@voxkeep/configuration';
import type { http } from '@voxkeep/contracts';
import { directoryEntities } from '@voxkeep/directory';
import { createApi, forgetSettings, sessionCookieName } from '@voxkeep/platform';
import { generate } from 'otplib';
import { freshDatabase, type FreshDatabase } from '../../../test/support/database';
import { startKeyring, type TestKeyring } from '../../../test/support/keyring';
import { ConfiguratorModule } from './configurator.module';

const login = 'installer';
const oneTimePassword = 'first-and-only-once';
const ownPassword = 'quiet harbour lantern';
/** What a hash costs in production is told by the unit test of the passwords; here each test signs in anew. */
const quickHash = { cost: { memoryCost: 1024, timeCost: 2, parallelism: 1 } };

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly cookie: string | undefined;
}

describe('the configurator', () => {
  let configuration: FreshDatabase;
  let directory: FreshDatabase;
  let keyring: TestKeyring;
  let app: NestFastifyApplication;

  const ask = async (
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    cookie?: string,
    body?: object,
  ): Promise<Answer> => {
    const answer = await app.inject({
      method,
      url: `/api/configurator/${path}`,
      headers: cookie === undefined ? {} : { cookie },
      ...(body && { payload: body }),
    });
    const set = answer.headers['set-cookie'] as string | undefined;
    return { status: answer.statusCode, body: answer.body ? answer.json() : {}, cookie: set?.split(';')[0] };
  };
  /** The code of the present time step, or of one that follows and is taken for clocks that differ; each is good once. */
  const codeOf = (secret: string, stepsAhead = 0): Promise<string> =>
    generate({ secret, epoch: Math.floor(Date.now() / 1000) + stepsAhead * 30 });
  const enrolled = async () => {
    const begun = await ask('POST', 'sign-in', undefined, { login, password: oneTimePassword });
    const changed = await ask('POST', 'sign-in/password', begun.cookie, { newPassword: ownPassword });
    const { body } = await ask('POST', 'sign-in/enrolment', changed.cookie, {});
    const secret = body['secret'] as string;
    const code = await codeOf(secret);
    return {
      secret,
      code,
      full: await ask('POST', 'sign-in/second-factor', changed.cookie, { code }),
      stages: [begun.body, changed.body],
    };
  };

  beforeEach(async () => {
    [configuration, directory, keyring] = await Promise.all([
      freshDatabase('configuration', configurationEntities),
      freshDatabase('directory', directoryEntities),
      startKeyring(),
    ]);
    Object.assign(process.env, {
      VOXKEEP_DATABASE_CONFIGURATION: configuration.url,
      VOXKEEP_DATABASE_DIRECTORY: directory.url,
      VOXKEEP_KEYRING_SOCKET: keyring.socketOf('configurator'),
      VOXKEEP_SOCKETS: tmpdir(),
    });
    forgetSettings();
    app = await createApi(ConfiguratorModule, { name: 'configurator' });
    Object.assign(app.get(Passwords), quickHash);
    const outcome = await app
      .get(Accounts)
      .createFirst({ ...newAccountIds(), login, displayName: null, oneTimePassword, roleCodes: ['system-administrator'] });
    if ('refused' in outcome) throw new Error(outcome.refused);
  });
  afterEach(async () => {
    await app.close();
    await Promise.all([keyring.stop(), configuration.drop(), directory.drop()]);
  });

  it('leads from the one-time password over an own one and a second factor to a full session', async () => {
    const { full, stages } = await enrolled();
    expect(stages).toEqual([{ stage: 'password' }, { stage: 'enrol' }]);
    expect(full.body).toMatchObject({ stage: 'full', recoveryCodes: expect.any(Array) as unknown });
    const session = await ask('GET', 'session', full.cookie);
    expect(session.body).toMatchObject({ stage: 'full', user: { login } });
    expect((session.body as unknown as http.SessionAnswer).rights.length).toBeGreaterThan(10);
  });

  it('changes the token at every step, so that one seen earlier opens nothing', async () => {
    const begun = await ask('POST', 'sign-in', undefined, { login, password: oneTimePassword });
    await ask('POST', 'sign-in/password', begun.cookie, { newPassword: ownPassword });
    expect((await ask('GET', 'session', begun.cookie)).status).toBe(401);
  });

  it('takes a code once', async () => {
    const { secret } = await enrolled();
    const again = async (code: string) => {
      const begun = await ask('POST', 'sign-in', undefined, { login, password: ownPassword });
      return (await ask('POST', 'sign-in/second-factor', begun.cookie, { code })).status;
    };
    const code = await codeOf(secret, 1);
    expect([await again(code), await again(code)]).toEqual([200, 401]);
  });

  it('answers a wrong password and an unknown login with the same bytes', async () => {
    const wrong = await ask('POST', 'sign-in', undefined, { login, password: 'not this one' });
    const unknown = await ask('POST', 'sign-in', undefined, { login: 'nobody', password: 'not this one' });
    expect([wrong.status, wrong.body]).toEqual([401, unknown.body]);
  });

  it('refuses a password that is common, and names the field', async () => {
    const begun = await ask('POST', 'sign-in', undefined, { login, password: oneTimePassword });
    const refused = await ask('POST', 'sign-in/password', begun.cookie, { newPassword: 'password123' });
    expect([refused.status, refused.body['fields']]).toEqual([422, [{ path: 'newPassword', problem: 'common' }]]);
  });

  it('opens nothing to a sign-in that is not finished', async () => {
    const begun = await ask('POST', 'sign-in', undefined, { login, password: oneTimePassword });
    expect((await ask('GET', 'users', begun.cookie)).status).toBe(401);
  });

  it('makes a user whose name is sealed, and shows it to whoever administers users', async () => {
    const { full } = await enrolled();
    const made = await ask('POST', 'users', full.cookie, { login: 'anna', displayName: 'Anna Kuusk', roleCodes: ['agent'] });
    expect([made.status, typeof made.body['oneTimePassword']]).toEqual([201, 'string']);
    const users = await ask('GET', 'users', full.cookie);
    expect(users.body).toContainEqual(expect.objectContaining({ login: 'anna', displayName: 'Anna Kuusk', roles: ['agent'] }));
    const stored = await configuration.database.rows<{ text: string }>(`select u::text as text from user_account u`);
    expect(stored.map(({ text }) => text).join()).not.toContain('Kuusk');
  });

  it('lists users though the sealed name of one was altered, and names its row and key', async () => {
    const { full } = await enrolled();
    const made = await ask('POST', 'users', full.cookie, { login: 'anna', displayName: 'Anna Kuusk', roleCodes: [] });
    await ask('POST', 'users', full.cookie, { login: 'berta', displayName: 'Berta Kask', roleCodes: [] });
    await configuration.database.rows(
      `update user_account set display_name = set_byte(display_name, 40, get_byte(display_name, 40) # 1) where login = 'anna'`,
    );
    const users = await ask('GET', 'users', full.cookie);
    expect(users.status).toBe(200);
    expect(users.body).toContainEqual(expect.objectContaining({ login: 'berta', displayName: 'Berta Kask' }));
    const fault = {
      reason: 'altered',
      table: 'configuration.user_account',
      column: 'display_name',
      row: made.body['id'],
      epoch: 1,
    };
    expect(users.body).toContainEqual(
      expect.objectContaining({ login: 'anna', displayName: 'anna', unreadable: [expect.objectContaining(fault)] }),
    );
  });

  it('keeps the language of the pages with the account, and takes only one that it speaks', async () => {
    const { full } = await enrolled();
    expect((await ask('GET', 'session', full.cookie)).body['language']).toBeNull();
    expect((await ask('PUT', 'session/language', full.cookie, { language: 'et' })).status).toBe(204);
    expect((await ask('PUT', 'session/language', full.cookie, { language: 'xx' })).status).toBe(422);
    expect((await ask('GET', 'session', full.cookie)).body['language']).toBe('et');
  });

  it('keeps a line about a user in the directory, and none where it is switched off for that user or the site', async () => {
    const { full } = await enrolled();
    const { body } = await ask('POST', 'users', full.cookie, { login: 'anna', displayName: 'Anna Kuusk', roleCodes: [] });
    const lines = async () => (await directory.database.rows(`select from directory_entry where source = 'user'`)).length;
    const turn = async (on: boolean) => (await ask('PUT', `users/${String(body['id'])}/directory`, full.cookie, { on })).body;
    expect(await lines()).toBe(1);
    expect([await turn(false), await lines()]).toEqual([{ on: false, site: true }, 0]);
    expect([await turn(true), await lines()]).toEqual([{ on: true, site: true }, 1]);
    const site = { category: 'directory-information', channel: null, queueId: null, on: false };
    const off = await ask('PUT', 'categories', full.cookie, { switches: [site] });
    expect(off.body).toMatchObject({ off: [{ category: 'directory-information', queueId: null }] });
    await ask('POST', 'users', full.cookie, { login: 'berta', displayName: 'Berta Kask', roleCodes: [] });
    expect(await lines()).toBe(1);
  });

  it('says which field of a trunk does not parse and keeps a good one', async () => {
    const { full } = await enrolled();
    const bad = await ask('POST', 'trunks', full.cookie, { name: 'Front SBC', sourceNetworks: ['not a network'] });
    const nowhere = await ask('POST', 'trunks', full.cookie, {
      name: 'Front SBC',
      sourceNetworks: ['192.0.2.0/24'],
      region: 'XX',
    });
    const good = await ask('POST', 'trunks', full.cookie, { name: 'Front SBC', sourceNetworks: ['192.0.2.0/24'] });
    expect([nowhere.status, nowhere.body]).toMatchObject([422, { fields: [{ path: 'region', problem: 'unknown' }] }]);
    expect([bad.status, bad.body['fields']]).toEqual([422, [{ path: 'sourceNetworks', problem: 'invalid_format' }]]);
    expect(good.body).toMatchObject({ name: 'Front SBC', sourceNetworks: ['192.0.2.0/24'] });
    expect((await ask('POST', 'trunks', full.cookie, { name: 'Front SBC', sourceNetworks: ['192.0.2.0/24'] })).status).toBe(409);
    const same = await ask('POST', 'trunks', full.cookie, { name: 'Other SBC', sourceNetworks: ['192.0.2.0/24'] });
    expect([same.status, same.body['fields']]).toEqual([422, [{ path: 'sourceNetworks', problem: 'network-taken' }]]);
  });

  it('ends the session on the server when somebody signs out', async () => {
    const { full } = await enrolled();
    const out = await ask('POST', 'sign-out', full.cookie, {});
    expect(out.cookie).toBe(`${sessionCookieName}=`);
    expect((await ask('GET', 'session', full.cookie)).status).toBe(401);
  });
});
