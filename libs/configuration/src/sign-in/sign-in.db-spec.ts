import { Sealed } from '@voxkeep/personal-data';
import { hashSessionToken, newId } from '@voxkeep/platform';
import { generateSync } from 'otplib';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { AccessViews } from '../access/access-views.js';
import { aSite, oneTimePassword, program, quickPasswords } from '../configuration.fixture.js';
import { configurationEntities } from '../entities.js';
import { Credentials } from './credentials.js';
import { SecondFactors, type StoredFactor } from './second-factors.js';
import { Sessions } from './sessions.js';
import { SignInAttempts } from './sign-in-attempts.js';

let fresh: FreshDatabase;
let site: Awaited<ReturnType<typeof aSite>>;
let sessions: Sessions;
let views: AccessViews;
beforeEach(async () => {
  fresh = await freshDatabase('configuration', configurationEntities);
  site = await aSite(fresh.database);
  sessions = new Sessions(fresh.database);
  // Kept for an hour, so that only the notification can end what these tests see.
  views = new AccessViews(fresh.database, 3_600_000);
  await views.watch();
});
afterEach(async () => {
  await views.close();
  await fresh.drop();
});
const found = (token: string) => views.find(hashSessionToken(token));
/** Resolves when the cache has heard of a change that was made after this call. */
async function heard(): Promise<void> {
  await new Promise<void>((resolve) => {
    void fresh.database
      .listen('access', () => {
        resolve();
      })
      .then(() => fresh.database.rows(`select pg_notify('access', 'rights')`));
  });
}

describe('a session', () => {
  it('goes from stage to stage under a new token each time', async () => {
    const anna = await site.aUser();
    const opened = await sessions.open(anna, 'verify');
    expect(await found(opened.token)).toEqual({ sessionId: opened.sessionId, userId: anna, stage: 'verify' });
    const full = (await sessions.advance(opened.sessionId, 'verify', 'full'))!;
    await heard();
    expect(await found(opened.token)).toBeUndefined();
    expect(await found(full.token)).toMatchObject({ stage: 'full', signedInAt: expect.any(Date) as Date });
  });

  it('does not skip a stage, nor pass one twice', async () => {
    const { sessionId } = await sessions.open(await site.aUser(), 'verify');
    expect(await sessions.advance(sessionId, 'password', 'full')).toBeUndefined();
    const both = await Promise.all([
      sessions.advance(sessionId, 'verify', 'full'),
      sessions.advance(sessionId, 'verify', 'full'),
    ]);
    expect(both.filter((each) => each !== undefined)).toHaveLength(1);
  });

  it.each<[string, (userId: string, sessionId: string) => Promise<unknown>]>([
    ['logout', (_userId, sessionId) => sessions.end(sessionId, program)],
    ['disabling the account', (userId) => site.accounts.disable(userId, program)],
    ['removing the account', (userId) => site.accounts.remove(userId, program)],
    [
      'a new one-time password',
      (userId) => new Credentials(fresh.database, quickPasswords).reset(userId, oneTimePassword, program),
    ],
    ['a change of roles', (userId) => site.roles.addMember('agent', { kind: 'user', id: userId }, program)],
    ['the loss of the second factor', (userId) => new SecondFactors(fresh.database).remove(userId, program)],
  ])('ends at once by %s, in every process', async (_title, end) => {
    const anna = await site.aUser();
    const { sessionId, token } = await sessions.open(anna, 'full');
    expect(await found(token)).toBeDefined();
    await end(anna, sessionId);
    await heard();
    expect(await found(token)).toBeUndefined();
  });

  it('ends when it idles, and after its longest time', async () => {
    const anna = await site.aUser();
    const [idle, old] = [await sessions.open(anna, 'full'), await sessions.open(anna, 'full')];
    await fresh.database.rows(`update session set last_seen_at = now() - interval '61 minutes' where id = $1`, [idle.sessionId]);
    await fresh.database.rows(`update session set ends_at = now() - interval '1 second' where id = $1`, [old.sessionId]);
    expect([await found(idle.token), await found(old.token)]).toEqual([undefined, undefined]);
  });

  it('is kept alive by being used, once a minute at most', async () => {
    const { sessionId, token } = await sessions.open(await site.aUser(), 'full');
    const seen = async () =>
      (
        await fresh.database.rows<{ ago: number }>(
          'select extract(epoch from now() - last_seen_at)::float8 as ago from session where id = $1',
          [sessionId],
        )
      )[0]!.ago;
    await fresh.database.rows(`update session set last_seen_at = now() - interval '30 minutes' where id = $1`, [sessionId]);
    await found(token);
    expect(await seen()).toBeLessThan(5);
    await fresh.database.rows(`update session set last_seen_at = now() - interval '30 seconds' where id = $1`, [sessionId]);
    await fresh.database.rows('select access.touch_session($1)', [hashSessionToken(token)]);
    expect(await seen()).toBeGreaterThan(29);
  });
});

