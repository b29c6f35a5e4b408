/** What the fixed header of an RTP packet says (RFC 3550 §5.1). */
export interface RtpHeader {
  readonly marker: boolean;
  readonly payloadType: number;
  readonly sequence: number;
  /** As a signed number of 32 bits: differences of two are taken with `| 0`, which also crosses the wrap. */
  readonly timestamp: number;
  /** As a signed number of 32 bits. */
  readonly ssrc: number;
}

/** A packet to be written. */
export interface RtpPacket extends RtpHeader {
  readonly payload: Uint8Array;
}

const FIXED_HEADER = 12;

/**
 * Reads one datagram after the other in place: its fields are those of the datagram that `read` took last, and the payload lies from
 * `payloadStart` to `payloadEnd`, without padding. One for each stream, so that no packet leaves anything to be collected.
 */
export class RtpReader implements RtpHeader {
  marker = false;
  payloadType = 0;
  sequence = 0;
  timestamp = 0;
  ssrc = 0;
  payloadStart = 0;
  payloadEnd = 0;

  /** Takes the fields of a datagram; false, with fields of no meaning, when it is not a whole version 2 packet. */
  read(bytes: Buffer): boolean {
    if (bytes.length < FIXED_HEADER) return false;
    const first = bytes.readUInt8(0);
    if (first >> 6 !== 2) return false;
    const second = bytes.readUInt8(1);
    this.marker = second > 0x7f;
    this.payloadType = second & 0x7f;
    this.sequence = bytes.readUInt16BE(2);
    this.timestamp = bytes.readInt32BE(4);
    this.ssrc = bytes.readInt32BE(8);
    this.payloadStart = FIXED_HEADER;
    this.payloadEnd = bytes.length;
    return first === 0x80 || this.readOptions(bytes, first);
  }

  /** Contributing sources, extension and padding, which few packets have. */
  private readOptions(bytes: Buffer, first: number): boolean {
    this.payloadStart += (first & 0x0f) * 4;
    if ((first & 0x10) !== 0) {
      if (this.payloadStart + 4 > bytes.length) return false;
      this.payloadStart += 4 + bytes.readUInt16BE(this.payloadStart + 2) * 4;
    }
    if ((first & 0x20) !== 0) {
      const padding = bytes.readUInt8(bytes.length - 1);
      if (padding === 0) return false;
      this.payloadEnd -= padding;
    }
    return this.payloadStart <= this.payloadEnd;
  }
}

/** Writes a packet without contributing sources, extension or padding. */
export function buildRtp({ marker, payloadType, sequence, timestamp, ssrc, payload }: RtpPacket): Buffer {
  const bytes = Buffer.alloc(FIXED_HEADER + payload.length);
  bytes.writeUInt8(0x80, 0);
  bytes.writeUInt8((marker ? 0x80 : 0) | (payloadType & 0x7f), 1);
  bytes.writeUInt16BE(sequence & 0xffff, 2);
  bytes.writeUInt32BE(timestamp >>> 0, 4);
  bytes.writeUInt32BE(ssrc >>> 0, 8);
  bytes.set(payload, FIXED_HEADER);
  return bytes;
}
