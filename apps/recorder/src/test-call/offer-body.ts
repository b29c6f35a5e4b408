import type { Party } from './test-audio.js';
import { codecLines, payloadTypeOf, type TestCodec } from './test-codecs.js';

export const BOUNDARY = 'voxkeep-test-call';
export const TELEPHONE_EVENT = 101;

export interface OfferedStream {
  readonly party: Party;
  readonly label: string;
  readonly aor: string;
  readonly port: number;
}

export interface OfferBody {
  readonly address: string;
  readonly codec: TestCodec;
  readonly sessionId: string;
  readonly version: number;
  /** Every stream is on hold. */
  readonly isHeld?: boolean;
  readonly streams: readonly OfferedStream[];
}

/** Our side of the media, one `m=` line a stream. */
export function offerSdp({ address, codec, version, isHeld = false, streams }: OfferBody): string {
  const family = address.includes(':') ? 'IP6' : 'IP4';
  const payloadType = payloadTypeOf(codec);
  const lines = streams.flatMap(({ label, port }) => [
    `m=audio ${port} RTP/AVP ${payloadType} ${TELEPHONE_EVENT}`,
    ...codecLines(codec),
    `a=rtpmap:${TELEPHONE_EVENT} telephone-event/8000`,
    `a=fmtp:${TELEPHONE_EVENT} 0-15`,
    'a=ptime:20',
    `a=label:${label}`,
    isHeld ? 'a=inactive' : 'a=sendonly',
  ]);
  return [
    'v=0',
    `o=test-call 1 ${version} IN ${family} ${address}`,
    's=-',
    `c=IN ${family} ${address}`,
    't=0 0',
    ...lines,
    '',
  ].join('\r\n');
}

/** RFC 7865 metadata: one session, a participant for each stream. */
export function offerMetadata({ sessionId, streams }: OfferBody): string {
  const parties = streams.flatMap(({ party, label, aor }) => [
    `<participant participant_id="participant-${party}"><nameID aor="${escaped(aor)}"/></participant>`,
    `<stream stream_id="stream-${party}" session_id="session-1"><label>${label}</label></stream>`,
    `<participantsessionassoc participant_id="participant-${party}" session_id="session-1"/>`,
    `<participantstreamassoc participant_id="participant-${party}"><send>stream-${party}</send></participantstreamassoc>`,
  ]);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<recording xmlns="urn:ietf:params:xml:ns:recording:1"><datamode>complete</datamode>',
    `<session session_id="session-1"><sipSessionID>${escaped(sessionId)}</sipSessionID></session>`,
    ...parties,
    '</recording>',
  ].join('\r\n');
}

/** The two as RFC 7866 §9.1 puts them together. */
export function offerBody(offer: OfferBody): string {
  return [
    `--${BOUNDARY}`,
    'Content-Type: application/sdp',
    '',
    offerSdp(offer),
    `--${BOUNDARY}`,
    'Content-Type: application/rs-metadata+xml',
    'Content-Disposition: recording-session',
    '',
    offerMetadata(offer),
    `--${BOUNDARY}--`,
    '',
  ].join('\r\n');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