describe('rights in another process', () => {
  it('are seen at once when they change', async () => {
    const anna = await site.aUser();
    const allowed = async () => (await views.decide(anna, 'recording', 'listen-to-recording')).allowed;
    expect(await allowed()).toBe(false);
    await site.roles.addMember('supervisor', { kind: 'user', id: anna }, program);
    await heard();
    expect(await allowed()).toBe(true);
    await site.accounts.disable(anna, program);
    await heard();
    expect(await allowed()).toBe(false);
  });

  it('reach all objects or some of them', async () => {
    const [anna, bert, queue] = [await site.aUser('supervisor'), await site.aUser(), newId()];
    await site.rights.grant(
      {
        holder: { kind: 'user', id: bert },
        objectType: 'queue',
        objectId: queue,
        accessType: 'monitor',
        mayUse: true,
        mayGrant: false,
      },
      program,
    );
    expect([
      await views.reach(anna, 'queue', 'monitor'),
      await views.reach(bert, 'queue', 'monitor'),
      await views.reach(bert, 'queue', 'view'),
    ]).toEqual(['all', [queue], []]);
  });
});

describe('a password', () => {
  const credentials = () => new Credentials(fresh.database, quickPasswords);
  const own = 'quite another pass phrase';

  it('signs in, tells that it must be changed, and is changed', async () => {
    const anna = await site.aUser();
    const { login } = (await site.accounts.find(anna))!;
    expect(await credentials().verify(login.toUpperCase(), oneTimePassword)).toEqual({
      userId: anna,
      mustChangePassword: true,
      secondFactor: false,
    });
    expect(await credentials().change(anna, own, { secondFactor: false, sessionId: null })).toBeUndefined();
    expect(await credentials().verify(login, oneTimePassword)).toBeUndefined();
    expect(await credentials().verify(login, own)).toMatchObject({ mustChangePassword: false });
  });

  it('that is changed ends the other sessions and not this one', async () => {
    const anna = await site.aUser();
    const [here, there] = [await sessions.open(anna, 'full'), await sessions.open(anna, 'full')];
    await credentials().change(anna, own, { secondFactor: false, sessionId: here.sessionId });
    expect([await found(here.token), await found(there.token)]).toEqual([expect.objectContaining({ userId: anna }), undefined]);
  });

  it('is not replaced by itself, nor by a weak one', async () => {
    const anna = await site.aUser();
    expect(await credentials().change(anna, oneTimePassword, { secondFactor: false, sessionId: null })).toBe('unchanged');
    expect(await credentials().change(anna, 'short', { secondFactor: true, sessionId: null })).toBe('too-short');
  });

  it('of a disabled account does not sign in', async () => {
    const anna = await site.aUser();
    const { login } = (await site.accounts.find(anna))!;
    await site.accounts.disable(anna, program);
    expect(await credentials().verify(login, oneTimePassword)).toBeUndefined();
  });
});

