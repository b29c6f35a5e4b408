import { newOneTimePassword } from './one-time-password.js';

describe('a one-time password', () => {
  it('is long enough for any rule and has no look-alikes', () => {
    expect(newOneTimePassword()).toMatch(/^([a-hjkmnp-z2-9]{5}-){3}[a-hjkmnp-z2-9]{5}$/);
  });

  it('differs each time', () => {
    expect(new Set(Array.from({ length: 100 }, newOneTimePassword)).size).toBe(100);
  });
});
