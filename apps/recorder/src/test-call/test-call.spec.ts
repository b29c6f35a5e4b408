import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import {
  StreamReader,
  answerOffer,
  codecWarning,
  decodeG711,
  matchParties,
  parseOffer,
  parseRecordingMetadata,
  parseSiprecBody,
} from '@voxkeep/telephony';
import type { SdpAnswer, StreamEar, StreamParty } from '@voxkeep/telephony';
import { createSipEndpoint } from '../sip/endpoint.js';
import type { Answer, Offer, SipDialog, SipEndpoint } from '../sip/endpoint.js';
import { until } from '../../../../test/support/until.js';
import { payloadOf, placeTestCall } from './place-test-call.js';
import type { TestCallOptions, TestCallResult } from './place-test-call.js';
import { testCallAudio } from './test-audio.js';

/** A recorder in miniature: it answers, keeps the octets of each stream in memory and notes keys and ends. */
class Recorder {
  readonly octets: number[][] = [];
  readonly keys: string[] = [];
  readonly ends: string[] = [];
  readonly sessionIds: string[] = [];
  parties: readonly StreamParty[] = [];
  dialog: SipDialog | undefined;
  gate: 'receive' | 'inactive' = 'receive';
  takesUnmarked = false;
  /** So many offers in the call are taken, the next ones refused. */
  takesOffers = 0;
  onKey: (key: string) => void = () => undefined;
  private readonly sockets: Socket[] = [];
  private ports: readonly number[] = [];
  private offered: Parameters<typeof answerOffer>[0] | undefined;
  private readonly readers: StreamReader[] = [];
  readonly endpoint: SipEndpoint = createSipEndpoint({
    address: '127.0.0.1',
    port: 0,
    capacityLeft: () => true,
    inService: () => true,
    handler: {
      admits: () => 'known',
      onOffer: (offer) => Promise.resolve(this.answer(offer)),
      onEstablished: (dialog) => (this.dialog = dialog),
      onReoffer: () => Promise.resolve(this.answerAgain()),
      acceptsUnmarked: () => this.takesUnmarked,
      onUnmarked: () => ({ reject: { status: 488, reason: 'Not Acceptable Here' } }),
      onInfoDigit: () => undefined,
      onEnd: (_callId, why) => this.ends.push(why),
    },
  });

  async open(): Promise<number> {
    for (let stream = 0; stream < 2; stream += 1) {
      const socket = createSocket('udp4');
      await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
      this.sockets.push(socket);
    }
    this.ports = this.sockets.map((socket) => socket.address().port);
    return (await this.endpoint.start()).udpPort;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.close();
    await this.endpoint.stop();
  }

  sdp(version: number): SdpAnswer {
    return answerOffer(this.offered!, {
      address: '127.0.0.1',
      portFor: (index) => this.ports[index]!,
      sessionId: '1',
      version,
      gate: this.gate,
      recordState: 'on',
    });
  }

  private answerAgain(): Answer {
    this.takesOffers -= 1;
    return this.takesOffers < 0 ? { reject: { status: 488, reason: 'Not Acceptable Here' } } : { accept: this.sdp(2).sdp };
  }

  finish(): void {
    for (const reader of this.readers) reader.flush();
  }

  private answer(offer: Offer): Answer {
    const body = parseSiprecBody(offer.contentType, offer.body);
    const outcome = parseOffer(body.sdp ?? '');
    const metadata = parseRecordingMetadata(body.metadata ?? '');
    if ('problem' in outcome) return { reject: { status: 488, reason: 'Not Acceptable Here' } };
    this.offered = outcome.offer;
    this.sessionIds.push(...offer.headers('session-id'));
    const made = this.sdp(1);
    const warning = codecWarning(made.refusedCodecs);
    if (warning) return { reject: { status: 488, reason: 'Not Acceptable Here', warning } };
    const told = 'metadata' in metadata ? metadata.metadata : undefined;
    this.parties = matchParties(made.accepted, told, {
      customerIs: 'external-number',
      ownNumberPrefixes: [],
      region: 'EE',
    });
    for (const { index, codec, telephoneEvent } of made.accepted) this.receive(index, codec, telephoneEvent);
    return { accept: made.sdp };
  }

