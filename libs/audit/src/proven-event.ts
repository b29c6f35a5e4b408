import { VoxkeepError } from '@voxkeep/contracts';
import { auditLeafWithoutDetail } from './audit-leaf.js';
import { canonicalJson } from './canonical-json.js';
import { hashBytes } from './hashing.js';

/** An event as a proof carries it: everything that its leaf commits to, the detail as its SHA-256 only. */
export interface ProvenEvent {
  /** Ids, codes, times and column names. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** SHA-256 of the sealed detail; that of no bytes where there is none. */
  readonly detailHash: Buffer;
  readonly salt: Buffer;
}

/** The event as bytes for the `extra` line of a proof: canonical JSON, hashes in base64. */
export function encodeEvent({ fields, detailHash, salt }: ProvenEvent): Buffer {
  return Buffer.from(canonicalJson({ detailHash: detailHash.toString('base64'), fields, salt: salt.toString('base64') }), 'utf8');
}

/** Reads what {@link encodeEvent} writes. Throws `proof.event` for anything else. */
export function decodeEvent(bytes: Uint8Array): ProvenEvent {
  try {
    const { detailHash, fields, salt } = JSON.parse(Buffer.from(bytes).toString('utf8')) as Record<string, unknown>;
    const event = { fields: recordOf(fields), detailHash: bytesOf(detailHash), salt: bytesOf(salt) };
    if (event.detailHash.length === hashBytes && encodeEvent(event).equals(bytes)) return event;
  } catch {
    // Falls through: whatever could not be read is not an event.
  }
  throw new VoxkeepError('proof.event');
}

/** The leaf hash of an event as a proof carries it. */
export function leafOfEvent(event: ProvenEvent): Buffer {
  return auditLeafWithoutDetail(event);
}

function recordOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new VoxkeepError('proof.event');
  return value as Record<string, unknown>;
}

function bytesOf(value: unknown): Buffer {
  if (typeof value !== 'string') throw new VoxkeepError('proof.event');
  return Buffer.from(value, 'base64');
}
