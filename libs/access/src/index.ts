export { decide, type Decision, type Reason, type Wanted } from './decision/decide.js';
export { explain, wayOf, type Explanation } from './decision/explain.js';
export { resolveRights, type Grant, type Holder, type HolderKind, type Memberships } from './decision/resolve-rights.js';
export {
  grantRefusals,
  mayAddMember,
  mayGrant,
  type GrantDecision,
  type GrantRefusal,
  type Person,
} from './granting/may-grant.js';
export { findConflict, separatedDuties, type Duty } from './granting/separation-of-duties.js';
export type { Right, RightTerms, Through } from './right.js';
export { defaultRoles, type DefaultRole } from './roles/default-roles.js';
export { defaultRoleCodes, type DefaultRoleCode } from './roles/default-role-codes.js';
export { accessTypesOf, guardedObjectTypes, isGuarded, managedAccessTypes } from './vocabulary.js';
