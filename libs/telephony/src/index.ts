export { parseSiprecBody } from './siprec/body.js';
export type { BodyProblem, SiprecBody } from './siprec/body.js';
export { metadataFault, parseRecordingMetadata } from './siprec/metadata.js';
export type { MetadataFault, MetadataFlag, RequestFlag } from './siprec/metadata.js';
export type {
  MetadataParticipant,
  MetadataProblem,
  MetadataSession,
  MetadataStream,
  RecordingMetadata,
  SessionAssociation,
  StreamAssociation,
} from './siprec/metadata.js';
export { applyMetadata } from './siprec/apply-metadata.js';
export { parseAddressOfRecord, withholds } from './siprec/address-of-record.js';
export type { PartyAddress } from './siprec/address-of-record.js';
export { hearParties, matchParties } from './siprec/parties.js';
export type { HeardParties, LabelledStream, PartyRole, PartyRule, PresentPerson, StreamParty } from './siprec/parties.js';
export { parseOffer } from './sdp/offer.js';
export type { Direction, OfferedCodec, OfferedMedia, RecordState, SdpOffer, SdpProblem } from './sdp/offer.js';
export { answerOffer, refusedChangesOf, storableLines } from './sdp/answer.js';
export type { AcceptedStream, AnswerOptions, RefusedReason, RefusedStream, SdpAnswer } from './sdp/answer.js';
export { codecWarning } from './sdp/refused-codecs.js';
export type { RefusedCodec } from './sdp/refused-codecs.js';
export { buildRtp } from './rtp/packet.js';
export type { RtpPacket } from './rtp/packet.js';
export { TELEPHONE_KEYS, decodeTelephoneEvent, encodeTelephoneEvent } from './rtp/telephone-event.js';
export type { TelephoneEvent } from './rtp/telephone-event.js';
export type { RtpSpan } from './rtp/reorder.js';
export { StreamReader } from './rtp/stream-reader.js';
export type { PauseEnd } from './rtp/after-pause.js';
export type { OctetKind, PayloadTypes, StreamEar, StreamStatistics, StreamWatch } from './rtp/stream-reader.js';
export { G711_RATE, decodeG711, encodeG711, silenceOctet } from './g711.js';
export type { G711Codec } from './g711.js';
export { interleave, wavHeader } from './wav.js';
export type { WavFormat } from './wav.js';
export { generateSpeech } from './speech.js';
