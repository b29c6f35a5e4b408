import { createHmac } from 'node:crypto';
import { blindIndex } from './blind-index.js';

const key = Buffer.alloc(32, 1);

describe('a blind index', () => {
  it('of a number is the first 16 bytes of its keyed hash', () => {
    const whole = createHmac('sha256', key).update('+3725551234').digest();
    expect(blindIndex(key, 'phone', '+3725551234')).toEqual(whole.subarray(0, 16));
  });

  it('differs under another key', () => {
    expect(blindIndex(Buffer.alloc(32, 2), 'phone', '+3725551234')).not.toEqual(blindIndex(key, 'phone', '+3725551234'));
  });

  it('of trailing digits is 10 bits in two bytes', () => {
    const tails = Array.from({ length: 1000 }, (_, n) => blindIndex(key, 'phone-tail', String(n).padStart(3, '0')));
    expect(tails.every((tail) => tail.length === 2 && tail.readUInt16BE() < 1024)).toBe(true);
    expect(new Set(tails.map((tail) => tail.readUInt16BE())).size).toBeGreaterThan(500);
  });
});
