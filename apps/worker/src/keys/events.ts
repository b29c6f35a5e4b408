import { ownerClasses } from '@voxkeep/personal-data';
import { code, defineEvent, dotted, errorFields, int } from '@voxkeep/platform';

/**
 * A pass over the sealed values of a class ended; unreadable ones were altered or moved and keep their old key, `columnsLeft` were not
 * gone through to their end.
 */
export const valuesResealed = defineEvent('keys.values-resealed', {
  ownerClass: code(ownerClasses),
  resealed: int(),
  unreadable: int(),
  columnsLeft: int(),
});

/** Values of a column could not be sealed anew. It is tried again in the next pass, and keeps no other from its turn. */
export const columnLeft = defineEvent(
  'keys.column-left-for-next-pass',
  { ownerClass: code(ownerClasses), table: dotted(), column: dotted(), error: errorFields() },
  'error',
);

/** A pass over contact points ended; `left` could not be indexed, or share their index with another point. */
export const pointsReindexed = defineEvent('keys.points-reindexed', { written: int(), left: int() });

export const keysRetired = defineEvent('keys.retired', { keys: int() });