describe('a second factor', () => {
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  const now = new Date('2026-11-22T10:00:10Z');
  const codeAt = (time: Date) => generateSync({ secret, epoch: Math.floor(time.getTime() / 1000) });
  const later = new Date(now.getTime() + 60_000);
  let factors: SecondFactors;
  let anna: string;
  let codes: readonly string[];
  let factor: StoredFactor;
  beforeEach(async () => {
    factors = new SecondFactors(fresh.database);
    anna = await site.aUser();
    const { personId } = (await site.accounts.find(anna))!;
    await factors.enrol({ id: newId(), userId: anna, personId, secret: new Sealed(Buffer.alloc(80, 7)) });
    codes = (await factors.confirm(anna, (await factors.find(anna, 'enrolling'))!, secret, codeAt(now), now))!;
    factor = (await factors.find(anna, 'confirmed'))!;
  });

  it('is not confirmed by a wrong code', async () => {
    await factors.enrol({ id: newId(), userId: anna, personId: factor.personId, secret: new Sealed(Buffer.alloc(80, 8)) });
    expect(await factors.confirm(anna, (await factors.find(anna, 'enrolling'))!, secret, '000000', now)).toBeUndefined();
  });

  it('takes a code once, also from two at the same time', async () => {
    const uses = await Promise.all([
      factors.use(factor, secret, codeAt(later), later),
      factors.use(factor, secret, codeAt(later), later),
    ]);
    expect(uses.sort()).toEqual([false, true]);
    expect(await factors.use((await factors.find(anna, 'confirmed'))!, secret, codeAt(later), later)).toBe(false);
  });

  it('does not take the code that confirmed it', async () => {
    expect(await factors.use(factor, secret, codeAt(now), now)).toBe(false);
  });

  it('is replaced by each of ten recovery codes once', async () => {
    expect(new Set(codes).size).toBe(10);
    const [code = ''] = codes;
    expect([await factors.useRecoveryCode(anna, code.toUpperCase()), await factors.useRecoveryCode(anna, code)]).toEqual([
      true,
      false,
    ]);
  });

  it('is removed by another person only', async () => {
    expect(await factors.remove(anna, anna)).toBe('needs-another-person');
    expect(await factors.remove(anna, program)).toBe('removed');
    expect(await factors.find(anna, 'confirmed')).toBeUndefined();
  });
});

describe('guessing', () => {
  const attempt = { login: 'anna', address: '192.0.2.1' };
  const clock = { now: new Date('2026-11-22T10:00:00Z') };
  const attempts = () => new SignInAttempts(fresh.database, () => clock.now);

  it('is slowed down after five attempts, also when they come at once', async () => {
    const limiter = attempts();
    const admissions = await Promise.all(Array.from({ length: 12 }, () => limiter.begin(attempt)));
    expect(admissions.filter(({ admitted }) => admitted)).toHaveLength(5);
    expect(await limiter.begin({ ...attempt, login: ' ANNA' })).toEqual({ admitted: false, waitSeconds: 1 });
  });

  it('is forgiven by a success', async () => {
    const limiter = attempts();
    for (let tries = 0; tries < 4; tries += 1) await limiter.begin(attempt);
    await limiter.succeeded(attempt);
    expect(await Promise.all(Array.from({ length: 5 }, () => limiter.begin(attempt)))).toEqual(
      Array.from({ length: 5 }, () => ({ admitted: true })),
    );
  });

  it('of one account from many addresses does not lock out its user', async () => {
    const limiter = attempts();
    await limiter.begin(attempt);
    await limiter.succeeded(attempt);
    for (let host = 10; host < 40; host += 1) await limiter.begin({ login: 'anna', address: `198.51.100.${host}` });
    expect(await limiter.begin({ login: 'anna', address: '203.0.113.9' })).toMatchObject({ admitted: false });
    expect(await limiter.begin(attempt)).toEqual({ admitted: true });
  });

  it('leaves no login and no address in the database', async () => {
    await attempts().begin(attempt);
    const [row] = await fresh.database.rows<{ text: string }>('select string_agg(l::text, $1) as text from sign_in_limit l', [
      '\n',
    ]);
    expect(row?.text).not.toMatch(/anna|192\.0\.2/);
  });
});
