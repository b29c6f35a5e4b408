import { buildRtp, encodeTelephoneEvent, StreamReader, type RtpPacket } from '@voxkeep/telephony';
import type { SegmentWriter } from '../../media/segment-writer.js';
import { Beginning, FirstPackets, type Given } from './first-packets.js';
import type { Loss } from './losses.js';
import { Track } from './track.js';

const packetMs = 20;
/** The key is down for so many packets. */
const keyPackets = 5;

/** A packet, when its sender sends it and when the recorder reads it. */
interface Sent {
  readonly to: Side;
  readonly bytes: Buffer;
  readonly readAt: number;
  readonly waitedMs: number;
}

/** One stream: its reader, its track and what that keeps, as the numbers of its packets. */
class Side {
  readonly kept: number[] = [];
  readonly track: Track;
  readonly reader: StreamReader;
  #sequence = 0;

  constructor(clock: { nowMs: number }, losses: Loss[], onKey: (track: Track, given: Given) => void) {
    const segment = {
      octets: 0,
      write: (octets: Buffer) => {
        segment.octets += octets.length;
        this.kept.push(...octets);
        return 'kept';
      },
    };
    this.track = new Track(
      { index: 0, channel: 'agent', codec: 'pcma', elapsedMs: (moment = clock.nowMs) => moment },
      {
        onFirst: () => segment as unknown as SegmentWriter,
        onFull: () => undefined,
        onDue: () => undefined,
        onNotDue: () => undefined,
        onLost: (_track, loss) => losses.push(loss),
        onDigit: (track, _key, given) => {
          onKey(track, given);
        },
        onNotice: () => undefined,
      },
    );
    const types = { audio: 8, telephoneEvent: 101 };
    const watch = { onJump: () => undefined, onOtherPayload: () => undefined };
    this.reader = new StreamReader('PCMA', types, this.track, watch);
  }

  audio(n: number): Buffer {
    return this.#packet({ timestamp: n * 160, payload: Buffer.alloc(160, n) });
  }

  /** What a telephone sends of a key in the place of a packet of audio. */
  event(n: number, pressedAt: number): Buffer[] {
    const duration = (n - pressedAt + 1) * 160;
    const isEnd = n + 1 === pressedAt + keyPackets;
    const payload = encodeTelephoneEvent({ event: 1, end: isEnd, volume: 10, duration });
    const more = { payloadType: 101, timestamp: pressedAt * 160, payload };
    return Array.from({ length: isEnd ? 3 : 1 }, () => this.#packet(more));
  }

  #packet(more: Partial<RtpPacket>): Buffer {
    const sequence = this.#sequence++;
    return buildRtp({ marker: false, payloadType: 8, sequence, timestamp: 0, ssrc: 7, payload: Buffer.alloc(0), ...more });
  }
}

/** When things happen, in milliseconds of the call. */
interface Weather {
  /** Nothing is sent until then, by neither, since the first of these moments (0 unless given); it comes all at once, or a packet every so many. */
  readonly stuckUntil: number;
  readonly stuckFrom?: number;
  readonly everyMs?: number;
  /** With which packet the key goes down; the tenth unless given. */
  readonly pressedAt?: number;
  /** The agent's stream gets round to it so much later than the customer's. */
  readonly agentLater?: number;
  /** The recorder reads nothing of the agent's between these moments. */
  readonly unread?: readonly [from: number, until: number];
}

const calm = { stuckFrom: 0, everyMs: 0, pressedAt: 10, agentLater: 0, unread: [0, 0] } as const;

/** A call of four seconds in which the customer's key is the yes. Answers what is kept of the agent, and the losses. */
function call(weather: Weather): { readonly kept: readonly number[]; readonly losses: Loss[] } {
  const { stuckUntil, stuckFrom, everyMs, pressedAt, agentLater, unread } = { ...calm, ...weather };
  const clock = { nowMs: 0 };
  const losses: Loss[] = [];
  const onKey = (track: Track, given: Given) => {
    customer.track.want(false, given.at());
    agent.track.want(false, given.at(), track === agent.track ? undefined : given);
  };
  const customer = new Side(clock, losses, onKey);
  const agent = new Side(clock, losses, onKey);
  const sent: Sent[] = [];
  const send = (to: Side, n: number, bytes: Buffer, later: number) => {
    const dueAt = (n + 1) * packetMs;
    const sentAt = (dueAt < stuckFrom ? dueAt : Math.max(dueAt, stuckUntil + ((dueAt - stuckFrom) / packetMs) * everyMs)) + later;
    const readAt = to === agent && sentAt >= unread[0] && sentAt < unread[1] ? unread[1] : sentAt;
    sent.push({ to, bytes, readAt, waitedMs: Math.ceil(readAt - sentAt) + 5 });
  };
  for (let n = 0; n < 200; n += 1) {
    const isPressed = n >= pressedAt && n < pressedAt + keyPackets;
    for (const bytes of isPressed ? customer.event(n, pressedAt) : [customer.audio(n)]) send(customer, n, bytes, n / 100);
    send(agent, n, agent.audio(n), agentLater + n / 100);
  }
  for (const { to, bytes, readAt, waitedMs } of sent.sort((a, b) => a.readAt - b.readAt)) {
    clock.nowMs = readAt;
    const packet = to.reader.read(bytes);
    if (packet) to.reader.accept(packet, bytes, readAt, waitedMs);
  }
  const end = { atMs: clock.nowMs, readMs: clock.nowMs, lastMs: clock.nowMs };
  agent.track.drop(end);
  agent.track.tellLosses(false);
  return { kept: agent.kept, losses };
}

