import { commonPasswords } from './common-passwords.js';
import { findPasswordFault } from './password-rules.js';

describe('a password', () => {
  it.each<[string, string, boolean, string | undefined]>([
    ['of fourteen characters is too short alone', 'fourteen chars', false, 'too-short'],
    ['of fifteen characters is long enough alone', 'fifteen charsss', false, undefined],
    ['of eight characters is long enough beside a second factor', 'ei8ht ch', true, undefined],
    ['of seven characters is too short beside a second factor', 'seven c', true, 'too-short'],
    ['counts characters, not bytes', 'õõõõõõõõ', false, 'too-short'],
    ['beyond 200 characters is too long', 'long enough '.repeat(20), false, 'too-long'],
    ['that is the login is refused', 'anna.maria.tamm', false, 'is-login'],
    ['that is the login with digits behind is refused', 'Anna.Maria.Tamm2026', false, 'is-login'],
    ['from the list is refused in any case', 'Password123', true, 'common'],
    ['from the list with signs behind is refused', 'passwordpassword2026!', false, 'common'],
    ['that repeats one piece is refused', 'abcabcabcabcabcabc', false, 'common'],
    ['needs no signs and no capitals', 'four plain words here', false, undefined],
  ])('%s', (_title, password, secondFactor, fault) => {
    expect(findPasswordFault(password, { login: 'anna.maria.tamm', secondFactor })).toBe(fault);
  });

  it('is compared with some two hundred or more common ones', () => {
    expect(commonPasswords.size).toBeGreaterThanOrEqual(200);
  });
});
