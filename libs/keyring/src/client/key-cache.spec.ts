import { KeyCache } from './key-cache.js';

const ownerId = '5b1c5f0e-4a52-4c0e-9b1b-2a3d4e5f6071';
const held = (id = ownerId) => ({
  ownerId: id,
  ownerClass: 'person' as const,
  epoch: 1,
  domain: 'identity' as const,
  key: Buffer.alloc(32, 1),
});
const zeros = Buffer.alloc(32);

describe('the cache of unwrapped keys', () => {
  let now = 0;
  const cache = (limit = 10) => {
    now = 0;
    return new KeyCache(60_000, limit, () => now);
  };

  it('finds a key for a minute and then overwrites it', () => {
    const keys = cache();
    const kept = held();
    keys.keep([kept], keys.generation);
    now = 59_999;
    expect(keys.find(ownerId, 'person', 'identity').map(({ key }) => key)).toEqual([kept.key]);
    now = 60_000;
    expect(keys.find(ownerId, 'person', 'identity')).toEqual([]);
    expect(kept.key).toEqual(zeros);
  });

  it('overwrites ended keys that nobody asks for again', () => {
    const keys = cache();
    const kept = held();
    keys.keep([kept], keys.generation);
    now = 60_000;
    keys.sweep();
    expect(kept.key).toEqual(zeros);
  });

  it('overwrites the oldest when there are too many', () => {
    const keys = cache(2);
    const all = ['a', 'b', 'c'].map(held);
    keys.keep(all, keys.generation);
    expect(keys.size).toBe(2);
    expect(all.map(({ key }) => key.equals(zeros))).toEqual([true, false, false]);
  });

  it('overwrites everything when it is cleared', () => {
    const keys = cache();
    const kept = held();
    keys.keep([kept], keys.generation);
    keys.clear();
    expect(keys.size).toBe(0);
    expect(kept.key).toEqual(zeros);
  });

  it('does not keep what was asked for before it was cleared', () => {
    const keys = cache();
    const { generation } = keys;
    keys.clear();
    const late = held();
    keys.keep([late], generation);
    expect(keys.size).toBe(0);
    expect(late.key).toEqual(zeros);
  });
});
