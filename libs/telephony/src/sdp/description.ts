import type { Direction, OfferedCodec, RecordState } from './offer.js';

/** The session part of a description, or one `m=` line with its attributes. Of each attribute the first counts. */
export interface Section {
  /** What stands behind `m=`. */
  readonly value: string;
  connection?: string;
  label?: string;
  direction?: Direction;
  record?: RecordState;
  readonly codecs: Map<number, Omit<OfferedCodec, 'payloadType'>>;
}

/** A session description, line by line; what the recorder does not need is passed over. */
export interface Description {
  readonly session: Section;
  readonly media: readonly Section[];
}

const directions = ['sendrecv', 'sendonly', 'recvonly', 'inactive'] as const;
const recordStates = ['on', 'off', 'paused'] as const;

const MAX_LINES = 4000;

/** Reads the lines of a description (RFC 8866), which may end in CR LF or in LF; undefined without its version line, or with too many lines. */
export function readDescription(sdp: string): Description | undefined {
  const session = sectionOf('');
  const media: Section[] = [];
  let hasVersion = false;
  let lines = 0;
  for (let from = 0; from < sdp.length; lines += 1) {
    if (lines >= MAX_LINES) return undefined;
    const end = sdp.indexOf('\n', from);
    const line = sdp.slice(from, end < 0 ? undefined : end).trimEnd();
    from = end < 0 ? sdp.length : end + 1;
    hasVersion ||= line.trimStart() === 'v=0';
    if (line.startsWith('m=')) media.push(sectionOf(line.slice(2)));
    else readLine(media.at(-1) ?? session, line);
  }
  return hasVersion ? { session, media } : undefined;
}

const sectionOf = (value: string): Section => ({ value, codecs: new Map() });

function readLine(section: Section, line: string): void {
  if (line.startsWith('c=')) section.connection ??= line.slice(2);
  if (!line.startsWith('a=')) return;
  const colon = line.indexOf(':');
  const name = line.slice(2, colon < 0 ? undefined : colon);
  const value = colon < 0 ? '' : line.slice(colon + 1);
  readAttribute(section, name, value);
}

function readAttribute(section: Section, name: string, value: string): void {
  const direction = directions.find((known) => known === name);
  const record = name === 'record' ? recordStates.find((known) => known === value.trim()) : undefined;
  if (direction) section.direction ??= direction;
  else if (record) section.record ??= record;
  else if (name === 'label' && value !== '') section.label ??= value;
  else if (name === 'rtpmap') readMapping(section, value);
}

/** `101 telephone-event/8000/1`; a mapping without a rate is of 8 kHz. */
function readMapping({ codecs }: Section, value: string): void {
  const [, payload = '', name = '', rate = '8000', channels = '1'] =
    /^(\d{1,3})[ \t]+([^\s/]{1,40})(?:\/(\d{1,7})(?:\/(\d{1,3}))?)?$/.exec(value.trim()) ?? [];
  if (name === '' || codecs.has(Number(payload))) return;
  const count = Number(channels);
  codecs.set(Number(payload), { name: name.toUpperCase(), clockRate: Number(rate), ...(count > 1 && { channels: count }) });
}
