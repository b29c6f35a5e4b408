import { parseOffer, type SdpOffer } from '@voxkeep/telephony';
import { HandClock } from '../../media/media.fixture.js';
import { PortPool, RtpPort } from '../../media/rtp-port.js';
import { RtpReceiver } from '../../media/rtp-receiver.js';
import { OtherPayload } from './other-payload.js';
import { StreamSet } from './stream-set.js';
import type { Track } from './track.js';

const offerOf = (...media: string[]): SdpOffer => {
  const read = parseOffer(['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0', ...media, ''].join('\r\n'));
  if ('problem' in read) throw new Error(read.problem);
  return read.offer;
};
const offer = (lines: number, payloadType = 8): SdpOffer =>
  offerOf(
    ...Array.from({ length: lines }, (_, line) => [`m=audio ${4000 + 2 * line} RTP/AVP ${payloadType}`, 'a=sendonly']).flat(),
  );

const opened: StreamSet[] = [];
/** Streams whose ports are given back also where a test fails. */
const openStreams = (ports: PortPool): StreamSet => {
  const trunk = { id: 'trunk-1', sourceNetworks: [] };
  const streams = new StreamSet({ ports, mediaAddress: '127.0.0.1', clock: new HandClock() }, trunk);
  opened.push(streams);
  return streams;
};
afterEach(async () => {
  jest.restoreAllMocks();
  await Promise.all(opened.splice(0).map((streams) => streams.close()));
});

describe('the ports of a session', () => {
  const terms = { gate: 'receive', recording: false } as const;

  it('are all given back, also those that an offer asks for while it ends', async () => {
    const ports = new PortPool(24_800, 24_819);
    const free = ports.free;
    const streams = openStreams(ports);
    await streams.reserve(offer(1), terms);
    expect(ports.free).toBe(free - 1);
    const late = streams.reserve(offer(3), terms);
    await streams.close();
    await late;
    expect(ports.free).toBe(free);
  });

  it('stay as they were when an offer asks for more than there are', async () => {
    const ports = new PortPool(24_820, 24_825);
    const streams = openStreams(ports);
    await streams.reserve(offer(2), terms);
    expect(await streams.reserve(offer(4), terms)).toBe('ports-exhausted');
    expect(ports.free).toBe(1);
    await streams.close();
    expect(ports.free).toBe(3);
  });
});

describe('the streams of a session', () => {
  it.each([
    ['lay to us what the system threw away of a loss that is not told yet', 24_832, true, [true]],
    ['do not lay to us what it threw away before a yes', 24_834, false, [false]],
  ])('%s', async (_what, port, hasLossBefore, expected) => {
    jest.spyOn(RtpPort.prototype, 'dropsLately').mockResolvedValue(5);
    jest.spyOn(RtpPort.prototype, 'drops').mockResolvedValue(5);
    const streams = openStreams(new PortPool(port, port + 1));
    const ours: boolean[] = [];
    const track = { hasUntoldLosses: hasLossBefore, tellLosses: (areOurs: boolean) => ours.push(areOurs) };
    const reserved = await streams.reserve(offer(1), { gate: 'receive', recording: true });
    if (reserved !== 'ports-exhausted') streams.bind(reserved.accepted, () => track as unknown as Track);
    await streams.forgetDrops();
    track.hasUntoldLosses = true;
    await streams.nameLosses();
    expect(ours).toEqual(expected);
    track.hasUntoldLosses = false;
    await streams.close();
  });

  it.each([
    ['over another transport', 24_842, ['m=audio 4000 RTP/SAVP 8'], true],
    ['at another rate', 24_844, ['m=audio 4000 RTP/AVP 97', 'a=rtpmap:97 PCMA/16000'], true],
    ['with two channels', 24_846, ['m=audio 4000 RTP/AVP 97', 'a=rtpmap:97 PCMA/8000/2'], true],
    ['as it was, from another port', 24_848, ['m=audio 4100 RTP/AVP 8'], false],
    ['no more', 24_850, ['m=audio 0 RTP/SAVP 8'], false],
  ])('that an offer wants %s are told where they cannot be taken so', async (_how, low, media, isRefused) => {
    const streams = openStreams(new PortPool(low, low + 1));
    const track = { otherPayload: new OtherPayload(), tellLosses: () => undefined } as unknown as Track;
    const reserved = await streams.reserve(offer(1), { gate: 'receive', recording: true });
    if (reserved !== 'ports-exhausted') streams.bind(reserved.accepted, () => track);
    expect(streams.tracks).toEqual([track]);
    expect(streams.changingCodec(offerOf(...media, 'a=sendonly'))).toEqual(isRefused ? [track] : []);
    await streams.close();
  });

  it('leave for what follows, at a rest of some of them, what was read after a halt, and tell these until when they were read', async () => {
    const settled: unknown[] = [];
    jest.spyOn(RtpReceiver.prototype, 'settle').mockImplementation(function (this: RtpReceiver, held) {
      settled.push([this.readUntil, held]);
    });
    const streams = openStreams(new PortPool(24_838, 24_841));
    const cutOff: [number, number][] = [];
    const tracks = [0, 1].map((index) => ({ cutOffAt: (until: number) => cutOff.push([index, until]) }) as unknown as Track);
    const reserved = await streams.reserve(offer(2), { gate: 'receive', recording: true });
    if (reserved !== 'ports-exhausted') streams.bind(reserved.accepted, ({ index }) => tracks[index]!);
    streams.settleForRest([tracks[1]!]);
    expect(settled).toHaveLength(1);
    const [[readUntil, held]] = settled as [[number, string]];
    expect([held, cutOff]).toEqual(['left', [[1, readUntil]]]);
    jest.restoreAllMocks();
    await streams.close();
  });

  it('that an offer wants in another codec are told, and whose fault that is until an offer is taken', async () => {
    const ports = new PortPool(24_826, 24_831);
    const terms = { gate: 'receive', recording: true } as const;
    const streams = openStreams(ports);
    const tracks = [0, 1].map(() => ({ otherPayload: new OtherPayload(), tellLosses: () => undefined }) as unknown as Track);
    const take = async (lines: number) => {
      const reserved = await streams.reserve(offer(lines), terms);
      if (reserved !== 'ports-exhausted') streams.bind(reserved.accepted, ({ index }) => tracks[index]!);
    };
    await take(2);
    expect(streams.changingCodec(offer(3))).toEqual([]);
    expect(streams.changingCodec(offer(1, 18))).toEqual([tracks[0]]);
    for (const { otherPayload } of tracks) otherPayload.refused();
    expect(tracks.map(({ otherPayload }) => otherPayload.cause)).toEqual(['refused-change', 'refused-change']);
    await take(2);
    expect(tracks.map(({ otherPayload }) => otherPayload.cause)).toEqual(['other-codec', 'other-codec']);
    await streams.close();
  });
});
