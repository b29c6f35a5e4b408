import type { AccessType, ObjectType } from '@voxkeep/contracts';
import type { RightTerms } from '../right.js';

/** What a default role conveys: doing, passing on, or both. */
export type Conveys = 'use' | 'grant' | 'use-and-grant';

/** Terms for every pair of these object and access types, on all objects. */
export function terms(
  conveys: Conveys,
  objects: readonly ObjectType[],
  accessTypes: readonly AccessType[],
): readonly RightTerms[] {
  return objects.flatMap((objectType) =>
    accessTypes.map((accessType) => ({
      objectType,
      objectId: null,
      accessType,
      mayUse: conveys !== 'grant',
      mayGrant: conveys !== 'use',
    })),
  );
}

/** The same terms, to pass on only. */
export function toPassOn(given: readonly RightTerms[]): readonly RightTerms[] {
  return given.map((each) => ({ ...each, mayUse: false, mayGrant: true }));
}

/** Terms on all objects, each pair of object and access type once, conveying what any of them conveyed. */
export function merged(given: readonly RightTerms[]): readonly RightTerms[] {
  const once = new Map<string, RightTerms>();
  for (const each of given) {
    const key = `${each.objectType} ${each.accessType}`;
    const before = once.get(key);
    once.set(
      key,
      before ? { ...before, mayUse: before.mayUse || each.mayUse, mayGrant: before.mayGrant || each.mayGrant } : each,
    );
  }
  return [...once.values()];
}
