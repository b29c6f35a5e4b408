import fc from 'fast-check';
import { RtpReader, buildRtp } from './packet.js';
import type { RtpPacket } from './packet.js';

const packet: RtpPacket = {
  marker: true,
  payloadType: 8,
  sequence: 65_535,
  timestamp: -1,
  ssrc: 0xdeadbeef | 0,
  payload: Uint8Array.of(1, 2, 3),
};
const payloadOf = (bytes: Buffer): Buffer | undefined => {
  const reader = new RtpReader();
  return reader.read(bytes) ? bytes.subarray(reader.payloadStart, reader.payloadEnd) : undefined;
};

describe('an RTP packet', () => {
  it('reads back as it was built, whatever was read before', () => {
    const reader = new RtpReader();
    for (const built of [{ ...packet, marker: false, sequence: 0, timestamp: 5 }, packet]) {
      const bytes = buildRtp(built);
      const { payload, ...header } = built;
      expect(reader.read(bytes)).toBe(true);
      expect(reader).toMatchObject(header);
      expect(bytes.subarray(reader.payloadStart, reader.payloadEnd)).toEqual(Buffer.from(payload));
    }
  });

  it('is read past contributing sources, extension and padding', () => {
    const header = Buffer.from('b1080001000000020000000309090909', 'hex');
    const rest = Buffer.from('bede000107070707aabb0002', 'hex');
    expect(payloadOf(Buffer.concat([header, rest]))).toEqual(Buffer.of(0xaa, 0xbb));
  });

  it.each([
    ['another version', '400800010000000000000000'],
    ['too few octets', '8008'],
    ['an extension past the end', '9008000100000000000000000000ffff'],
    ['no room for the extension', '900800010000000000000000'],
    ['more padding than payload', 'a0080001000000000000000009'],
    ['padding of nothing', 'a0080001000000000000000000'],
  ])('with %s is none', (_case, hex) => {
    expect(payloadOf(Buffer.from(hex, 'hex'))).toBeUndefined();
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => void payloadOf(Buffer.from(bytes))),
      { numRuns: 2000 },
    );
  });
});
