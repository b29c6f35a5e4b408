import { findTotpStep, newTotpSecret, totpAddress } from './totp.js';

/** The secret `12345678901234567890` of RFC 6238 appendix B in Base32; its codes there have eight digits, ours are the last six. */
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const at = (seconds: number) => new Date(seconds * 1000);

describe('a time-based code', () => {
  it.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
  ])('at %i s is that of RFC 6238 appendix B', async (seconds, code) => {
    expect(await findTotpStep(secret, code, at(seconds), null)).toBe(Math.floor(seconds / 30));
  });

  it('is taken one step late or early and not two', async () => {
    const steps = [59 - 60, 59 - 30, 59 + 30, 59 + 60].map((seconds) =>
      findTotpStep(secret, '287082', at(Math.max(seconds, 0) || 0), null),
    );
    expect(await Promise.all(steps)).toEqual([1, 1, 1, undefined]);
  });

  it('is not taken again, nor one before it', async () => {
    expect(await findTotpStep(secret, '287082', at(59), 1)).toBeUndefined();
    expect(await findTotpStep(secret, '287082', at(59), 2)).toBeUndefined();
  });

  it.each(['28708', '2870821', 'abcdef', '', ' 287082'])('that is not six digits is not taken: "%s"', async (code) => {
    expect(await findTotpStep(secret, code, at(59), null)).toBeUndefined();
  });

  it('comes from a secret of 160 random bits', () => {
    const made = newTotpSecret();
    expect(made).toMatch(/^[A-Z2-7]{32}$/);
    expect(newTotpSecret()).not.toBe(made);
  });

  it('is set up by an address that every app reads', () => {
    const address = new URL(totpAddress(secret, 'Voxkeep', 'anna'));
    expect([address.protocol, address.host, address.searchParams.get('secret'), address.searchParams.get('issuer')]).toEqual([
      'otpauth:',
      'totp',
      secret,
      'Voxkeep',
    ]);
  });
});
