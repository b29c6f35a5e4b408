import { VoxkeepError } from '@voxkeep/contracts';

const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** The 16 bytes of a lower-case version 4 or 7 UUID (RFC 9562). Throws `recording.id` for anything else. */
export function uuidBytes(id: string): Buffer {
  if (!pattern.test(id)) throw new VoxkeepError('recording.id', { length: id.length });
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}

/** The text of a version 4 or 7 UUID from its 16 bytes. Throws `recording.id` when the bytes are none. */
export function uuidText(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  const id = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  if (!pattern.test(id)) throw new VoxkeepError('recording.id', { length: bytes.length });
  return id;
}
