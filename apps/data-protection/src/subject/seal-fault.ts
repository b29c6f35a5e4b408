import { readEnvelopeHeader, type Row, type SealedColumn } from '@voxkeep/personal-data';

/** A value that cannot be opened: in which row it stands and which key it needs. Random ids and codes, nothing personal. */
export interface SealFault {
  readonly reason: 'key-destroyed' | 'altered';
  readonly table: string;
  readonly row: string;
  readonly ownerId: string;
  readonly ownerClass: string;
  /** Null when the envelope is too damaged to say. */
  readonly epoch: number | null;
}

/** Names row and key of a sealed column. */
export function faultOf(table: string, column: SealedColumn, row: Row, reason: SealFault['reason']): SealFault {
  const { owner, ownerClass } = column;
  return { reason, table, row: String(row['id']), ownerId: String(row[owner]), ownerClass, epoch: epochOf(row[column.column]) };
}

function epochOf(envelope: unknown): number | null {
  try {
    return Buffer.isBuffer(envelope) ? readEnvelopeHeader(envelope).epoch : null;
  } catch {
    return null;
  }
}
