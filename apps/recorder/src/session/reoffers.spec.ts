import { answerOffer, parseOffer, parseRecordingMetadata, type SdpOffer } from '@voxkeep/telephony';
import type { Offer } from '../sip/endpoint.js';
import type { Received } from './admission/reception.js';
import { OfferedInVain } from './admission/offered-in-vain.js';
import { OtherPayload } from './media-binding/other-payload.js';
import { Reoffers } from './reoffers.js';

const sdp = ['v=0', 'o=- 1 1 IN IP4 192.0.2.1', 's=-', 'c=IN IP4 192.0.2.1', 't=0 0', 'm=audio 4000 RTP/AVP 8', ''].join('\r\n');
const anOffer = (body: string, contentType?: string): Offer => ({
  ...{ callId: 'call-1', source: { address: '192.0.2.1', port: 5060, transport: 'udp' }, headers: () => [], unmarked: false },
  ...{ contentType, body: Buffer.from(body) },
});

const announcement = { isOfAnother: () => Promise.resolve(false) };

/** A session whose ports are never given. */
const stuck = (): Received => {
  const streams = { changingCodec: () => [], reserve: () => new Promise(() => undefined) };
  const trunk = { customerIs: 'first-stream', ownNumberPrefixes: [], region: 'EE' };
  const answerTerms = { gate: 'receive', recording: false };
  const session = {
    isOver: false,
    note: () => undefined,
    streams,
    answerTerms,
    terms: { trunk, contact: { announcement, keepsAddresses: false } },
  };
  return { session, people: {}, metadata: undefined, streams: [], privacy: [] } as unknown as Received;
};

describe('an offer in a call that takes too long', () => {
  it('is answered 500, and the next one has its turn', async () => {
    const reoffers = new Reoffers(stuck(), () => Promise.reject(new Error('no other customer')), 20);
    const [first, next] = await Promise.all([reoffers.answer(anOffer(sdp, 'application/sdp')), reoffers.answer(anOffer(''))]);
    expect(first).toMatchObject({ reject: { status: 500 } });
    expect(next).toEqual({ accept: '' });
  });
});

describe('a change of codec that is refused', () => {
  const inCodec = (payloadType: number): Offer => anOffer(sdp.replace('RTP/AVP 8', `RTP/AVP ${payloadType}`), 'application/sdp');

  /** A call whose one stream is in PCMA, and that offered `before` in vain. */
  const call = (before: Parameters<OfferedInVain['count']>[0] = []) => {
    const [counted, noted]: [unknown[], string[]] = [[], []];
    const track = { terms: { index: 0 }, otherPayload: new OtherPayload() };
    const note = (code: string) => void noted.push(code);
    const terms = { trunk: { customerIs: 'first-stream', ownNumberPrefixes: [], region: 'EE' }, contact: { announcement } };
    const session = { isOver: false, note, streams: { changingCodec: () => [track] }, terms };
    const offeredInVain = new OfferedInVain({ refused: (...told: unknown[]) => void counted.push(told) }, 'trunk');
    offeredInVain.count(before);
    const received = { session, people: {}, metadata: undefined, streams: [], privacy: [], offeredInVain };
    const reoffers = new Reoffers(received as unknown as Received, () => Promise.reject(new Error('no other customer')));
    return { reoffers, counted, noted, track };
  };

  it('is counted of the trunk once in a call, and answered with what is wanted instead', async () => {
    const { reoffers, counted } = call();
    const warning = { code: 305, text: 'Incompatible media format: offer the codec that the call has (offered: G729)' };
    const refused = { reject: { status: 488, reason: 'Not Acceptable Here', warning } };
    for (let times = 0; times < 3; times += 1) expect(await reoffers.answer(inCodec(18))).toEqual(refused);
    expect(counted).toEqual([['trunk', 'G729', 'changed-in-call']]);
  });

  it('is counted as a change where the transport cannot be taken, and answered with the one that can', async () => {
    const { reoffers, counted } = call();
    expect(await reoffers.answer(anOffer(sdp.replace('RTP/AVP', 'RTP/SAVP'), 'application/sdp'))).toMatchObject({
      reject: { warning: { text: 'Incompatible transport: offer RTP/AVP (offered: PCMA)' } },
    });
    expect(counted).toEqual([['trunk', 'PCMA', 'changed-in-call']]);
  });

  it('is said to be a change where the codec could be stored', async () => {
    const { reoffers, counted } = call();
    expect(await reoffers.answer(inCodec(0))).toMatchObject({
      reject: { warning: { text: 'Incompatible media format: offer the codec that the call has (offered: PCMU)' } },
    });
    expect(counted).toEqual([['trunk', 'PCMU', 'changed-in-call']]);
  });

  it('is counted apart from what the call offered in vain as it began', async () => {
    const { reoffers, counted } = call([{ codec: 'G729', reason: 'codec-not-storable' }]);
    await reoffers.answer(inCodec(18));
    expect(counted).toEqual([
      ['trunk', 'G729', 'codec-not-storable'],
      ['trunk', 'G729', 'changed-in-call'],
    ]);
  });

  it('is noted once until another offer is taken', async () => {
    const { reoffers, noted, track } = call();
    for (let times = 0; times < 3; times += 1) await reoffers.answer(inCodec(18));
    expect(noted).toEqual(['stream.change-refused']);
    track.otherPayload.agreed();
    await reoffers.answer(inCodec(18));
    expect(noted).toHaveLength(2);
  });
});

