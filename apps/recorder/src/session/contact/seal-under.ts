import type { KeyRing } from '@voxkeep/keyring';
import { Sealed, sealText, sealedColumns, type EntityClass } from '@voxkeep/personal-data';

/** Owner keys begin with epoch 1; a session never outlives it. */
const epoch = 1;

/**
 * Seals one value with a key that the session holds already, so that opening a contact asks nobody. Null when there is nothing to seal
 * or the key is not held: then the value is not kept.
 */
export function sealUnder(
  keys: KeyRing,
  entity: EntityClass,
  property: string,
  place: { readonly rowId: string; readonly ownerId: string },
  text: string | undefined,
): Sealed | null {
  const column = sealedColumns(entity).find((sealed) => sealed.property === property);
  const key = column && keys.key(place.ownerId, column.ownerClass, column.domain);
  if (!column || !key || text === undefined) return null;
  return new Sealed(sealText(key, { ...column, ...place, epoch }, text));
}
