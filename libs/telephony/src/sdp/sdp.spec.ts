import fc from 'fast-check';
import { answerOffer, refusedChangesOf } from './answer.js';
import type { AnswerOptions, SdpAnswer } from './answer.js';
import { parseOffer } from './offer.js';
import { codecWarning } from './refused-codecs.js';
import type { SdpOffer } from './offer.js';

const session = ['v=0', 'o=SRC 1 1 IN IP4 192.0.2.9', 's=-', 'c=IN IP4 192.0.2.9', 't=0 0'];
const audio = (port: number, ...lines: readonly string[]): readonly string[] => [
  `m=audio ${port} RTP/AVP 8 0 101`,
  'a=rtpmap:8 PCMA/8000',
  'a=rtpmap:101 telephone-event/8000',
  ...lines,
];
const sdpOf = (...lines: readonly string[]): string => [...session, ...lines, ''].join('\r\n');
const offerOf = (...lines: readonly string[]): SdpOffer => {
  const outcome = parseOffer(sdpOf(...lines));
  if ('problem' in outcome) throw new Error(outcome.problem);
  return outcome.offer;
};
const options: AnswerOptions = {
  address: '192.0.2.1',
  portFor: (index) => 20_000 + 2 * index,
  sessionId: '7',
  version: 2,
  gate: 'receive',
  recordState: 'on',
};
const answer = (lines: readonly string[], change: Partial<AnswerOptions> = {}): SdpAnswer =>
  answerOffer(offerOf(...lines), { ...options, ...change });

describe('an offer', () => {
  it('is read with labels as text, direction, codecs, events and record state', () => {
    expect(
      offerOf(
        ...audio(4000, 'a=label:007', 'a=sendonly', 'a=record:paused'),
        ...audio(4002, 'a=label:97', 'c=IN IP6 2001:db8::1'),
      ).media,
    ).toMatchObject([
      {
        index: 0,
        label: '007',
        address: '192.0.2.9',
        port: 4000,
        direction: 'sendonly',
        telephoneEvent: 101,
        record: 'paused',
        codecs: [
          { payloadType: 8, name: 'PCMA' },
          { payloadType: 0, name: 'PCMU' },
        ],
      },
      { index: 1, label: '97', address: '2001:db8::1', direction: 'sendrecv' },
    ]);
  });

  it('with a single format is read', () => {
    expect(offerOf('m=audio 4000 RTP/AVP 0', 'a=label:1').media).toMatchObject([
      { label: '1', formats: '0', codecs: [{ name: 'PCMU' }] },
    ]);
  });

  it('takes the address of a stream before that of the session, a name as well, and none for the unspecified one', () => {
    const addresses = offerOf(
      ...audio(4000, 'c=IN IP4 media.example'),
      ...audio(4002, 'c=IN IP4 192.0.2.7/127'),
      ...audio(4004, 'c=IN IP4 0.0.0.0'),
      ...audio(4006),
    ).media.map(({ address }) => address);
    expect(addresses).toEqual(['media.example', '192.0.2.7', undefined, '192.0.2.9']);
  });

  it('takes directions of the session where a stream has none, and lines of other kinds in their places', () => {
    const read = offerOf('a=inactive', 'm=image 0 udptl t38', ...audio(4000), ...audio(4002, 'a=recvonly')).media;
    expect(read.map(({ type, direction }) => [type, direction])).toEqual([
      ['image', 'inactive'],
      ['audio', 'inactive'],
      ['audio', 'recvonly'],
    ]);
  });

  it('takes events and comfort noise of 8 kHz only, and no mapping for static types', () => {
    const [first, second] = offerOf(
      ...['m=audio 4000 RTP/AVP 0 8 13 101', 'a=rtpmap:101 telephone-event/16000'],
      ...['m=audio 4002/2 RTP/AVP 8 100 118', 'a=rtpmap:100 telephone-event/8000/1', 'a=rtpmap:118 CN/16000'],
    ).media;
    expect(first?.codecs.map(({ name }) => name)).toEqual(['PCMU', 'PCMA']);
    expect([first?.telephoneEvent, first?.comfortNoise]).toEqual([undefined, 13]);
    expect([second?.telephoneEvent, second?.comfortNoise, second?.port]).toEqual([100, undefined, 4002]);
  });

  it('takes bare line feeds', () => {
    expect(parseOffer(sdpOf(...audio(4000)).replaceAll('\r', ''))).toMatchObject({ offer: { media: [{ port: 4000 }] } });
  });

  it.each([
    ['hello', 'malformed'],
    ['\n'.repeat(60_000), 'malformed'],
    ['v=0\r\ns=-\r\n', 'no-media'],
    ['v=0\r\nm=audio x RTP/AVP\r\n', 'malformed'],
    [`v=0\r\n${'m=audio 1 RTP/AVP 0\r\n'.repeat(65)}`, 'too-many-media'],
    [`v=0\r\n${'a'.repeat(70_000)}`, 'too-large'],
  ])('that cannot be read says why (%#)', (sdp, problem) => {
    expect(parseOffer(sdp)).toEqual({ problem });
  });

  it('never throws, nor does its answer', () => {
    const pieces = fc.constantFrom(
      'v=0',
      'm=audio 1 RTP/AVP 0 8',
      'm=video 5 UDP/TLS 1',
      'm=',
      'm=audio 99999 RTP/AVP',
      'a=rtpmap:8',
      'a=rtpmap:8 PCMA',
      'a=label:',
      'c=IN IP4',
      'a=record:on',
      'a=fmtp:',
      'x',
      'a=crypto:1',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (lines) => {
        const outcome = parseOffer(lines.join('\r\n'));
        if ('offer' in outcome)
          expect(answerOffer(outcome.offer, options).sdp.match(/^m=/gm)).toHaveLength(outcome.offer.media.length);
      }),
      { numRuns: 10_000 },
    );
  });
});

