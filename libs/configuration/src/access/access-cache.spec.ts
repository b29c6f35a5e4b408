import { AccessCache } from './access-cache.js';

function aCache() {
  const clock = { now: 0 };
  const reads = { count: 0 };
  const cache = new AccessCache<number>(1000, () => clock.now);
  const get = () => cache.get('key', () => Promise.resolve((reads.count += 1)));
  return { cache, clock, get };
}

describe('an answer about access', () => {
  it('is kept for a second and no longer', async () => {
    const { clock, get } = aCache();
    const first = await get();
    clock.now = 999;
    const second = await get();
    clock.now = 1000;
    expect([first, second, await get()]).toEqual([1, 1, 2]);
  });

  it('is forgotten when told to', async () => {
    const { cache, get } = aCache();
    await get();
    cache.forget();
    expect(await get()).toBe(2);
  });

  it('that was asked for before a change is not given to who asks after it', async () => {
    const { cache } = aCache();
    let answer: (value: number) => void = () => undefined;
    const before = cache.get('key', () => new Promise((resolve) => (answer = resolve)));
    cache.forget();
    const after = cache.get('key', () => Promise.resolve(2));
    answer(1);
    expect([await before, await after, await cache.get('key', () => Promise.resolve(3))]).toEqual([1, 2, 2]);
  });

  it('that failed is asked for again', async () => {
    const { cache, get } = aCache();
    await expect(cache.get('key', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
    expect(await get()).toBe(1);
  });
});
