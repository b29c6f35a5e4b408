import type { Offer } from '../sip/endpoint.js';
import type { Received } from './admission/reception.js';
import { Reoffers } from './reoffers.js';

const sdp = ['v=0', 'o=- 1 1 IN IP4 192.0.2.1', 's=-', 'c=IN IP4 192.0.2.1', 't=0 0', 'm=audio 4000 RTP/AVP 8', ''].join('\r\n');
const anOffer = (body: string, contentType?: string): Offer => ({
  ...{ callId: 'call-1', source: { address: '192.0.2.1', port: 5060, transport: 'udp' }, headers: () => [], unmarked: false },
  ...{ contentType, body: Buffer.from(body) },
});

/** A session whose ports are never given. */
const stuck = (): Received => {
  const streams = { changingCodec: () => [], reserve: () => new Promise(() => undefined) };
  const trunk = { customerIs: 'first-stream', ownNumberPrefixes: [], region: 'EE' };
  const answerTerms = { gate: 'receive', recording: false };
  const session = { isOver: false, note: () => undefined, streams, answerTerms, terms: { trunk } };
  return { session, people: {}, metadata: undefined, streams: [] } as unknown as Received;
};

describe('an offer in a call that takes too long', () => {
  it('is answered 500, and the next one has its turn', async () => {
    const reoffers = new Reoffers(stuck(), () => Promise.reject(new Error('no other customer')), 20);
    const [first, next] = await Promise.all([reoffers.answer(anOffer(sdp, 'application/sdp')), reoffers.answer(anOffer(''))]);
    expect(first).toMatchObject({ reject: { status: 500 } });
    expect(next).toEqual({ accept: '' });
  });
});
