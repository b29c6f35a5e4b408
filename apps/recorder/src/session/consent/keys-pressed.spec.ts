import { KeysPressed } from './keys-pressed.js';

describe('keys that are reported in the media and by INFO', () => {
  const pressed = () => {
    const clock = { ms: 0 };
    return { clock, keys: new KeysPressed(() => clock.ms) };
  };

  it.each([
    ['media', 'info'],
    ['info', 'media'],
  ] as const)('are one press when %s is followed by %s', (first, second) => {
    const { keys, clock } = pressed();
    expect(keys.isNews('1', first)).toBe(true);
    clock.ms = 800;
    expect(keys.isNews('1', second)).toBe(false);
  });

  it('are two presses of the same way, of different keys, and after a while', () => {
    const { keys, clock } = pressed();
    expect([keys.isNews('1', 'media'), keys.isNews('1', 'media'), keys.isNews('2', 'info')]).toEqual([true, true, true]);
    clock.ms = 3000;
    expect(keys.isNews('2', 'media')).toBe(true);
  });

  it('are two presses when both were reported both ways', () => {
    const { keys } = pressed();
    const ways = ['media', 'info', 'media', 'info'] as const;
    expect(ways.map((way) => keys.isNews('*', way))).toEqual([true, false, true, false]);
  });
});
