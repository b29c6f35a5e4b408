import { ownerClasses } from '@voxkeep/personal-data';
import { code, defineEvent, int } from '@voxkeep/platform';

/** A pass over the sealed values of a class ended; unreadable ones were altered or moved and keep their old key. */
export const valuesResealed = defineEvent('keys.values-resealed', {
  ownerClass: code(ownerClasses),
  resealed: int(),
  unreadable: int(),
});

/** A pass over contact points ended; `left` could not be indexed, or share their index with another point. */
export const pointsReindexed = defineEvent('keys.points-reindexed', { written: int(), left: int() });

export const keysRetired = defineEvent('keys.retired', { keys: int() });
