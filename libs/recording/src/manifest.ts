import type { AudioChannel, RecordingOutcome } from '@voxkeep/contracts';
import { canonicalJson, type JsonValue } from './canonical-json.js';
import type { RecordingGap } from './recording-gap.js';
import type { SegmentCodec } from './segment-header.js';

/** A segment file as the manifest states it. `sha512`: hex of the whole ciphertext file. */
export interface ManifestSegment {
  readonly segmentId: string;
  readonly fileId: string;
  readonly channel: AudioChannel;
  readonly segmentNumber: number;
  readonly codec: SegmentCodec;
  readonly startMs: number;
  readonly octets: number;
  readonly sha512: string;
  /** True when the file was rebuilt after the writer was cut off. */
  readonly recovered: boolean;
}

/** A later version of the recording (a redaction); version 1 is the recording as made. */
export interface ManifestVersion {
  readonly version: number;
  readonly reason: string;
  readonly fileIds: readonly string[];
}

/** Everything that says what a recording consists of; ids, numbers and codes only. */
export interface RecordingManifest {
  readonly recordingId: string;
  readonly segments: readonly ManifestSegment[];
  readonly gaps: readonly RecordingGap[];
  readonly outcome: RecordingOutcome;
  readonly versions: readonly ManifestVersion[];
}

const format = 'voxkeep.recording-manifest.v1';

/**
 * The manifest as JCS bytes (RFC 8785), ready to be signed and sealed: the same recording gives the same bytes, whatever the order
 * in which its parts were listed.
 */
export function encodeManifest(manifest: RecordingManifest): Buffer {
  const document: JsonValue = {
    format,
    recordingId: manifest.recordingId,
    outcome: manifest.outcome,
    segments: [...manifest.segments].sort(bySegment).map(segmentJson),
    gaps: [...manifest.gaps].sort(byTime).map(gapJson),
    versions: [...manifest.versions]
      .sort((a, b) => a.version - b.version)
      .map((v) => ({ version: v.version, reason: v.reason, fileIds: v.fileIds })),
  };
  return Buffer.from(canonicalJson(document), 'utf8');
}

function bySegment(a: ManifestSegment, b: ManifestSegment): number {
  if (a.channel !== b.channel) return a.channel < b.channel ? -1 : 1;
  return a.segmentNumber - b.segmentNumber || (a.segmentId < b.segmentId ? -1 : 1);
}

function byTime(a: RecordingGap, b: RecordingGap): number {
  return a.fromMs - b.fromMs || (a.reason < b.reason ? -1 : 1);
}

function segmentJson(segment: ManifestSegment): JsonValue {
  const { segmentId, fileId, channel, segmentNumber, codec, startMs, octets, sha512, recovered } = segment;
  return { segmentId, fileId, channel, segmentNumber, codec, startMs, octets, sha512, recovered };
}

function gapJson(gap: RecordingGap): JsonValue {
  return gap.toMs === undefined
    ? { reason: gap.reason, fromMs: gap.fromMs }
    : { reason: gap.reason, fromMs: gap.fromMs, toMs: gap.toMs };
}
