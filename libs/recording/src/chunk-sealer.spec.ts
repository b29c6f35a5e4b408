import { randomBytes } from 'node:crypto';
import { chunkNonce } from './chunk-keys.js';
import { chunkBytes, chunkLimit, measureMessage, messageBytes } from './chunk-layout.js';
import { ChunkOpener, openMessage } from './chunk-opener.js';
import { ChunkSealer } from './chunk-sealer.js';

const key = randomBytes(32);
const context = Buffer.from('context');

const sealed = (full: number, rest: number) => {
  const sealer = ChunkSealer.begin(key, context);
  const chunks = Array.from({ length: full }, (_, index) => sealer.chunk(Buffer.alloc(chunkBytes, index)));
  return Buffer.concat([sealer.header, ...chunks, sealer.last(Buffer.alloc(rest, 99))]);
};

describe('a sealed message', () => {
  it.each([0, 1, 16_383, 16_384, 16_385, 40_000])('of %d octets has the length the layout says', (octets) => {
    const message = sealed(Math.floor(octets / chunkBytes), octets % chunkBytes);
    expect(message).toHaveLength(messageBytes(octets));
    expect(measureMessage(message.length)?.octets).toBe(octets);
    expect(openMessage(key, context, message)).toHaveLength(octets);
  });

  it('opens chunk by chunk in any order', () => {
    const message = sealed(3, 5);
    const opener = ChunkOpener.from(key, context, message.subarray(0, 56));
    expect(opener.open(2, message.subarray(56 + 2 * 16_400, 56 + 3 * 16_400), false)).toEqual(Buffer.alloc(chunkBytes, 2));
    expect(opener.open(3, message.subarray(56 + 3 * 16_400), true)).toEqual(Buffer.alloc(5, 99));
  });

  it('does not open a chunk at another place, nor the last one as a full one', () => {
    const message = sealed(2, 5);
    const opener = ChunkOpener.from(key, context, message.subarray(0, 56));
    expect(() => opener.open(0, message.subarray(56 + 16_400, 56 + 2 * 16_400), false)).toThrow('recording.chunk-refused');
    expect(() => opener.open(2, message.subarray(56 + 2 * 16_400), false)).toThrow('recording.chunk-refused');
  });

  it('opens nothing any more once its keys were let go', () => {
    const message = sealed(0, 5);
    const opener = ChunkOpener.from(key, context, message.subarray(0, 56));
    opener.release();
    expect(() => opener.open(0, message.subarray(56), true)).toThrow('recording.opener-released');
  });

  it('has a salt of its own each time', () => {
    expect(sealed(0, 5).subarray(0, 24)).not.toEqual(sealed(0, 5).subarray(0, 24));
  });
});

describe('the nonce of a chunk', () => {
  const base = Buffer.from('000102030405060708090a0b', 'hex');

  it('is the base XOR the number, past 32 bits too', () => {
    expect(chunkNonce(base, 0)).toEqual(base);
    expect(chunkNonce(base, 0xff).toString('hex')).toBe('000102030405060708090af4');
    expect(chunkNonce(base, 2 ** 32 + 1).toString('hex')).toBe('000102030405060608090a0a');
  });

  it('ends where the specification ends', () => {
    expect(() => chunkNonce(base, chunkLimit)).toThrow('recording.chunk-index');
    expect(() => chunkNonce(base, -1)).toThrow('recording.chunk-index');
  });
});
