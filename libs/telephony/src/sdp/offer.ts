import * as sdpTransform from 'sdp-transform';

export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';
export type RecordState = 'on' | 'off' | 'paused';

export interface OfferedCodec {
  readonly payloadType: number;
  readonly name: string;
  readonly clockRate: number;
}

/** One `m=` line, at its position in the offer. Labels are opaque text (RFC 4574). */
export interface OfferedMedia {
  readonly index: number;
  readonly type: string;
  readonly port: number;
  readonly address?: string;
  readonly protocol: string;
  /** The formats as written, to be echoed when the line is refused (RFC 3264 §6). */
  readonly formats: string;
  readonly label?: string;
  readonly direction: Direction;
  readonly codecs: readonly OfferedCodec[];
  /** Payload type of RFC 4733 events at 8 kHz, when offered. */
  readonly telephoneEvent?: number;
  readonly record?: RecordState;
}

export interface SdpOffer {
  readonly media: readonly OfferedMedia[];
}

export type SdpProblem = 'malformed' | 'too-large' | 'no-media' | 'too-many-media';

type Media = sdpTransform.SessionDescription['media'][number];
type Session = sdpTransform.SessionDescription;

const MAX_CHARACTERS = 64 * 1024;
const MAX_MEDIA = 64;
const STATIC_CODECS: Readonly<Record<number, OfferedCodec>> = {
  0: { payloadType: 0, name: 'PCMU', clockRate: 8000 },
  8: { payloadType: 8, name: 'PCMA', clockRate: 8000 },
  9: { payloadType: 9, name: 'G722', clockRate: 8000 },
  18: { payloadType: 18, name: 'G729', clockRate: 8000 },
};

/**
 * Reads an offer (RFC 8866, RFC 3264). Never throws; an offer whose `m=` lines cannot all be read is malformed, since
 * an answer must have as many.
 */
export function parseOffer(sdp: string): { readonly offer: SdpOffer } | { readonly problem: SdpProblem } {
  if (sdp.length > MAX_CHARACTERS) return { problem: 'too-large' };
  if (!/^\s*v=0\s*$/m.test(sdp)) return { problem: 'malformed' };
  const lines = sdp.match(/^m=/gm)?.length ?? 0;
  if (lines === 0) return { problem: 'no-media' };
  if (lines > MAX_MEDIA) return { problem: 'too-many-media' };
  try {
    const session = sdpTransform.parse(sdp);
    if (session.media.length !== lines || !session.media.every(isWhole)) return { problem: 'malformed' };
    return { offer: { media: session.media.map((media, index) => readMedia(session, media, index)) } };
  } catch {
    return { problem: 'malformed' };
  }
}

/** The library leaves out what it could not read of an `m=` line, whatever its types say. */
function isWhole({ type, port, protocol }: Partial<Media>): boolean {
  return Boolean(type) && Boolean(protocol) && Number.isInteger(port) && Number(port) <= 65_535;
}

function readMedia(session: Session, media: Media, index: number): OfferedMedia {
  const formats = asWritten(media.payloads) ?? '';
  const codecs = readCodecs(media, formats);
  const telephoneEvent = codecs.find(isTelephoneEvent)?.payloadType;
  return {
    index,
    type: media.type,
    port: media.port,
    protocol: media.protocol,
    formats,
    codecs: codecs.filter(({ name }) => name !== 'TELEPHONE-EVENT'),
    ...(telephoneEvent !== undefined && { telephoneEvent }),
    ...readAttributes(session, media),
  };
}

function readAttributes(session: Session, media: Media): Pick<OfferedMedia, 'address' | 'label' | 'direction' | 'record'> {
  const address = (media.connection ?? session.connection)?.ip;
  const label = asWritten(media.label);
  const record = recordOf(media) ?? recordOf(session);
  return {
    direction: directionOf(media.direction) ?? directionOf(session.direction) ?? 'sendrecv',
    ...(address && { address }),
    ...(label !== undefined && { label }),
    ...(record && { record }),
  };
}

/** The library makes a number of a value that looks like one, such as the label `1` or a single format. */
function asWritten(value: unknown): string | undefined {
  if (typeof value === 'number') return value.toString();
  return typeof value === 'string' ? value : undefined;
}

function readCodecs(media: Media, formats: string): readonly OfferedCodec[] {
  return formats
    .trim()
    .split(/\s+/)
    .flatMap((format) => {
      const payloadType = Number(format);
      if (!/^\d{1,3}$/.test(format) || payloadType > 127) return [];
      const mapped = media.rtp.find(({ payload }) => payload === payloadType);
      if (!mapped) return STATIC_CODECS[payloadType] ?? [];
      return [{ payloadType, name: mapped.codec.toUpperCase(), clockRate: mapped.rate ?? 8000 }];
    });
}

const isTelephoneEvent = ({ name, clockRate }: OfferedCodec): boolean => name === 'TELEPHONE-EVENT' && clockRate === 8000;

function directionOf(value: unknown): Direction | undefined {
  return value === 'sendrecv' || value === 'sendonly' || value === 'recvonly' || value === 'inactive' ? value : undefined;
}

/** `a=record` (RFC 7866 §7.2) is unknown to the SDP library, which keeps it among the lines it could not read. */
function recordOf(holder: { readonly invalid?: readonly { readonly value: string }[] }): RecordState | undefined {
  const found = holder.invalid
    ?.map(({ value }) => /^record:(on|off|paused)\s*$/.exec(value)?.[1])
    .find((state) => state !== undefined);
  return found === 'on' || found === 'off' || found === 'paused' ? found : undefined;
}
