import type { AccessType, ObjectType } from '@voxkeep/contracts';
import type { Right, RightTerms } from '../right.js';
import { managedAccessTypes } from '../vocabulary.js';

/** What somebody wants to do. `objectId`: one object; null: all objects of the type; left out: at least one, which lists then filter in SQL. */
export interface Wanted {
  readonly objectType: ObjectType;
  readonly accessType: AccessType;
  readonly objectId?: string | null;
}

/** A right that allows it; `implied` when it is `manage` that stands for what was wanted. */
export interface Reason {
  readonly right: Right;
  readonly implied: boolean;
}

export interface Decision {
  readonly allowed: boolean;
  readonly because: readonly Reason[];
}

/** Decides from the rights that a user holds. Rights add, none takes away, and a deletion also needs the view (06). */
export function decide(rights: readonly Right[], wanted: Wanted): Decision {
  const because = reasonsFor(
    rights.filter((right) => right.mayUse),
    wanted,
  );
  if (because.length === 0) return { allowed: false, because };
  if (wanted.accessType === 'delete' && !decide(rights, { ...wanted, accessType: 'view' }).allowed)
    return { allowed: false, because: [] };
  return { allowed: true, because };
}

/** The rights among these that cover what is wanted, whatever they convey. */
export function reasonsFor(rights: readonly Right[], wanted: Wanted): readonly Reason[] {
  return rights
    .filter((right) => covers(right, wanted))
    .map((right) => ({ right, implied: right.accessType !== wanted.accessType }));
}

/** Whether the terms of a right reach an object and an access type, whatever they convey. */
export function covers(right: RightTerms, wanted: Wanted): boolean {
  if (right.objectType !== wanted.objectType) return false;
  if (wanted.objectId !== undefined && right.objectId !== null && right.objectId !== wanted.objectId) return false;
  return right.accessType === wanted.accessType || (right.accessType === 'manage' && isManaged(wanted.accessType));
}

function isManaged(accessType: AccessType): boolean {
  return (managedAccessTypes as readonly AccessType[]).includes(accessType);
}
