import { createSocket, type Socket } from 'node:dgram';
import { buildRtp, encodeTelephoneEvent } from '@voxkeep/telephony';
import { HandClock, until } from './media.fixture.js';
import { PortPool, RtpPort } from './rtp-port.js';
import { RtpReceiver, type StreamTerms } from './rtp-receiver.js';
import { SourcePin } from './source-pin.js';

const pool = new PortPool(24_600, 24_699);
const terms: StreamTerms = {
  codec: 'PCMA',
  payloadType: 8,
  telephoneEventType: 101,
  source: { addresses: ['127.0.0.1'], networks: [] },
};

const sockets: Socket[] = [];
const receivers: RtpReceiver[] = [];
afterEach(async () => {
  await Promise.all(receivers.splice(0).map((receiver) => receiver.close()));
  await Promise.all(sockets.splice(0).map((socket) => new Promise<void>((closed) => void socket.close(closed))));
});

const listening = async (given: StreamTerms = terms) => {
  const port = await RtpPort.open(pool, '127.0.0.1');
  if ('refused' in port) throw new Error(port.refused);
  const heard = { audio: [] as Buffer[], timestamps: [] as number[], digits: [] as string[] };
  const clock = new HandClock();
  const listener = {
    onAudio: (octets: Buffer, timestamp: number) => void (heard.audio.push(octets), heard.timestamps.push(timestamp)),
    onDigit: (digit: string) => void heard.digits.push(digit),
  };
  const receiver = new RtpReceiver(port, given, listener, clock);
  receivers.push(receiver);
  return { receiver, heard, clock, port: port.port };
};

/** A sender with its own socket, hence its own source port. */
const sender = (port: number, address = '127.0.0.1') => {
  const socket = createSocket('udp4');
  sockets.push(socket);
  const bound = new Promise<void>((ready) => socket.bind(0, address, ready));
  const raw = async (bytes: Uint8Array) => {
    await bound;
    await new Promise<unknown>((sent) => {
      socket.send(bytes, port, '127.0.0.1', sent);
    });
  };
  const packet = (sequence: number, payload: Uint8Array, payloadType = 8, timestamp = sequence * 160) =>
    raw(buildRtp({ marker: false, payloadType, sequence, timestamp, ssrc: 7, payload }));
  return { raw, audio: (sequence: number, fill: number) => packet(sequence, Buffer.alloc(160, fill)), packet };
};

describe('a stream', () => {
  it('gives its octets in the order of time, with the timestamp of the first', async () => {
    const { heard, port } = await listening();
    const from = sender(port);
    for (const sequence of [10, 12, 11]) await from.audio(sequence, sequence);
    await until(() => heard.audio.length === 3);
    expect(heard.audio.map(([octet]) => octet)).toEqual([10, 11, 12]);
    expect(heard.timestamps).toEqual([1600, 1760, 1920]);
  });

  it('does not wait for ever for a packet that is lost: silence stands in its place', async () => {
    const { receiver, heard, clock, port } = await listening();
    const from = sender(port);
    await from.audio(10, 1);
    await from.audio(12, 3);
    await until(() => receiver.statistics.received === 2);
    clock.advance(500);
    expect(Buffer.concat(heard.audio)).toEqual(
      Buffer.concat([Buffer.alloc(160, 1), Buffer.alloc(160, 0xd5), Buffer.alloc(160, 3)]),
    );
    expect(receiver.statistics.lost).toBe(1);
  });

  it('tells a key once, although its end comes three times', async () => {
    const { receiver, heard, port } = await listening();
    const from = sender(port);
    const end = encodeTelephoneEvent({ event: 1, end: true, volume: 10, duration: 800 });
    for (const sequence of [1, 2, 3]) await from.packet(sequence, end, 101, 5000);
    await until(() => receiver.statistics.received === 3);
    expect(heard.digits).toEqual(['1']);
    expect(heard.audio).toEqual([]);
  });

  it('keeps nothing of a payload type that was not agreed', async () => {
    const { receiver, heard, port } = await listening();
    await sender(port).packet(1, Buffer.alloc(160, 1), 0);
    await until(() => receiver.statistics.unexpected === 1);
    expect(heard.audio).toEqual([]);
    expect(receiver.source).toBeUndefined();
  });

  it('tells what still waited when it is closed', async () => {
    const { receiver, heard, port } = await listening();
    const from = sender(port);
    await from.audio(1, 1);
    await from.audio(3, 3);
    await until(() => receiver.statistics.received === 2);
    await receiver.close();
    expect(heard.audio.at(-1)?.[0]).toBe(3);
  });
});

