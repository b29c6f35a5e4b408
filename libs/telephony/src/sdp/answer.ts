import type { G711Codec } from '../g711.js';
import type { OfferedCodec, OfferedMedia, RecordState, SdpOffer } from './offer.js';
import { distinct, refusedCodecsOf, type RefusedCodec } from './refused-codecs.js';

export type RefusedReason = 'codec-not-storable' | 'not-audio' | 'disabled' | 'protocol-unsupported' | 'too-many-streams';

export interface RefusedStream {
  readonly index: number;
  readonly reason: RefusedReason;
}

/** A stream that will be received on `port`, with what its packets look like and where they must come from. */
export interface AcceptedStream {
  readonly index: number;
  readonly label?: string;
  readonly port: number;
  readonly codec: G711Codec;
  readonly payloadType: number;
  readonly telephoneEvent?: number;
  /** Payload type of comfort noise (RFC 3389), when offered. */
  readonly comfortNoise?: number;
  /** As the `c=` line has it: an address, or a name. */
  readonly remoteAddress?: string;
  /** Port of the offer's `m=` line. */
  readonly remotePort: number;
  /** `inactive` when the SRC holds the stream or the gate is closed by SDP. */
  readonly direction: 'recvonly' | 'inactive';
}

export interface AnswerOptions {
  /** Address that the SRC shall send media to, IPv4 or IPv6. */
  readonly address: string;
  readonly portFor: (index: number) => number;
  readonly sessionId: string;
  readonly version: number;
  readonly gate: 'receive' | 'inactive';
  readonly recordState: RecordState;
}

export interface SdpAnswer {
  readonly sdp: string;
  readonly accepted: readonly AcceptedStream[];
  readonly refused: readonly RefusedStream[];
  /** What was offered in vain on the refused streams, once each. */
  readonly refusedCodecs: readonly RefusedCodec[];
}

const MAX_STREAMS = 16;
const PROTOCOLS = ['RTP/AVP', 'RTP/AVPF'];

/**
 * Answers every offered line in order (RFC 3264 §6): G.711 audio is received on the port that `portFor` gives, anything
 * that cannot be stored is refused with port 0 and its reason. When `accepted` is empty the request deserves a 488.
 */
export function answerOffer(offer: SdpOffer, options: AnswerOptions): SdpAnswer {
  const accepted: AcceptedStream[] = [];
  const refused: RefusedStream[] = [];
  const refusedCodecs: RefusedCodec[] = [];
  const lines = sessionLines(options);
  for (const media of offer.media) {
    const stream = accepted.length < MAX_STREAMS ? judge(media, options) : refusal(media, 'too-many-streams');
    if ('reason' in stream) {
      refused.push(stream);
      if (isForCodec(stream.reason)) refusedCodecs.push(...refusedCodecsOf(media, stream.reason));
      lines.push(...refusedLines(media));
    } else {
      accepted.push(stream);
      lines.push(...acceptedLines(media, stream, options.recordState));
    }
  }
  return { sdp: `${lines.join('\r\n')}\r\n`, accepted, refused, refusedCodecs: distinct(refusedCodecs) };
}

/** The offered lines that an answer to a first offer accepts, as they are labelled. */
export function storableLines({ media }: SdpOffer): readonly Pick<AcceptedStream, 'index' | 'label'>[] {
  const terms = { portFor: () => 0, gate: 'receive' } as const;
  return media
    .flatMap((line) => judge(line, terms))
    .filter((judged) => !('reason' in judged))
    .slice(0, MAX_STREAMS);
}

/** What was offered in vain, once each, on lines of a call that keeps the codec which it has: any other one is refused, storable or not. */
export function refusedChangesOf(lines: readonly OfferedMedia[]): readonly RefusedCodec[] {
  const terms = { portFor: () => 0, gate: 'receive' } as const;
  const refused = lines.flatMap((line): readonly RefusedCodec[] => {
    const judged = judge(line, terms);
    if (!('reason' in judged)) return [{ codec: judged.codec, reason: 'changed-in-call' }];
    if (judged.reason === 'protocol-unsupported') return refusedCodecsOf(line, judged.reason);
    if (judged.reason !== 'codec-not-storable') return [];
    return refusedCodecsOf(line, judged.reason).map(({ codec }) => ({ codec, reason: 'changed-in-call' }));
  });
  return distinct(refused);
}

function judge(media: OfferedMedia, options: Pick<AnswerOptions, 'portFor' | 'gate'>): AcceptedStream | RefusedStream {
  if (media.type !== 'audio') return refusal(media, 'not-audio');
  if (media.port === 0) return refusal(media, 'disabled');
  if (!PROTOCOLS.includes(media.protocol)) return refusal(media, 'protocol-unsupported');
  const codec = media.codecs.find(isStorable);
  if (!codec) return refusal(media, 'codec-not-storable');
  return {
    index: media.index,
    ...(media.label !== undefined && { label: media.label }),
    port: options.portFor(media.index),
    codec: codec.name,
    payloadType: codec.payloadType,
    ...besideOf(media),
    ...(media.address && { remoteAddress: media.address }),
    remotePort: media.port,
    direction: options.gate === 'inactive' || !sends(media) ? 'inactive' : 'recvonly',
  };
}

function besideOf({ telephoneEvent, comfortNoise }: OfferedMedia): Pick<AcceptedStream, 'telephoneEvent' | 'comfortNoise'> {
  return { ...(telephoneEvent !== undefined && { telephoneEvent }), ...(comfortNoise !== undefined && { comfortNoise }) };
}

function sessionLines({ address, sessionId, version }: AnswerOptions): string[] {
  const family = address.includes(':') ? 'IP6' : 'IP4';
  return ['v=0', `o=voxkeep ${sessionId} ${version} IN ${family} ${address}`, 's=-', `c=IN ${family} ${address}`, 't=0 0'];
}

function acceptedLines(media: OfferedMedia, stream: AcceptedStream, recordState: RecordState): readonly string[] {
  const { telephoneEvent } = stream;
  const events =
    telephoneEvent === undefined ? [] : [`a=rtpmap:${telephoneEvent} telephone-event/8000`, `a=fmtp:${telephoneEvent} 0-15`];
  return [
    `m=audio ${stream.port} ${media.protocol} ${[stream.payloadType, ...(telephoneEvent === undefined ? [] : [telephoneEvent])].join(' ')}`,
    `a=rtpmap:${stream.payloadType} ${stream.codec}/8000`,
    ...events,
    ...labelLine(media),
    `a=${stream.direction}`,
    `a=record:${recordState}`,
  ];
}

function refusedLines(media: OfferedMedia): readonly string[] {
  return [`m=${media.type} 0 ${media.protocol} ${media.formats || '0'}`, ...labelLine(media)];
}

const labelLine = ({ label }: OfferedMedia): readonly string[] => (label === undefined ? [] : [`a=label:${label}`]);

const refusal = ({ index }: OfferedMedia, reason: RefusedReason): RefusedStream => ({ index, reason });

const sends = ({ direction }: OfferedMedia): boolean => direction === 'sendonly' || direction === 'sendrecv';

const isStorable = (codec: OfferedCodec): codec is OfferedCodec & { readonly name: G711Codec } =>
  (codec.name === 'PCMA' || codec.name === 'PCMU') && codec.clockRate === 8000 && codec.channels === undefined;

const isForCodec = (reason: RefusedReason): reason is 'codec-not-storable' | 'protocol-unsupported' =>
  reason === 'codec-not-storable' || reason === 'protocol-unsupported';
