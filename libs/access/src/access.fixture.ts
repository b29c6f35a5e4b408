import type { AccessType, ObjectType } from '@voxkeep/contracts';
import type { Right, RightTerms } from './right.js';

export const sales = '00000000-0000-4000-8000-0000000000a1';
export const support = '00000000-0000-4000-8000-0000000000a2';

/** Terms that convey use on all objects unless said otherwise. */
export const conveys = (objectType: ObjectType, accessType: AccessType, more: Partial<RightTerms> = {}): RightTerms => ({
  objectType,
  accessType,
  objectId: null,
  mayUse: true,
  mayGrant: false,
  ...more,
});
/** The same as a right held directly. */
export const held = (objectType: ObjectType, accessType: AccessType, more: Partial<Right> = {}): Right => ({
  ...conveys(objectType, accessType, more),
  through: more.through ?? { kind: 'direct' },
});