  private receive(index: number, codec: 'PCMA' | 'PCMU', events: number | undefined): void {
    const octets: number[] = [];
    const payloads = { audio: codec === 'PCMA' ? 8 : 0, ...(events !== undefined && { telephoneEvent: events }) };
    const ear: StreamEar = {
      onPacket: () => undefined,
      onAudio: (heard) => octets.push(...heard),
      onDigit: (key) => {
        this.keys.push(`${this.parties[index]?.role ?? ''} ${key}`);
        this.onKey(key);
      },
    };
    const reader = new StreamReader(codec, payloads, ear, { onJump: () => undefined, onOtherPayload: () => undefined });
    this.readers.push(reader);
    this.octets.push(octets);
    this.sockets[index]!.on('message', (bytes) => {
      const packet = reader.read(bytes);
      if (packet) reader.accept(packet, bytes, performance.now());
    });
  }
}

describe('the sound of a test call', () => {
  it('is heard again after a minute, and a shorter piece is the beginning of a longer one', () => {
    const [minute, more] = [60 * 8000, 1600];
    const audio = testCallAudio(3, 'agent', 'PCMA', minute + more);
    expect(Buffer.compare(audio.subarray(minute), audio.subarray(0, more))).toBe(0);
    expect(Buffer.compare(audio.subarray(0, minute), testCallAudio(3, 'agent', 'PCMA', minute))).toBe(0);
  });
});

