import fc from 'fast-check';
import { StreamSequencer } from './reorder.js';
import type { RtpPacket } from './packet.js';
import type { TimedOctets } from './timeline.js';

const SIZE = 4;
/** The nth packet of a stream whose payload octets are all n. */
const nth = (n: number, change: Partial<RtpPacket> = {}): RtpPacket => ({
  marker: false,
  payloadType: 8,
  sequence: (65_530 + n) & 0xffff,
  timestamp: (0xffffffe0 + n * SIZE) >>> 0,
  ssrc: 1,
  payload: new Uint8Array(SIZE).fill(n),
  ...change,
});
const octetsOf = (blocks: readonly TimedOctets[]): number[] => blocks.flatMap(({ octets }) => [...octets]);
const four = (n: number): number[] => Array<number>(SIZE).fill(n);
const silence = 0xd5;

describe('the sequencer', () => {
  const sequencer = (): StreamSequencer =>
    new StreamSequencer({ codec: 'PCMA', windowPackets: 4, windowMs: 100, maxGapMs: 1000 });
  const run = (packets: readonly RtpPacket[]): { octets: number[]; from: StreamSequencer } => {
    const from = sequencer();
    const blocks = packets.flatMap((packet, at) => from.accept(packet, at * 20));
    return { octets: octetsOf([...blocks, ...from.flush()]), from };
  };

  it('passes packets on at once across the wrap of sequence and timestamp', () => {
    const { octets, from } = run([...Array(12).keys()].map((n) => nth(n)));
    expect(octets).toEqual([...Array(12).keys()].flatMap(four));
    expect(from.statistics).toMatchObject({ received: 12, lost: 0, reordered: 0, duplicates: 0 });
  });

  it('puts swapped packets in order and drops duplicates', () => {
    const { octets, from } = run([nth(0), nth(2), nth(1), nth(1), nth(3)]);
    expect(octets).toEqual([0, 1, 2, 3].flatMap(four));
    expect(from.statistics).toMatchObject({ reordered: 1, duplicates: 1, lost: 0 });
  });

  it('fills what was lost with silence once the window is full', () => {
    const { octets, from } = run([nth(0), nth(2), nth(3), nth(4), nth(5)]);
    expect(octets).toEqual([...four(0), ...four(silence), ...[2, 3, 4, 5].flatMap(four)]);
    expect(from.statistics.lost).toBe(1);
  });

  it('waits no longer than its window when packets stop coming', () => {
    const from = sequencer();
    from.accept(nth(0), 0);
    from.accept(nth(2), 20);
    expect(from.drain(119)).toEqual([]);
    expect(octetsOf(from.drain(120))).toEqual([...four(silence), ...four(2)]);
  });

  it('counts a packet that comes after its time as late and does not store it', () => {
    const { octets, from } = run([nth(0), nth(2), nth(3), nth(4), nth(5), nth(1)]);
    expect(octets).toHaveLength(6 * SIZE);
    expect(from.statistics).toMatchObject({ lost: 1, late: 1 });
  });

  it('gives a telephone-event its sequence number and silence for its time', () => {
    const from = sequencer();
    const blocks = [...from.accept(nth(0), 0), ...from.accept(nth(1), 20, false), ...from.accept(nth(2), 40)];
    expect(octetsOf(blocks)).toEqual([...four(0), ...four(silence), ...four(2)]);
    expect(from.statistics.lost).toBe(0);
  });

  it('fills no more than the bound and says so', () => {
    const from = sequencer();
    from.accept(nth(0), 0);
    const blocks = from.accept(nth(1, { timestamp: nth(1).timestamp + 80_000 }), 20);
    expect(octetsOf(blocks)).toHaveLength(8000 + SIZE);
    expect(from.truncatedGaps).toBe(1);
  });

  it('continues directly with a new source', () => {
    const { octets, from } = run([
      nth(0),
      nth(1),
      nth(900, { ssrc: 2, sequence: 5, timestamp: 77 }),
      nth(901, { ssrc: 2, sequence: 6, timestamp: 81 }),
    ]);
    expect(octets).toEqual([0, 1, 900 & 255, 901 & 255].flatMap(four));
    expect(from.statistics).toMatchObject({ ssrcChanges: 1, lost: 0 });
  });

  it('ignores one stray sequence number and follows a confirmed restart', () => {
    const { octets, from } = run([nth(0), nth(20_000), nth(1), nth(30_000), nth(30_001)]);
    expect(octets).toEqual([0, 1, 30_001 & 255].flatMap(four));
    expect(from.statistics.strays).toBe(2);
  });

  it('emits each octet of time once and in order whatever the network does within the window', () => {
    const arrival = fc.array(fc.record({ n: fc.integer({ min: 1, max: 40 }), jitter: fc.integer({ min: 0, max: 2 }) }), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(arrival, (sent) => {
        const order = sent.map(({ n, jitter }) => ({ n, at: n + jitter })).sort((a, b) => a.at - b.at || a.n - b.n);
        const from = sequencer();
        const blocks = [nth(0), ...order.map(({ n }) => nth(n))].flatMap((packet, at) => from.accept(packet, at));
        let position = 0;
        for (const block of [...blocks, ...from.flush()]) {
          expect(block.position).toBe(position);
          position += block.octets.length;
          const expected = (block.timestamp - nth(0).timestamp) >>> 0;
          expect(block.position).toBe(expected);
          if (block.kind === 'audio') expect([...block.octets]).toEqual(four(expected / SIZE));
        }
      }),
      { numRuns: 2000 },
    );
  });
});
