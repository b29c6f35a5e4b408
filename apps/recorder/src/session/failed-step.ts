import { isVoxkeepError } from '@voxkeep/contracts';
import { sqlRefusal } from '@voxkeep/platform';

const restsMs = [100, 250, 500, 1000, 2000] as const;
/** A class of SQLSTATE that the same statement meets again: data, integrity, syntax. */
const lasting = /^(22|23|42)/;

/** Whether trying again would meet the same failure; an unreachable database is the one thing that heals by itself. */
export function isLasting(error: unknown): boolean {
  if (isVoxkeepError(error) || error instanceof TypeError || error instanceof RangeError) return true;
  return lasting.test(sqlRefusal(error)?.state ?? '');
}

/** How long to wait before a step is tried again that has failed so often in a row; milliseconds. */
export function restAfter(failures: number): number {
  return restsMs[Math.min(failures, restsMs.length) - 1] ?? restsMs[0];
}
