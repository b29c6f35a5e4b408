import { readEnvelopeHeader } from '@voxkeep/personal-data';
import type { SealedPlace } from './sealed-place.js';

/** A value that cannot be read: the row it stands in and the key it needs. Random ids and codes, nothing personal. */
export interface SealFault {
  readonly reason: 'key-destroyed' | 'altered';
  readonly table: string;
  readonly column: string;
  readonly row: string;
  readonly ownerId: string;
  readonly ownerClass: string;
  /** Null when the envelope is too damaged to say. */
  readonly epoch: number | null;
}

/** Names row and key of a sealed value. */
export function faultOf(place: SealedPlace, envelope: Buffer, reason: SealFault['reason']): SealFault {
  const { entity: table, column, rowId: row, ownerId, ownerClass } = place;
  return { reason, table, column, row, ownerId, ownerClass, epoch: epochIn(envelope) };
}

function epochIn(envelope: Buffer): number | null {
  try {
    return readEnvelopeHeader(envelope).epoch;
  } catch {
    return null;
  }
}
