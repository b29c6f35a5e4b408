import { isVoxkeepError } from '@voxkeep/contracts';
import type { OpenedValue, Seals } from '@voxkeep/keyring';
import type { AuditedAccess, EntityClass } from '@voxkeep/personal-data';

/** A value as it was opened; `altered` when its sealed bytes are not what was sealed, or stand in another place. */
export type CarefulValue = OpenedValue | 'altered';
interface Identified {
  readonly id?: unknown;
}

/**
 * Opens rows as `Seals.open` does, but one altered value takes no other one with it: the rows are halved until it stands alone.
 * By row id, then by property. Throws what the keyring throws.
 */
export async function openCarefully<P extends string>(
  seals: Seals,
  audited: AuditedAccess,
  entityClass: EntityClass,
  rows: readonly object[],
  properties: readonly P[],
): Promise<Map<string, Readonly<Record<P, CarefulValue>>>> {
  try {
    return await seals.open(audited, entityClass, rows, properties);
  } catch (thrown) {
    if (!isAltered(thrown)) throw thrown;
  }
  const [row] = rows;
  if (rows.length > 1) {
    const middle = Math.ceil(rows.length / 2);
    const halves = [rows.slice(0, middle), rows.slice(middle)];
    const opened = await Promise.all(halves.map((half) => openCarefully(seals, audited, entityClass, half, properties)));
    return new Map(opened.flatMap((half) => [...half]));
  }
  if (row === undefined) return new Map();
  if (properties.length === 1) {
    const altered = Object.fromEntries(properties.map((property) => [property, 'altered'])) as Record<P, CarefulValue>;
    return new Map([[String((row as Identified).id), altered]]);
  }
  const single = await Promise.all(properties.map((property) => openCarefully(seals, audited, entityClass, rows, [property])));
  const id = String((row as Identified).id);
  return new Map([[id, Object.assign({}, ...single.map((one) => one.get(id))) as Record<P, CarefulValue>]]);
}

function isAltered(thrown: unknown): boolean {
  return isVoxkeepError(thrown, 'seal.unreadable') || isVoxkeepError(thrown, 'seal.envelope');
}
