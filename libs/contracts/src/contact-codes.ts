import { recordingAlarms } from './vocabulary.js';

const alarms = recordingAlarms.flatMap((alarm) => [`alarm.${alarm}.raised`, `alarm.${alarm}.cleared`] as const);

/** Ends that nobody told, so that a rule made them. */
export const endsByRule = [
  'gone',
  'no-media',
  'no-call',
  'not-held',
  'recorder-away',
] as const satisfies readonly ContactEndReason[];
export type EndByRule = (typeof endsByRule)[number];
const endings = endsByRule.map((reason) => `contact.ended.${reason}` as const);

/**
 * Every code that may be written into the events of a contact; a page says each in words, in every language. `offer`, `body`,
 * `sdp` and `metadata` name what was odd about a request of the client, `stream` what was odd about its media.
 */
export const contactEventCodes = [
  'recording.begun',
  'recording.continued',
  'recording.paused',
  'recording.stopped',
  'recording.resumed',
  'recording.removed',
  'recording.finished',
  'recording.broke-off',
  'recording.left-empty',
  'recording.rest-missing',
  'recording.waits-for-vault',
  'contact.key-too-long',
  'contact.follows',
  'contact.followed',
  ...endings,
  'party.unassigned',
  'party.role-unknown',
  'gate.refused',
  'stream.held',
  'stream.resumed',
  'stream.change-refused',
  'stream.clock-jumped',
  'stream.other-payload',
  'stream.source-moved',
  'stream.foreign-packets',
  'stream.codec-not-storable',
  'stream.not-audio',
  'stream.disabled',
  'stream.protocol-unsupported',
  'stream.too-many-streams',
  'offer.unmarked',
  'body.too-large',
  'body.too-many-parts',
  'body.malformed',
  'body.content-type-missing',
  'body.boundary-mismatch',
  'body.legacy-metadata-type',
  'body.odd-metadata-type',
  'body.several-offers',
  'body.no-sdp',
  'body.no-metadata',
  'sdp.malformed',
  'sdp.too-large',
  'sdp.no-media',
  'sdp.too-many-media',
  'metadata.malformed',
  'metadata.too-large',
  'metadata.not-rs-metadata',
  'metadata.unescaped-ampersand',
  'metadata.odd-root',
  'metadata.elements-dropped',
  ...alarms,
] as const;
export type ContactEventCode = (typeof contactEventCodes)[number];

/**
 * Why a contact was closed. The client said so (`bye`, `cancelled`) or fell silent (`no-ack`, `transport`, `gone`, `no-media`), the
 * recorder ended it (`recorder-stopped`, `ended-by-command`) or was cut off (`interrupted`), or nobody told the end, so that a rule did.
 */
export const contactEndReasons = [
  'bye',
  'cancelled',
  'no-ack',
  'transport',
  'gone',
  'no-media',
  'recorder-stopped',
  'ended-by-command',
  'interrupted',
  'no-call',
  'not-held',
  'recorder-away',
] as const;
export type ContactEndReason = (typeof contactEndReasons)[number];

/** Events that name another contact: that of the customer before, or after, in one recording session. */
export const eventsOfNeighbours: readonly string[] = [
  'contact.follows',
  'contact.followed',
] satisfies readonly ContactEventCode[];
