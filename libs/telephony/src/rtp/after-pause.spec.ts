import { AfterPause } from './after-pause.js';

describe('what comes after a pause', () => {
  const packet = { marker: false, payloadType: 8, sequence: 1, timestamp: 0, ssrc: 7, payloadStart: 12, payloadEnd: 172 };
  const arrivals = (many: number, everyMs: number, waitedMs = 0) => {
    const after = new AfterPause();
    for (let n = 0; n < many; n += 1) {
      const more = { receivedAt: 1000 + n * everyMs, waitedMs, succession: 'unbroken' } as const;
      after.add({ packet, bytes: Buffer.alloc(172, n), ...more });
    }
    return after;
  };

  it('looks at each packet once, however many wait', () => {
    const many = 2000;
    let looks = 0;
    /** A moment that counts how often it is read. */
    const moment = (ms: number): number => ({ valueOf: () => ((looks += 1), ms) }) as unknown as number;
    const after = new AfterPause();
    for (let n = 0; n < many; n += 1)
      after.add({ packet, bytes: Buffer.alloc(172), receivedAt: moment(1000 + n * 0.01), waitedMs: 0, succession: 'unbroken' });
    for (let n = 0; n < many; n += 1) after.isDue(1100 + n * 0.01);
    // Each once, and with each question the first one twice and the next one; all of them each time are 500 times as many.
    expect(looks).toBeLessThanOrEqual(4 * many);
  });

  it('is copied', () => {
    const after = new AfterPause();
    const bytes = Buffer.alloc(172, 1);
    after.add({ packet, bytes, receivedAt: 0, waitedMs: 0, succession: 'unbroken' });
    bytes.fill(2);
    expect(after.take().arrivals[0]!.bytes[20]).toBe(1);
    expect(after.isEmpty).toBe(true);
  });

  it('came late as far as it is more than the time holds in which it may have come', () => {
    expect(arrivals(5, 20).take().late).toBe(0);
    expect(arrivals(5, 0).take().late).toBe(640);
    expect(arrivals(5, 0, 100).take().late).toBe(0);
    expect(arrivals(5, 0, 60).take().late).toBe(160);
  });

  it('is known after a tenth of a second', () => {
    expect([arrivals(5, 20).isDue(1099), arrivals(6, 20).isDue(1100)]).toEqual([false, true]);
  });

  it.each([10, 17])('is known after a second while more comes than the time holds, a packet every %d ms', (everyMs) => {
    const fast = arrivals(Math.ceil(1000 / everyMs), everyMs);
    expect([fast.isDue(1990), fast.isDue(2000), fast.take().late]).toEqual([false, true, Infinity]);
  });
});
