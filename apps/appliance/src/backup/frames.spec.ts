import { Readable } from 'node:stream';
import fc from 'fast-check';
import { frame, jsonFrame, readFrames, type Frame } from './frames.js';

const inPieces = (bytes: Buffer, size: number): Readable =>
  Readable.from(Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size)));

const read = async (bytes: Buffer, size = 7): Promise<Frame[]> => {
  const frames: Frame[] = [];
  for await (const { kind, payload } of readFrames(inPieces(bytes, size))) frames.push({ kind, payload: Buffer.from(payload) });
  return frames;
};

describe('the frames of a dump', () => {
  it('come out as they went in, however the stream is cut', async () => {
    const payloads = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(payloads, fc.integer({ min: 1, max: 400 }), async (list, size) => {
        const sent = [...list.map((bytes) => frame('data', Buffer.from(bytes))), jsonFrame('over', {})];
        const found = await read(Buffer.concat(sent), size);
        expect(found.map(({ payload }) => payload.toString('hex'))).toEqual([
          ...list.map((bytes) => Buffer.from(bytes).toString('hex')),
          Buffer.from('{}').toString('hex'),
        ]);
      }),
    );
  });

  it('are refused when the stream ends before it says so', async () => {
    const whole = Buffer.concat([frame('data', Buffer.from('row')), jsonFrame('over', {})]);
    await expect(read(whole.subarray(0, -1))).rejects.toThrow('backup.not-a-dump');
    await expect(read(frame('data', Buffer.from('row')))).rejects.toThrow('backup.not-a-dump');
  });

  it('are refused when they are something else', async () => {
    await expect(read(Buffer.from('PGDMP and more'))).rejects.toThrow('backup.not-a-dump');
  });
});
