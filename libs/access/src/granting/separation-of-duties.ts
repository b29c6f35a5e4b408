import type { AccessType, ObjectType } from '@voxkeep/contracts';
import { decide } from '../decision/decide.js';
import type { Right } from '../right.js';

/** Something that a person can hold: any of the access types on the object type. */
export interface Duty {
  readonly objectType: ObjectType;
  readonly accessTypes: readonly AccessType[];
}

/**
 * Pairs that never meet in one person (06): who opens the Data Protection Officer's service cannot change who holds what, and who
 * administers rights cannot open it.
 */
export const separatedDuties: readonly { readonly code: string; readonly one: Duty; readonly other: Duty }[] = [
  {
    code: 'data-protection-and-roles',
    one: { objectType: 'personal-data-protection', accessTypes: ['view', 'modify', 'create', 'delete', 'use'] },
    other: { objectType: 'role', accessTypes: ['modify', 'create', 'delete', 'manage-rights', 'manage-members'] },
  },
];

/** The code of the first pair that meets in these rights of one person, or undefined. */
export function findConflict(rights: readonly Right[]): string | undefined {
  return separatedDuties.find(({ one, other }) => holds(rights, one) && holds(rights, other))?.code;
}

function holds(rights: readonly Right[], duty: Duty): boolean {
  return duty.accessTypes.some(
    (accessType) => decide(rights, { objectType: duty.objectType, accessType }).allowed || wouldDelete(rights, duty, accessType),
  );
}

/** A deletion right without the view does nothing today and everything after one more grant. */
function wouldDelete(rights: readonly Right[], { objectType }: Duty, accessType: AccessType): boolean {
  return (
    accessType === 'delete' &&
    rights.some((right) => right.mayUse && right.objectType === objectType && right.accessType === 'delete')
  );
}
