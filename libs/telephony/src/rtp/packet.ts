/** An RTP packet (RFC 3550 §5.1); `payload` is a view on the received octets, without padding. */
export interface RtpPacket {
  readonly marker: boolean;
  readonly payloadType: number;
  readonly sequence: number;
  readonly timestamp: number;
  readonly ssrc: number;
  readonly payload: Uint8Array;
}

const FIXED_HEADER = 12;

/** Reads one datagram. Anything that is not a whole version 2 packet gives undefined. */
export function parseRtp(bytes: Uint8Array): RtpPacket | undefined {
  if (bytes.length < FIXED_HEADER) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const first = view.getUint8(0);
  const start = payloadStart(view, first);
  const end = payloadEnd(view, first);
  if (first >> 6 !== 2 || start === undefined || end === undefined || start > end) return undefined;
  const second = view.getUint8(1);
  return {
    marker: (second & 0x80) !== 0,
    payloadType: second & 0x7f,
    sequence: view.getUint16(2),
    timestamp: view.getUint32(4),
    ssrc: view.getUint32(8),
    payload: bytes.subarray(start, end),
  };
}

/** Writes a packet without contributing sources, extension or padding. */
export function buildRtp({ marker, payloadType, sequence, timestamp, ssrc, payload }: RtpPacket): Uint8Array {
  const bytes = new Uint8Array(FIXED_HEADER + payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, 0x80);
  view.setUint8(1, (marker ? 0x80 : 0) | (payloadType & 0x7f));
  view.setUint16(2, sequence & 0xffff);
  view.setUint32(4, timestamp >>> 0);
  view.setUint32(8, ssrc >>> 0);
  bytes.set(payload, FIXED_HEADER);
  return bytes;
}

function payloadStart(view: DataView, first: number): number | undefined {
  const start = FIXED_HEADER + (first & 0x0f) * 4;
  if ((first & 0x10) === 0) return start;
  return start + 4 > view.byteLength ? undefined : start + 4 + view.getUint16(start + 2) * 4;
}

function payloadEnd(view: DataView, first: number): number | undefined {
  if ((first & 0x20) === 0) return view.byteLength;
  const padding = view.getUint8(view.byteLength - 1);
  return padding === 0 || padding > view.byteLength - FIXED_HEADER ? undefined : view.byteLength - padding;
}
