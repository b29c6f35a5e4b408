import { isVoxkeepError } from '@voxkeep/contracts';
import { diagnostics, isOutOfReach } from '@voxkeep/platform';
import { retentionBatchFailed } from './events.js';

/** What came of the parts that could be removed, and how many rows could not. */
export interface Removed<T> {
  readonly done: readonly T[];
  readonly failed: number;
}

/**
 * Removes rows of a class together; where that fails, each half by itself, down to the row that cannot go. That one is told and left for
 * the next run, and keeps no other. Throws when a database, the vault or the keyring cannot be reached: no row is to blame for that.
 */
export async function removeInParts<R, T>(
  className: string,
  rows: readonly R[],
  remove: (rows: readonly R[]) => Promise<T>,
): Promise<Removed<T>> {
  try {
    return { done: [await remove(rows)], failed: 0 };
  } catch (error) {
    if (isOutOfReach(error) || (isVoxkeepError(error) && error.code.startsWith('keyring.'))) throw error;
    if (rows.length > 1) return removeHalves(className, rows, remove);
    diagnostics.record(retentionBatchFailed, { class: className, rows: rows.length, error });
    return { done: [], failed: rows.length };
  }
}

async function removeHalves<R, T>(
  className: string,
  rows: readonly R[],
  remove: (rows: readonly R[]) => Promise<T>,
): Promise<Removed<T>> {
  const middle = Math.ceil(rows.length / 2);
  const first = await removeInParts(className, rows.slice(0, middle), remove);
  const second = await removeInParts(className, rows.slice(middle), remove);
  return { done: [...first.done, ...second.done], failed: first.failed + second.failed };
}
