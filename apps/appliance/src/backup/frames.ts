import { VoxkeepError } from '@voxkeep/contracts';

/** `head`: the shape of the database. `table` begins a table, `data` are bytes of its COPY, `end` closes it, `over` the whole. */
export type FrameKind = 'head' | 'table' | 'data' | 'end' | 'over';

export interface Frame {
  readonly kind: FrameKind;
  readonly payload: Buffer;
}

const letters: Readonly<Record<FrameKind, number>> = { head: 0x48, table: 0x54, data: 0x44, end: 0x45, over: 0x4f };
const kinds = new Map(Object.entries(letters).map(([kind, letter]) => [letter, kind as FrameKind]));
const headerBytes = 5;
const longestFrame = 16 * 2 ** 20;

/** One letter, the length of the payload in four bytes (big-endian), the payload. */
export function frame(kind: FrameKind, payload: Buffer): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt8(letters[kind]);
  header.writeUInt32BE(payload.length, 1);
  return Buffer.concat([header, payload]);
}

/** A frame whose payload is JSON. */
export function jsonFrame(kind: FrameKind, value: unknown): Buffer {
  return frame(kind, Buffer.from(JSON.stringify(value)));
}

/** Takes a stream apart into its frames. Throws `backup.not-a-dump`, also for one that ends before `over`. */
export async function* readFrames(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Frame> {
  let rest = Buffer.alloc(0);
  let over = false;
  for await (const chunk of stream) {
    rest = Buffer.concat([rest, chunk]);
    for (let next = take(rest); next; next = take(rest)) {
      rest = rest.subarray(headerBytes + next.payload.length);
      over = next.kind === 'over';
      yield next;
    }
  }
  if (!over || rest.length > 0) throw new VoxkeepError('backup.not-a-dump');
}

function take(bytes: Buffer): Frame | undefined {
  if (bytes.length < headerBytes) return undefined;
  const kind = kinds.get(bytes.readUInt8());
  const length = bytes.readUInt32BE(1);
  if (kind === undefined || length > longestFrame) throw new VoxkeepError('backup.not-a-dump');
  return bytes.length < headerBytes + length ? undefined : { kind, payload: bytes.subarray(headerBytes, headerBytes + length) };
}