describe('a request that may bring another customer', () => {
  type CustomerIs = 'external-number' | 'first-stream';
  const customerLine = 'm=audio 4000 RTP/AVP 8\r\na=label:1\r\na=sendonly';
  const agentLine = 'm=audio 4002 RTP/AVP 8\r\na=label:2\r\na=sendonly';
  const video = 'm=video 5004 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=label:3\r\na=sendonly';
  const unstorable = 'm=audio 5006 RTP/AVP 18\r\na=label:3\r\na=sendonly';
  const sdpOf = (lines: readonly string[]): string =>
    ['v=0', 'o=- 1 1 IN IP4 192.0.2.1', 's=-', 'c=IN IP4 192.0.2.1', 't=0 0', ...lines, ''].join('\r\n');
  interface Told {
    readonly customer?: string;
    readonly agent?: string;
    /** Who sends in stream 3 beside. */
    readonly third?: 'customer' | 'agent';
  }
  const metadataOf = ({ customer = 'tel:+3725550100', agent = 'sip:7001@pbx.example', third }: Told = {}): string => {
    const party = (name: 'customer' | 'agent', label: number, aor: string): string =>
      `<participant participant_id="${name}"><nameID aor="${aor}"/></participant>
       <stream stream_id="s${label}" session_id="cs"><label>${label}</label></stream>
       <participantsessionassoc participant_id="${name}" session_id="cs"/>
       <participantstreamassoc participant_id="${name}"><send>s${label}</send>${third === name ? '<send>s3</send>' : ''}</participantstreamassoc>`;
    return `<recording xmlns="urn:ietf:params:xml:ns:recording:1"><datamode>complete</datamode><session session_id="cs"/>
      <stream stream_id="s3" session_id="cs"><label>3</label></stream>${party('customer', 1, customer)}${party('agent', 2, agent)}</recording>`;
  };
  const bodyOf = (lines: readonly string[], metadata: string): string =>
    [
      ...['--b', 'Content-Type: application/sdp', '', sdpOf(lines)],
      ...[
        '--b',
        'Content-Type: application/rs-metadata+xml',
        'Content-Disposition: recording-session',
        '',
        metadata,
        '--b--',
        '',
      ],
    ].join('\r\n');
  const readSdp = (text: string): SdpOffer => {
    const read = parseOffer(text);
    if (!('offer' in read)) throw new Error('no offer');
    return read.offer;
  };
  const accept = (offer: SdpOffer) => {
    const terms = { address: '192.0.2.9', portFor: () => 6000, sessionId: '1', version: 1 };
    return { ...answerOffer(offer, { ...terms, gate: 'receive', recordState: 'off' }), held: new Set<number>() };
  };
  /** A call that began so. */
  const inCall = (
    lines: readonly string[],
    told: Told = {},
    customerIs: CustomerIs = 'external-number',
    changing: readonly object[] = [],
  ): { readonly succeeded: () => boolean; readonly ask: (body: string, contentType: string) => Promise<unknown> } => {
    const sdp = readSdp(sdpOf(lines));
    const metadata = parseRecordingMetadata(metadataOf(told));
    if (!('metadata' in metadata)) throw new Error('no metadata');
    const streams = {
      ...{ changingCodec: () => changing, origin: {}, release: () => Promise.resolve([]) },
      reserve: (offer: SdpOffer) => Promise.resolve(accept(offer)),
    };
    const session = {
      ...{ isOver: false, streams, answerTerms: {}, once: { note: () => undefined }, metadataRead: () => undefined },
      ...{ tellParties: () => undefined, hear: () => undefined, loseTracks: () => undefined, takeStreams: () => undefined },
      terms: {
        trunk: { customerIs, ownNumberPrefixes: ['+3726'], region: 'EE' },
        contact: { announcement, keepsAddresses: false },
      },
    };
    const { accepted } = accept(sdp);
    const offeredInVain = new OfferedInVain({ refused: () => undefined }, 'trunk');
    const received = { session, people: {}, metadata: metadata.metadata, sdp, streams: accepted, privacy: [], offeredInVain };
    let succeeded = false;
    const reoffers = new Reoffers(received as unknown as Received, () => {
      succeeded = true;
      return Promise.resolve({ accept: '' });
    });
    return { succeeded: () => succeeded, ask: (body, contentType) => reoffers.answer(anOffer(body, contentType)) };
  };
  const multipart = 'multipart/mixed;boundary=b';

  it.each([
    ['video', video],
    ['audio that cannot be stored', unstorable],
  ])('brings one although the customer sends in a refused line of %s too', async (_what, third) => {
    const lines = [customerLine, agentLine, third];
    const call = inCall(lines, { third: 'customer' });
    await call.ask(bodyOf(lines, metadataOf({ customer: 'tel:+3725550177', third: 'customer' })), multipart);
    expect(call.succeeded()).toBe(true);
  });

  it('brings none where it says the same again, with a refused line of the agent as the first one', async () => {
    const lines = [video, customerLine, agentLine];
    const told: Told = { agent: 'tel:+37260001234', third: 'agent' };
    const call = inCall(lines, told, 'first-stream');
    await call.ask(bodyOf(lines, metadataOf(told)), multipart);
    expect(call.succeeded()).toBe(false);
  });

  const twoLines = [customerLine, agentLine];
  const brings = async (told: Told, before: Told = {}, customerIs?: CustomerIs): Promise<boolean> => {
    const call = inCall(twoLines, before, customerIs);
    await call.ask(metadataOf(told), 'application/rs-metadata+xml');
    return call.succeeded();
  };

  it.each([
    ['another number while the agent has one of outside too', { customer: 'tel:+3725550177', agent: 'tel:+37251234567' }],
    ['a number that is none', { customer: 'tel:+37255501' }],
    ['a number of no country', { customer: 'tel:+9995550177' }],
    ['a name', { customer: 'sip:bob@customer.example' }],
    ['a number of a domain', { customer: 'tel:5550177;phone-context=pbx.example' }],
  ])('brings one with %s', async (_what, told) => {
    expect(await brings(told)).toBe(true);
  });

  it('brings one by name where the one before was known by name', async () => {
    const before = { customer: 'sip:alice@customer.example' };
    expect(await brings({ customer: 'sip:bob@customer.example' }, before, 'first-stream')).toBe(true);
    expect(await brings({ customer: 'sip:Alice@customer.example' }, before, 'first-stream')).toBe(false);
  });

  it.each([
    ['a number of outside for the agent', { agent: 'tel:+37251234567' }],
    ['the streams of the two exchanged', { customer: 'sip:7001@pbx.example', agent: 'tel:+3725550100' }],
    ['another agent', { agent: 'sip:bob@pbx.example' }],
    ['the number in the spelling of a domain', { customer: 'tel:5550100;phone-context=pbx.example' }],
    ['a withheld number, and one of outside for the agent', { customer: 'sip:anonymous@x.invalid', agent: 'tel:+37251234567' }],
  ])('brings none with %s', async (_what, told) => {
    expect(await brings(told)).toBe(false);
  });

  const joins = '<participant participant_id="next"><nameID aor="tel:+3725550177"/></participant>';
  const left = '<disassociate-time>2026-11-30T13:00:00Z</disassociate-time>';
  it.each([
    ['brings one in the stream of a customer who has left the session', left, true],
    ['brings none in the stream of a customer who stays', '', false],
  ])('%s', async (_what, time, expected) => {
    const call = inCall(twoLines);
    const news = `<recording xmlns="urn:ietf:params:xml:ns:recording:1"><datamode>partial</datamode>${joins}
      <participantsessionassoc participant_id="customer" session_id="cs">${time}</participantsessionassoc>
      <participantsessionassoc participant_id="next" session_id="cs"/>
      <participantstreamassoc participant_id="next"><send>s1</send></participantstreamassoc></recording>`;
    await call.ask(news, 'application/rs-metadata+xml');
    expect(call.succeeded()).toBe(expected);
  });
});
