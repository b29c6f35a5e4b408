import { keysArguments } from './keys-arguments.js';

describe('the words after "voxkeep keys"', () => {
  it('name a class, an age in days and a data directory', () => {
    expect(keysArguments(['--class', 'person', '--older-than', '30', '--data', '/srv/vk'])).toEqual({
      dataDirectory: '/srv/vk',
      ownerClass: 'person',
      olderThanDays: 30,
    });
  });

  it('mean every key made until now when no age is given', () => {
    expect(keysArguments(['--class', 'person']).olderThanDays).toBe(0);
  });

  it.each([['--older-than', 'week'], ['--older-than', '-1'], ['--unknown']])(
    'are refused when they mean nothing: %s',
    (...args) => {
      expect(() => keysArguments(args)).toThrow(expect.objectContaining({ code: 'keys.arguments' }) as Error);
    },
  );
});
