export {
  chunkBytes,
  locateOctet,
  measureMessage,
  messageBytes,
  messageHeaderBytes,
  sealedChunkBytes,
  tagBytes,
} from './chunk-layout.js';
export { ChunkOpener, openMessage } from './chunk-opener.js';
export {
  decodeSegmentHeader,
  encodeSegmentHeader,
  g711Rate,
  msOfOctets,
  octetsOfMs,
  segmentBodyOffset,
  segmentChunkOffset,
  segmentCodecs,
  segmentContext,
  segmentHeaderBytes,
  silenceOf,
  type SegmentCodec,
  type SegmentHeader,
} from './segment-header.js';
export { journalKey, segmentInputKey } from './segment-keys.js';
export { SegmentSealer, type SealedPieces } from './segment-sealer.js';
export { SegmentRebuild, type ChunkMaterial, type OctetSpan, type RebuiltChunk } from './segment-rebuild.js';
export { openJournalFrame } from './journal-frame.js';
export { beginFactChain, type FactChain, type FactChainTerms } from './journal-fact.js';
export { decodeFact, encodeFact, type CallFact, type GrantFact, type NamedParty } from './call/call-fact.js';
export { measureChannels, type MeasuredChannel } from './call/measure-channels.js';
export { recordedTime, type GapInBooks, type PlacedFile } from './call/recorded-time.js';
export { leftOfMeasure, type LeftOfMeasure } from './call/left-of-measure.js';
export {
  decodeJournal,
  encodeJournalRecord,
  isJournal,
  callOfFact,
  journalMagic,
  takenBackMark,
  type BoundRecord,
  type ClosedRecord,
  type FactRecord,
  type FrameRecord,
  type JournalReading,
  type JournalRecord,
  type OpenedRecord,
  type PlacedRecord,
} from './journal-record.js';
export {
  applyRecordingEvent,
  isRecording,
  offeredRecording,
  type DeclinedOutcome,
  type RecordingEvent,
  type RecordingPhase,
  type RecordingState,
  type TransitionRefused,
} from './state.js';
export { type RecordingGap } from './recording-gap.js';
export {
  buildTimeline,
  planSamples,
  planWavRange,
  wavBytes,
  type PlacedGap,
  type PlacedSegment,
  type PlaybackTimeline,
  type SegmentRead,
  type StereoSide,
  type TimelineSegment,
  type WavRangePlan,
} from './timeline.js';
export { canonicalJson, type JsonValue } from './canonical-json.js';
export { encodeManifest, type ManifestSegment, type ManifestVersion, type RecordingManifest } from './manifest.js';
