import { isVoxkeepError } from '@voxkeep/contracts';
import { sqlRefusal } from '@voxkeep/platform';

/** What failed for good may only be mended by somebody. */
const longRestsMs = [100, 1000, 10_000, 60_000, 600_000] as const;
const restsMs = [100, 250, 500, 1000, 2000] as const;
/** A class of SQLSTATE that the same statement meets again: data, integrity, syntax. */
const lasting = /^(22|23|42)/;

/** Whether trying again would meet the same failure; an unreachable database is the one thing that heals by itself. */
export function isLasting(error: unknown): boolean {
  if (isOwedByKeyring(error)) return false;
  if (isVoxkeepError(error) || error instanceof TypeError || error instanceof RangeError) return true;
  return lasting.test(sqlRefusal(error)?.state ?? '');
}

/** What the database said of one transaction alone: a deadlock, a lock, a time that was up. */
const ofOneAlone = /^(40|55|57014)/;

/** Whether the keyring owes the word by which the contact of a call is known: the database is there, and so is the call. */
export function isOwedByKeyring(error: unknown): boolean {
  return isVoxkeepError(error, 'contact.not-yet-compared');
}

/** Whether a failure says nothing of what others do: it lasts, or the database answered, and refused this one. */
export function isOfOneAlone(error: unknown): boolean {
  return isLasting(error) || isOwedByKeyring(error) || ofOneAlone.test(sqlRefusal(error)?.state ?? '');
}

/** How long to wait before a step is tried again that has failed so often in a row, `lasting`: for good; milliseconds. */
export function restAfter(failures: number, lasting = false): number {
  const rests = lasting ? longRestsMs : restsMs;
  return rests[Math.min(failures, rests.length) - 1] ?? rests[0];
}