describe('a test call against the endpoint', () => {
  let recorder: Recorder;
  let port: number;
  beforeEach(async () => {
    recorder = new Recorder();
    port = await recorder.open();
  });
  afterEach(() => recorder.close());

  const place = async (change: Partial<TestCallOptions> = {}): Promise<TestCallResult> => {
    const result = await placeTestCall({
      target: { address: '127.0.0.1', port },
      transport: 'udp',
      customer: 'tel:+3725550100',
      agent: 'sip:7001@pbx.example',
      sessionId: 'ucid-1',
      durationMs: 400,
      seed: 3,
      ...change,
    });
    recorder.finish();
    return result;
  };

  it.each(['udp', 'tcp'] as const)('over %s is recorded octet for octet on both channels', async (transport) => {
    const result = await place({ transport, codec: 'PCMU' });
    expect(result).toMatchObject({ outcome: 'completed', status: 200, streams: [{ party: 'customer' }, { party: 'agent' }] });
    for (const [position, stream] of result.streams.entries()) {
      expect(stream.packets).toHaveLength(20);
      expect(recorder.octets[position]).toEqual([...testCallAudio(3, stream.party, 'PCMU', 3200)]);
    }
    expect(recorder.ends).toEqual(['bye']);
    expect(recorder.sessionIds).toEqual(['ucid-1']);
  });

  it('names customer and agent by their numbers, whichever comes first', async () => {
    await place({ firstStream: 'agent' });
    expect(recorder.parties.map(({ role }) => role)).toEqual(['agent', 'customer']);
  });

  it('sends a key once, on the stream it was pressed on, with silence in its place', async () => {
    const result = await place({ digits: [{ key: '1', on: 'customer', afterMs: 100 }] });
    expect(recorder.keys).toEqual(['customer 1']);
    const [customer] = result.streams;
    const audio = testCallAudio(3, 'customer', 'PCMA', 3200);
    expect(recorder.octets[0]).toEqual([...audio.fill(0xd5, 800, 1600)]);
    expect(customer!.packets.filter(({ kind }) => kind === 'digit')).toHaveLength(7);
  });

  it('presses two keys that were planned for the same time one after the other', async () => {
    const digits = ['*', '9'].map((key) => ({ key, on: 'customer' as const, afterMs: 100 }));
    expect(await place({ durationMs: 600, digits })).toMatchObject({ unsentKeys: [] });
    expect(recorder.keys).toEqual(['customer *', 'customer 9']);
  });

  it('says which keys were never sent', async () => {
    recorder.gate = 'inactive';
    const result = await place({ digits: [{ key: '1', on: 'customer', afterMs: 100 }] });
    expect([result.unsentKeys, recorder.keys]).toEqual([['1@customer'], []]);
  });

  it('offers a codec that cannot be recorded, sends nothing in it, and gives the answer with its warning', async () => {
    const result = await place({ codec: 'G729' });
    const warning = 'Incompatible media format: offer PCMA or PCMU at 8000 Hz (offered: G729)';
    expect(result).toMatchObject({ outcome: 'rejected', status: 488, reason: 'Not Acceptable Here', warning, streams: [] });
  });

  it('without any mark is taken only where the recorder takes such calls', async () => {
    expect(await place({ unmarked: true })).toMatchObject({ outcome: 'rejected', status: 488 });
    recorder.takesUnmarked = true;
    expect(await place({ unmarked: true })).toMatchObject({ outcome: 'completed', status: 200 });
    expect(recorder.octets[0]).toHaveLength(3200);
  });

  it('lets a test find the first packet after a grant and what must be kept from it on', async () => {
    let kept = -1;
    recorder.onKey = () => (kept = recorder.octets[0]!.length);
    const result = await place({ digits: [{ key: '1', on: 'customer', afterMs: 100 }] });
    const [customer] = result.streams;
    const first = customer!.packets.filter(({ kind }) => kind === 'audio')[5]!;
    const silenceOfTheKey = 800;
    expect(recorder.octets[0]!.slice(kept + silenceOfTheKey, kept + silenceOfTheKey + 160)).toEqual([
      ...payloadOf(customer!, first),
    ]);
    expect(decodeG711('PCMA', payloadOf(customer!, first))).toHaveLength(160);
  });

  it('sends nothing while the recorder answers inactive and begins when it re-offers', async () => {
    recorder.gate = 'inactive';
    const leave = new AbortController();
    let reofferedAt = 0;
    const reoffer = async (): Promise<string> => {
      await until('the call is established', () => recorder.dialog !== undefined);
      recorder.gate = 'receive';
      reofferedAt = Date.now();
      return recorder.dialog!.reoffer(recorder.sdp(2).sdp);
    };
    let reoffered: Promise<string> | undefined;
    const placed = place({ durationMs: 60_000, signal: leave.signal, onAnswered: () => void (reoffered = reoffer()) });
    await until('something is heard', () => (recorder.octets[0]?.length ?? 0) > 160);
    leave.abort();
    const { packets } = (await placed).streams[0]!;
    expect(await reoffered).toBe('accepted');
    expect(packets.filter(({ sentAt }) => sentAt < reofferedAt)).toEqual([]);
    await until('everything has come', () => recorder.octets[0]!.length === packets.length * 160);
  });

  it('ends when the recorder says good-bye', async () => {
    const byes: Promise<void>[] = [];
    const result = await place({ durationMs: 2000, onAnswered: () => byes.push(recorder.dialog!.bye('consent refused')) });
    await Promise.all(byes);
    expect(result.outcome).toBe('ended-by-recorder');
    expect(recorder.ends).toEqual([]);
  });

  it('says that the end of its hold was refused', async () => {
    recorder.takesOffers = 1;
    const result = await place({ durationMs: 600, holdMs: 200 });
    expect(result).toMatchObject({ outcome: 'completed', notDone: [{ asked: 'resume', status: 488 }] });
  });

  it('leaves without a BYE when told to', async () => {
    expect(await place({ hangUp: false })).toMatchObject({ outcome: 'abandoned' });
    expect(recorder.ends).toEqual([]);
  });

  it('says that nobody answered when nobody listens', async () => {
    expect(await place({ transport: 'tcp', target: { address: '127.0.0.1', port: 1 } })).toMatchObject({ outcome: 'no-answer' });
  });
});
