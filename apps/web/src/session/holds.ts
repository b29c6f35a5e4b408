import type { AccessType, http, ObjectType } from '@voxkeep/contracts';

export type NeededRight = readonly [objectType: ObjectType, accessType: AccessType];
type HeldRights = http.SessionAnswer['rights'];

const managed: readonly AccessType[] = ['view', 'modify', 'create', 'delete'];

/**
 * Whether the rights open this for at least one object. `manage` stands for view, modify, create and delete and for nothing else
 * (06-access).
 */
export function holdsRight(rights: HeldRights, [objectType, accessType]: NeededRight): boolean {
  return rights.some((right) => right.objectType === objectType && opens(right.accessType, accessType));
}

function opens(held: AccessType, asked: AccessType): boolean {
  return held === asked || (held === 'manage' && managed.includes(asked));
}