describe('the answer', () => {
  it('receives G.711 and events on the given ports and echoes the labels', () => {
    const made = answer([...audio(4000, 'a=label:007', 'a=sendonly'), ...audio(4002, 'a=label:b_leg', 'a=sendonly')]);
    expect(made.accepted).toMatchObject([
      {
        index: 0,
        label: '007',
        port: 20_000,
        codec: 'PCMA',
        payloadType: 8,
        telephoneEvent: 101,
        remoteAddress: '192.0.2.9',
        remotePort: 4000,
        direction: 'recvonly',
      },
      { index: 1, label: 'b_leg', port: 20_002 },
    ]);
    expect(made.sdp).toContain(
      'm=audio 20000 RTP/AVP 8 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=label:007\r\na=recvonly\r\na=record:on\r\n',
    );
  });

  it('refuses with port 0, in order and with the reason', () => {
    const made = answer([
      'm=video 6000 RTP/AVP 96',
      'm=audio 6002 RTP/AVP 18',
      'm=audio 0 RTP/AVP 0',
      'm=audio 6004 RTP/SAVP 0',
      ...audio(4000),
    ]);
    expect(made.refused).toEqual([
      { index: 0, reason: 'not-audio' },
      { index: 1, reason: 'codec-not-storable' },
      { index: 2, reason: 'disabled' },
      { index: 3, reason: 'protocol-unsupported' },
    ]);
    expect(made.sdp.match(/^m=.*$/gm)?.map((line) => line.trim())).toEqual([
      'm=video 0 RTP/AVP 96',
      'm=audio 0 RTP/AVP 18',
      'm=audio 0 RTP/AVP 0',
      'm=audio 0 RTP/SAVP 0',
      'm=audio 20008 RTP/AVP 8 101',
    ]);
  });

  it('names each codec that cannot be recorded, with the reason, in words of our own list', () => {
    const made = answer([
      ...[
        'm=audio 6000 RTP/AVP 18 9 97 98 99',
        'a=rtpmap:97 opus/48000/2',
        'a=rtpmap:98 x-4711/8000',
        'a=rtpmap:99 AMR-WB/16000',
      ],
      ...['m=audio 6002 RTP/AVP 96', 'a=rtpmap:96 PCMA/16000'],
      ...['m=audio 6004 RTP/SAVP 8', 'm=audio 6006 RTP/AVP 18', 'm=audio 0 RTP/AVP 4'],
    ]);
    expect(made.accepted).toEqual([]);
    expect(made.refusedCodecs).toEqual([
      ...['G729', 'G722', 'OPUS', 'other', 'AMR-WB'].map((codec) => ({ codec, reason: 'codec-not-storable' })),
      { codec: 'PCMA', reason: 'rate-not-storable' },
      { codec: 'PCMA', reason: 'protocol-unsupported' },
    ]);
    expect(codecWarning(made.refusedCodecs)).toEqual({
      code: 305,
      text: 'Incompatible media format: offer PCMA or PCMU at 8000 Hz (offered: G729, G722, OPUS, other, AMR-WB, PCMA)',
    });
  });

  it('names what a change of a running call was refused for', () => {
    const changes = offerOf(
      'm=audio 6000 RTP/AVP 18 9',
      'm=audio 6002 RTP/SAVP 8',
      'm=audio 6004 RTP/AVP 0',
      'm=video 6006 RTP/AVP 96',
    );
    const refused = refusedChangesOf(changes.media);
    expect(refused).toEqual([
      { codec: 'G729', reason: 'changed-in-call' },
      { codec: 'G722', reason: 'changed-in-call' },
      { codec: 'PCMA', reason: 'protocol-unsupported' },
      { codec: 'PCMU', reason: 'changed-in-call' },
    ]);
    expect(codecWarning(refused.filter(({ reason }) => reason === 'changed-in-call'))).toEqual({
      code: 305,
      text: 'Incompatible media format: offer the codec that the call has (offered: G729, G722, PCMU)',
    });
  });

  it('blames no codec where none was at fault', () => {
    const made = answer(['m=video 6000 RTP/AVP 96', 'm=audio 0 RTP/AVP 18', ...audio(4000)]);
    expect(made.refusedCodecs).toEqual([]);
    expect(codecWarning(made.refusedCodecs)).toBeUndefined();
  });

  it('passes comfort noise on, that is not answered', () => {
    const made = answer(['m=audio 4000 RTP/AVP 8 13']);
    expect(made.accepted).toMatchObject([{ comfortNoise: 13 }]);
    expect(made.sdp).toContain('m=audio 20000 RTP/AVP 8\r\n');
  });

  it('is inactive while the gate is closed and while the SRC holds', () => {
    expect(answer(audio(4000, 'a=sendonly'), { gate: 'inactive' }).accepted[0]?.direction).toBe('inactive');
    expect(answer(audio(4000, 'a=inactive')).sdp).toContain('a=inactive');
  });

  it('takes sixteen streams at most', () => {
    const made = answer(Array.from({ length: 17 }, () => audio(4000)).flat());
    expect(made.accepted).toHaveLength(16);
    expect(made.refused).toEqual([{ index: 16, reason: 'too-many-streams' }]);
  });

  it('names an IPv6 address as such', () => {
    expect(answer(audio(4000), { address: '2001:db8::5' }).sdp).toContain('c=IN IP6 2001:db8::5');
  });
});
