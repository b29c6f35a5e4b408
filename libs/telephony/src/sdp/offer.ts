import { readDescription, type Section } from './description.js';

export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';
export type RecordState = 'on' | 'off' | 'paused';

export interface OfferedCodec {
  readonly payloadType: number;
  readonly name: string;
  readonly clockRate: number;
  /** Where it is more than one. */
  readonly channels?: number;
}

/** One `m=` line, at its position in the offer. Labels are opaque text (RFC 4574). */
export interface OfferedMedia {
  readonly index: number;
  readonly type: string;
  readonly port: number;
  /** An address or a name; absent where the offer names none, or the unspecified one (an old way to hold). */
  readonly address?: string;
  readonly protocol: string;
  /** The formats as written, to be echoed when the line is refused (RFC 3264 §6). */
  readonly formats: string;
  readonly label?: string;
  readonly direction: Direction;
  readonly codecs: readonly OfferedCodec[];
  /** Payload type of RFC 4733 events at 8 kHz, when offered. */
  readonly telephoneEvent?: number;
  /** Payload type of comfort noise at 8 kHz (RFC 3389), when offered: it is never answered, but tells the sender's own silence. */
  readonly comfortNoise?: number;
  readonly record?: RecordState;
}

export interface SdpOffer {
  readonly media: readonly OfferedMedia[];
}

export type SdpProblem = 'malformed' | 'too-large' | 'no-media' | 'too-many-media';

const MAX_CHARACTERS = 64 * 1024;
const MAX_MEDIA = 64;
/** Payload types that need no `rtpmap` (RFC 3551 §6). */
const STATIC_CODECS: Readonly<Record<number, Omit<OfferedCodec, 'payloadType'>>> = {
  0: { name: 'PCMU', clockRate: 8000 },
  3: { name: 'GSM', clockRate: 8000 },
  4: { name: 'G723', clockRate: 8000 },
  5: { name: 'DVI4', clockRate: 8000 },
  6: { name: 'DVI4', clockRate: 16_000 },
  7: { name: 'LPC', clockRate: 8000 },
  8: { name: 'PCMA', clockRate: 8000 },
  9: { name: 'G722', clockRate: 8000 },
  10: { name: 'L16', clockRate: 44_100, channels: 2 },
  11: { name: 'L16', clockRate: 44_100 },
  12: { name: 'QCELP', clockRate: 8000 },
  13: { name: 'CN', clockRate: 8000 },
  14: { name: 'MPA', clockRate: 90_000 },
  15: { name: 'G728', clockRate: 8000 },
  18: { name: 'G729', clockRate: 8000 },
};
/** What a stream carries beside its codec. */
const BESIDE = ['TELEPHONE-EVENT', 'CN', 'RED'];

/**
 * Reads an offer (RFC 8866, RFC 3264) in time linear to its length. Never throws; an offer whose `m=` lines cannot all be read is
 * malformed, since an answer must have as many.
 */
export function parseOffer(sdp: string): { readonly offer: SdpOffer } | { readonly problem: SdpProblem } {
  if (sdp.length > MAX_CHARACTERS) return { problem: 'too-large' };
  const description = readDescription(sdp);
  if (!description) return { problem: 'malformed' };
  const { session, media } = description;
  if (media.length === 0) return { problem: 'no-media' };
  if (media.length > MAX_MEDIA) return { problem: 'too-many-media' };
  const read = media.map((section, index) => readMedia(session, section, index));
  return read.every((line) => line !== undefined) ? { offer: { media: read } } : { problem: 'malformed' };
}

const MEDIA_LINE = /^([\w.+-]+)[ \t]+(\d{1,5})(?:\/\d+)?[ \t]+([\w./+-]+)(?:[ \t]+(.*))?$/;

/** `audio 4000/2 RTP/AVP 8 0 101` */
function readMedia(session: Section, section: Section, index: number): OfferedMedia | undefined {
  const [, type = '', port = '', protocol = '', written = ''] = MEDIA_LINE.exec(section.value) ?? [];
  if (type === '' || Number(port) > 65_535) return undefined;
  const formats = written.split(/[ \t]+/).filter((format) => format !== '');
  const codecs = readCodecs(section, formats);
  return {
    ...{ index, type, port: Number(port), protocol, formats: formats.join(' ') },
    codecs: codecs.filter(({ name }) => !BESIDE.includes(name)),
    ...besideOf(codecs),
    ...readAttributes(session, section),
  };
}

function besideOf(codecs: readonly OfferedCodec[]): Pick<OfferedMedia, 'telephoneEvent' | 'comfortNoise'> {
  const payloadTypeOf = (wanted: string) =>
    codecs.find(({ name, clockRate }) => name === wanted && clockRate === 8000)?.payloadType;
  const [telephoneEvent, comfortNoise] = [payloadTypeOf('TELEPHONE-EVENT'), payloadTypeOf('CN')];
  return { ...(telephoneEvent !== undefined && { telephoneEvent }), ...(comfortNoise !== undefined && { comfortNoise }) };
}

function readAttributes(session: Section, media: Section): Pick<OfferedMedia, 'address' | 'label' | 'direction' | 'record'> {
  const address = addressOf(media.connection ?? session.connection);
  const { label } = media;
  const record = media.record ?? session.record;
  return {
    direction: media.direction ?? session.direction ?? 'sendrecv',
    ...(address !== undefined && { address }),
    ...(label !== undefined && { label }),
    ...(record && { record }),
  };
}

/** `IN IP4 192.0.2.9/127`: the lifetime and count behind a multicast address are left out. */
function addressOf(connection: string | undefined): string | undefined {
  const [, , written = ''] = connection?.split(/[ \t]+/) ?? [];
  const [address = ''] = written.split('/', 1);
  return ['', '0.0.0.0', '::'].includes(address) ? undefined : address;
}

function readCodecs({ codecs }: Section, formats: readonly string[]): readonly OfferedCodec[] {
  return formats.flatMap((format): readonly OfferedCodec[] => {
    const payloadType = Number(format);
    if (!/^\d{1,3}$/.test(format) || payloadType > 127) return [];
    const known = codecs.get(payloadType) ?? STATIC_CODECS[payloadType];
    return known ? [{ payloadType, ...known }] : [];
  });
}
