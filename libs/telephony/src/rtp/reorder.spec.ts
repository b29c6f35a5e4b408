import fc from 'fast-check';
import { RtpReader, buildRtp } from './packet.js';
import type { RtpPacket } from './packet.js';
import { StreamSequencer } from './reorder.js';
import type { Succession } from './reorder.js';

/** The nth packet of a stream; its payload is n. */
const nth = (n: number, change: Partial<RtpPacket> = {}): Buffer =>
  buildRtp({
    marker: false,
    payloadType: 8,
    sequence: (65_530 + n) & 0xffff,
    timestamp: (0xffffffe0 + n * 4) >>> 0,
    ssrc: 1,
    payload: Uint8Array.of(n >> 8, n & 0xff),
    ...change,
  });

interface Passed {
  readonly n: number;
  readonly succession: Succession;
}

describe('the sequencer', () => {
  const open = () => {
    const passed: Passed[] = [];
    const reader = new RtpReader();
    const from = new StreamSequencer(
      (packet, bytes, _receivedAt, _waitedMs, succession) => {
        passed.push({ n: bytes.readUInt16BE(packet.payloadStart), succession });
      },
      { windowPackets: 4, windowMs: 100 },
    );
    const send = (bytes: Buffer, at: number) => {
      reader.read(bytes);
      from.accept(reader, bytes, at);
    };
    return { from, passed, send, numbers: () => passed.map(({ n }) => n) };
  };
  const run = (packets: readonly Buffer[]) => {
    const opened = open();
    packets.forEach((packet, at) => {
      opened.send(packet, at * 20);
    });
    opened.from.flush();
    return { ...opened, statistics: opened.from.statistics };
  };

  it('passes packets on at once across the wrap of sequence and timestamp', () => {
    const { numbers, statistics } = run([...Array(12).keys()].map((n) => nth(n)));
    expect(numbers()).toEqual([...Array(12).keys()]);
    expect(statistics).toMatchObject({ received: 12, lost: 0, reordered: 0, duplicates: 0 });
  });

  it('puts swapped packets in order and drops duplicates', () => {
    const { numbers, statistics } = run([nth(0), nth(2), nth(1), nth(1), nth(3)]);
    expect(numbers()).toEqual([0, 1, 2, 3]);
    expect(statistics).toMatchObject({ reordered: 1, duplicates: 1, lost: 0 });
  });

  it('passes over what was lost once the window is full, and says so', () => {
    const { passed, statistics } = run([nth(0), nth(2), nth(3), nth(4), nth(5)]);
    expect(passed.map(({ succession }) => succession)).toEqual(['restarted', 'lost', 'unbroken', 'unbroken', 'unbroken']);
    expect(statistics.lost).toBe(1);
  });

  it('waits no longer than its window when packets stop coming', () => {
    const { from, numbers, send } = open();
    send(nth(0), 0);
    send(nth(2), 20);
    from.drain(119);
    expect(numbers()).toEqual([0]);
    from.drain(120);
    expect(numbers()).toEqual([0, 2]);
  });

  it('counts a packet that comes after its time as late and does not pass it on', () => {
    const { numbers, statistics } = run([nth(0), nth(2), nth(3), nth(4), nth(5), nth(1)]);
    expect(numbers()).toEqual([0, 2, 3, 4, 5]);
    expect(statistics).toMatchObject({ lost: 1, late: 1 });
  });

  it('forgets what was lost once it could not come as late any more', () => {
    const around = 65_536;
    const kept = [...Array(around + 150).keys()].filter((n) => n === 0 || (n >= 150 && n !== 200 && (n < 250 || n >= 300)));
    const { statistics } = run([...kept, around + 50, around + 101].map((n) => nth(n)));
    expect(statistics).toMatchObject({ lost: 200, late: 0, duplicates: 2 });
  });

  it('continues directly with a new source, from its first packet', () => {
    const { passed, statistics } = run([
      nth(0),
      nth(1),
      nth(900, { ssrc: 2, sequence: 5, timestamp: 77 }),
      nth(901, { ssrc: 2, sequence: 6, timestamp: 81 }),
    ]);
    expect(passed).toEqual([
      { n: 0, succession: 'restarted' },
      { n: 1, succession: 'unbroken' },
      { n: 900, succession: 'restarted' },
      { n: 901, succession: 'unbroken' },
    ]);
    expect(statistics).toMatchObject({ ssrcChanges: 1, lost: 0 });
  });

  it('is not led to and fro by single packets of another source', () => {
    const { numbers, statistics } = run([nth(0), nth(700, { ssrc: 2 }), nth(1), nth(702, { ssrc: 2 }), nth(2)]);
    expect(numbers()).toEqual([0, 1, 2]);
    expect(statistics).toMatchObject({ ssrcChanges: 0, strays: 2 });
  });

  it('ignores one stray sequence number and follows a confirmed restart from its first packet', () => {
    const { numbers, statistics } = run([nth(0), nth(20_000), nth(1), nth(30_000), nth(30_001)]);
    expect(numbers()).toEqual([0, 1, 30_000, 30_001]);
    expect(statistics.strays).toBe(1);
  });

  it('follows a sender that begins to count anew a little behind', () => {
    const behind = (n: number) => nth(n, { sequence: (65_530 + n - 40) & 0xffff });
    const { numbers, statistics } = run([...Array(50).keys()].map((n) => nth(n)).concat([50, 51, 52].map(behind)));
    expect(numbers().slice(-4)).toEqual([49, 50, 51, 52]);
    expect(statistics.duplicates).toBe(0);
  });

  it('lets who hears flush in the middle of it', () => {
    const numbers: number[] = [];
    const reader = new RtpReader();
    const from: StreamSequencer = new StreamSequencer((packet, bytes) => {
      numbers.push(bytes.readUInt16BE(packet.payloadStart));
      from.flush();
    });
    for (const bytes of [nth(0), nth(3), nth(2), nth(4), nth(1)]) {
      reader.read(bytes);
      from.accept(reader, bytes, 0);
    }
    expect(numbers).toEqual([0, 1, 2, 3, 4]);
  });

  it('passes each packet on once and in order whatever the network does within the window', () => {
    const arrival = fc.array(fc.record({ n: fc.integer({ min: 1, max: 40 }), jitter: fc.integer({ min: 0, max: 2 }) }), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(arrival, (sent) => {
        const order = sent.map(({ n, jitter }) => ({ n, at: n + jitter })).sort((a, b) => a.at - b.at || a.n - b.n);
        const { from, numbers, send } = open();
        [nth(0), ...order.map(({ n }) => nth(n))].forEach(send);
        from.flush();
        expect(numbers()).toEqual([...new Set(numbers())].sort((a, b) => a - b));
      }),
      { numRuns: 2000 },
    );
  });
});
