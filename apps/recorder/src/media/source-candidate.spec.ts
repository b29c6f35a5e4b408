import type { RtpSpan } from '@voxkeep/telephony';
import { SourceCandidate } from './source-candidate.js';

describe('a sender that may become the source of a stream', () => {
  let candidate: SourceCandidate;
  let now: number;
  beforeEach(() => {
    candidate = new SourceCandidate({ address: '192.0.2.1', port: 4000 });
    now = 0;
  });
  const takes = (sequence: number, ssrc = 7, octets = 172) => {
    now += 20;
    return candidate.take({ ssrc, sequence } as RtpSpan, { bytes: Buffer.alloc(octets), receivedAt: now, waitedMs: 0 });
  };

  it('is known by its address and its port', () => {
    const senders = [
      { address: '192.0.2.1', port: 4000 },
      { address: '192.0.2.2', port: 4000 },
      { address: '192.0.2.1', port: 4001 },
    ];
    expect(senders.map((from) => candidate.isFrom(from))).toEqual([true, false, false]);
  });

  it('has proven itself with three packets in a row, some of which may be lost, and across the end of the numbers', () => {
    const proven = [65_530, 44, 45].map((sequence) => [takes(sequence), candidate.isProven]);
    expect(proven).toEqual([
      [0, false],
      [0, false],
      [0, true],
    ]);
    expect(candidate.held.map(({ receivedAt }) => receivedAt)).toEqual([20, 40, 60]);
    expect(candidate.lastAt).toBe(60);
  });

  it.each([
    ['comes under another SSRC', 3, 8],
    ['comes again', 2, 7],
    ['is from before', 1, 7],
    ['is too far ahead', 53, 7],
  ])('begins anew with a packet that %s, and gives up what it had sent', (_what, sequence, ssrc) => {
    for (const each of [1, 2]) takes(each);
    expect([takes(sequence, ssrc), candidate.isProven, candidate.held.length]).toEqual([2, false, 1]);
    takes(sequence + 1, ssrc);
    expect([takes(sequence + 2, ssrc), candidate.isProven, candidate.held.length]).toEqual([0, true, 3]);
  });

  it('takes no more memory than a second and a half of audio, the latest, and nothing that is longer than a datagram of audio', () => {
    const given = Array.from({ length: 80 }, (_, sequence) => takes(sequence + 1));
    expect(given).toEqual([...Array<number>(75).fill(0), ...Array<number>(5).fill(1)]);
    expect(candidate.held).toHaveLength(75);
    expect(candidate.held[0]?.receivedAt).toBe(6 * 20);
    expect([takes(81, 7, 1500), takes(82, 7, 1501)]).toEqual([1, 1]);
    expect(candidate.held.at(-1)).toMatchObject({ receivedAt: 81 * 20 });
  });
});