describe('the first packets of a stream', () => {
  const weathers: [string, Weather][] = [
    ['in their own time', { stuckUntil: 0 }],
    ['in one burst with the key', { stuckUntil: 500 }],
    ['in one burst with the key, a moment later', { stuckUntil: 500, agentLater: 7 }],
    ['in one burst behind the key', { stuckUntil: 500, agentLater: 60 }],
    ['in one burst that is read late', { stuckUntil: 500, unread: [500, 800] }],
    ['in one burst of which a part is read late', { stuckUntil: 500, agentLater: 3, unread: [503.2, 700] }],
    ['in time and are read late', { stuckUntil: 0, unread: [0, 700] }],
    ['in one burst with the key, long after the first', { stuckFrom: 1500, stuckUntil: 2000, pressedAt: 80 }],
    ['at twice their pace, with the key among them', { stuckFrom: 1500, stuckUntil: 2000, everyMs: 10, pressedAt: 80 }],
  ];

  it.each(weathers)('are parted at the yes when they come %s', (_, weather) => {
    const { kept, losses } = call(weather);
    const earliest = kept[0] ?? Infinity;
    const releasedMs = ((weather.pressedAt ?? calm.pressedAt) + keyPackets) * packetMs;
    expect(earliest * packetMs).toBeGreaterThanOrEqual(releasedMs);
    expect(earliest * packetMs).toBeLessThanOrEqual(releasedMs + 100);
    expect(losses).toEqual([]);
    expect(kept.length).toBeGreaterThan(0);
  });
});

describe('the beginning of a stream', () => {
  it('is known behind a tenth of a second in which nothing came before its time', () => {
    const beginning = new Beginning();
    beginning.note(1000, 160, 1000);
    beginning.note(1080, 160, 1020);
    expect(beginning.isSettled).toBe(false);
    beginning.note(1100, 160, 1030);
    expect([beginning.isSettled, beginning.shiftedMs]).toEqual([false, -10]);
    for (let n = 1; n < 5; n += 1) beginning.note(1100 + n * 20, 160, 1030 + n * 20);
    expect(beginning.isSettled).toBe(false);
    beginning.note(1200, 160, 1130);
    expect(beginning.isSettled).toBe(true);
  });

  it('is not known while its sender catches up, a little with each packet', () => {
    const beginning = new Beginning();
    for (let n = 0; n < 60; n += 1) beginning.note(1000 + n * 17, 160, 1000 + n * 17);
    expect([beginning.isSettled, beginning.shiftedMs]).toEqual([false, -59 * 3]);
  });

  it('lets a key be let go no later than it was told, and earlier by as much as the stream turns out to have been held up', () => {
    const beginning = new Beginning();
    beginning.note(1000, 160, 1000);
    const [told, due] = [beginning.given(1000, 1030), beginning.given(1000, 1000)];
    expect([told.at(), due.at()]).toEqual([1000, 1000]);
    beginning.note(1020, 160, 980);
    expect([told.at(), due.at()]).toEqual([990, 960]);
  });

  it('waits for four seconds of sound anew once what waited was taken', () => {
    const first = new FirstPackets();
    const held = { octets: Buffer.alloc(4 * 8000), kind: 'audio', dueAt: 0, passedOver: 0 } as const;
    first.add(held, 5000, 5000);
    expect([first.isFull(5000), first.take().held.length]).toEqual([true, 1]);
    first.add({ ...held, octets: Buffer.alloc(160) }, 5000, 5000);
    expect(first.isFull(5000)).toBe(false);
  });

  it('waits for a second, or four of sound', () => {
    const [first, octets] = [new FirstPackets(), Buffer.alloc(160)];
    const held = { octets, kind: 'audio', dueAt: 0, passedOver: 0 } as const;
    expect(first.isFull(5000)).toBe(false);
    first.add(held, 5000, 5000);
    expect([first.isFull(5999), first.isFull(6000)]).toEqual([false, true]);
    for (let n = 1; n < 199; n += 1) first.add(held, 5000, 5000);
    expect(first.isFull(5000)).toBe(false);
    first.add(held, 5000, 5000);
    expect(first.isFull(5000)).toBe(true);
    octets.fill(1);
    expect(first.take().held[0]!.octets[0]).toBe(0);
  });
});
