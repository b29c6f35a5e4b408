import { Passwords, passwordCost } from './passwords.js';

const cheap = { memoryCost: 1024, timeCost: 2, parallelism: 1 };
const password = 'a long enough pass phrase';

describe('passwords', () => {
  it('are hashed with argon2id at the cost that is set', async () => {
    expect(await new Passwords().hash(password)).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$/);
    expect(passwordCost).toEqual({ memoryCost: 65536, timeCost: 3, parallelism: 1 });
  });

  it('fit their hash and no other', async () => {
    const passwords = new Passwords(cheap);
    const stored = await passwords.hash(password);
    expect(await passwords.check(password, stored)).toEqual({ fits: true });
    expect(await passwords.check(`${password}!`, stored)).toEqual({ fits: false });
  });

  it('fit whichever way their letters are composed', async () => {
    const passwords = new Passwords(cheap);
    expect(await passwords.check('pa\u0301rool ja veel midagi', await passwords.hash('p\u00e1rool ja veel midagi'))).toEqual({
      fits: true,
    });
  });

  it('are hashed again when the cost has risen', async () => {
    const stored = await new Passwords(cheap).hash(password);
    const check = await new Passwords({ ...cheap, timeCost: 3 }).check(password, stored);
    expect(check).toEqual({ fits: true, rehash: expect.stringContaining('t=3') as string });
  });

  it('do not fit an account that is not there, at the price of a hash', async () => {
    expect(await new Passwords(cheap).check(password, undefined)).toEqual({ fits: false });
  });

  it('are hashed two at a time, in the order of asking, and none is forgotten', async () => {
    const passwords = new Passwords(cheap);
    const hashes = await Promise.all(Array.from({ length: 9 }, () => passwords.hash(password)));
    expect(new Set(hashes).size).toBe(9);
  });
});
