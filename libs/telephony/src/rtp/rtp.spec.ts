import fc from 'fast-check';
import { buildRtp, parseRtp } from './packet.js';
import type { RtpPacket } from './packet.js';
import { DigitDetector, decodeTelephoneEvent, encodeTelephoneEvent } from './telephone-event.js';

const packet: RtpPacket = {
  marker: true,
  payloadType: 8,
  sequence: 65535,
  timestamp: 4294967295,
  ssrc: 0xdeadbeef,
  payload: Uint8Array.of(1, 2, 3),
};

describe('an RTP packet', () => {
  it('reads back as it was built', () => {
    expect(parseRtp(buildRtp(packet))).toEqual(packet);
  });

  it('is read past contributing sources, extension and padding', () => {
    const bytes = Uint8Array.of(
      0xb1,
      0x08,
      0,
      1,
      0,
      0,
      0,
      2,
      0,
      0,
      0,
      3,
      9,
      9,
      9,
      9,
      0xbe,
      0xde,
      0,
      1,
      7,
      7,
      7,
      7,
      0xaa,
      0xbb,
      0,
      2,
    );
    expect(parseRtp(bytes)?.payload).toEqual(Uint8Array.of(0xaa, 0xbb));
  });

  it.each([
    ['another version', Uint8Array.of(0x40, 8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)],
    ['too few octets', Uint8Array.of(0x80, 8)],
    ['an extension past the end', Uint8Array.of(0x90, 8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255)],
    ['more padding than payload', Uint8Array.of(0xa0, 8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 9)],
  ])('with %s is none', (_case, bytes) => {
    expect(parseRtp(bytes)).toBeUndefined();
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => void parseRtp(bytes)),
      { numRuns: 10_000 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 6 }), (bytes) => void decodeTelephoneEvent(bytes)),
      { numRuns: 2000 },
    );
  });
});

describe('a pressed key', () => {
  const report = (timestamp: number, end: boolean, event = 1): { ssrc: number; timestamp: number; payload: Uint8Array } => ({
    ssrc: 1,
    timestamp,
    payload: encodeTelephoneEvent({ event, end, volume: 10, duration: 800 }),
  });

  it('is told once although its end is sent three times', () => {
    const detector = new DigitDetector();
    expect(
      [report(160, false), report(160, true), report(160, true), report(160, true)].map((sent) => detector.accept(sent)),
    ).toEqual([undefined, '1', undefined, undefined]);
  });

  it('is told again when pressed again', () => {
    const detector = new DigitDetector();
    expect(
      [report(160, true), report(3200, true), report(160, true), report(6400, true, 11)].map((sent) => detector.accept(sent)),
    ).toEqual(['1', '1', undefined, '#']);
  });

  it('is nothing for an event that is no key', () => {
    expect(new DigitDetector().accept(report(160, true, 16))).toBeUndefined();
  });
});