describe('the source of a stream', () => {
  const settled = async () => {
    const stream = await listening();
    const from = sender(stream.port);
    await from.audio(1, 1);
    await until(() => stream.heard.audio.length === 1);
    return { ...stream, from };
  };

  it('is settled by the first valid packet, and another port is foreign from then on', async () => {
    const { receiver, heard, port } = await settled();
    await sender(port).audio(2, 99);
    await until(() => receiver.statistics.foreign === 1);
    expect(heard.audio).toHaveLength(1);
  });

  it('is not settled by rubbish', async () => {
    const { receiver, heard, port } = await listening();
    await sender(port).raw(Buffer.from('rubbish from the right address'));
    await until(() => receiver.statistics.malformed === 1);
    await sender(port).audio(1, 1);
    await until(() => heard.audio.length === 1);
  });

  it('moves once more after a re-offer', async () => {
    const { receiver, heard, port } = await settled();
    receiver.reoffer(terms);
    await sender(port).audio(2, 2);
    await until(() => heard.audio.length === 2);
    expect(receiver.statistics.foreign).toBe(0);
  });

  it('may not be an address that neither the SDP nor the trunk names', async () => {
    const { receiver, heard, port } = await listening();
    await sender(port, '127.0.0.2').audio(1, 99);
    await until(() => receiver.statistics.foreign === 1);
    expect(heard.audio).toEqual([]);
  });

  it('may be any address in the trunk’s media networks', async () => {
    const { heard, port } = await listening({ ...terms, source: { addresses: [], networks: ['127.0.0.0/30'] } });
    await sender(port, '127.0.0.2').audio(1, 1);
    await until(() => heard.audio.length === 1);
  });

  it('does not matter for what is authentic, and what is not goes nowhere', async () => {
    const unprotect = (bytes: Buffer) => (bytes[0] === 0xff ? bytes.subarray(1) : undefined);
    const { receiver, heard, port } = await listening({ ...terms, source: { addresses: [], networks: [] }, unprotect });
    const wrapped = buildRtp({
      marker: false,
      payloadType: 8,
      sequence: 1,
      timestamp: 0,
      ssrc: 7,
      payload: Buffer.alloc(160, 1),
    });
    await sender(port).raw(wrapped);
    await sender(port).raw(Buffer.concat([Buffer.of(0xff), wrapped]));
    await until(() => heard.audio.length === 1 && receiver.statistics.unauthentic === 1);
  });

  it.each([
    { addresses: ['not-an-address'], networks: [] },
    { addresses: [], networks: ['10.0.0.0/99'] },
    { addresses: [], networks: ['10.0.0.0'] },
  ])('is refused as a rule when it is none: %j', (rule) => {
    expect(() => new SourcePin(rule)).toThrow('rtp.source-rule');
  });

  it('is the same whether an IPv4 sender is written as IPv6 or not', () => {
    const pin = new SourcePin({ addresses: ['192.0.2.7'], networks: ['2001:db8::/32'] });
    const admitted = ['::ffff:192.0.2.7', '192.0.2.7', '2001:db8::1', '192.0.2.8'].map((address) =>
      pin.admits({ address, port: 4000 }),
    );
    expect(admitted).toEqual([true, true, true, false]);
  });
});
