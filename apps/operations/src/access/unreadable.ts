import type { http } from '@voxkeep/contracts';
import type { SealFault } from '@voxkeep/keyring';

/** What of these rows cannot be read, as an answer says it; nothing when all of it can. */
export function unreadableOf(
  faults: readonly SealFault[],
  ...rows: readonly string[]
): { readonly unreadable?: http.UnreadableValue[] } {
  const found = faults.filter(({ row }) => rows.includes(row));
  return found.length === 0 ? {} : { unreadable: found.map((fault) => ({ ...fault })) };
}
