import type { AccessType } from '@voxkeep/contracts';
import { decide, reasonsFor, type Reason } from '../decision/decide.js';
import type { Grant } from '../decision/resolve-rights.js';
import type { Right, RightTerms } from '../right.js';
import { findConflict } from './separation-of-duties.js';
import { isGuarded, managedAccessTypes } from '../vocabulary.js';

/** A person and everything that they hold now. */
export interface Person {
  readonly userId: string;
  readonly rights: readonly Right[];
}

export const grantRefusals = [
  'nothing-granted',
  'not-held-with-grant',
  'named-persons-only',
  'use-and-grant',
  'never-oneself',
  'raises-oneself',
  'separation-of-duties',
] as const;
export type GrantRefusal = (typeof grantRefusals)[number];
export type GrantDecision =
  { readonly allowed: true; readonly because: readonly Reason[] } | { readonly allowed: false; readonly refused: GrantRefusal };

/**
 * Decides whether a person may make this grant. `reached` are the persons that it would reach, with what they hold now.
 * Nobody grants what they do not hold with grant; nobody raises themselves; guarded objects go to named persons, either to use or to
 * pass on, and never to the granter; duties that are separated do not meet in one person.
 */
export function mayGrant(granter: Person, grant: Grant, reached: readonly Person[]): GrantDecision {
  if (!grant.mayUse && !grant.mayGrant) return refuse('nothing-granted');
  const because = grantable(granter.rights, grant);
  if (because.length === 0) return refuse('not-held-with-grant');
  const refused = guardedRefusal(granter, grant, reached) ?? conveyRefusal(granter, [grant], reached);
  return refused === undefined ? { allowed: true, because } : refuse(refused);
}

/**
 * Decides whether a person may let another join a group or role: it grants everything that the group or role conveys, so each right of
 * it must be held with grant.
 */
export function mayAddMember(granter: Person, conveyed: readonly RightTerms[], member: Person): GrantDecision {
  const because: Reason[] = [];
  for (const terms of conveyed) {
    const reasons = grantable(granter.rights, terms);
    if (reasons.length === 0) return refuse('not-held-with-grant');
    if (isGuarded(terms.objectType)) return refuse('named-persons-only');
    because.push(...reasons);
  }
  const refused = conveyRefusal(granter, conveyed, [member]);
  return refused === undefined ? { allowed: true, because } : refuse(refused);
}

function refuse(refused: GrantRefusal): GrantDecision {
  return { allowed: false, refused };
}

/** The granter's rights that cover the grant with the right to pass on. `manage` may be put together from its four parts. */
function grantable(rights: readonly Right[], { objectType, objectId, accessType }: RightTerms): readonly Reason[] {
  const held = rights.filter((right) => right.mayGrant);
  const whole = reasonsFor(held, { objectType, objectId, accessType });
  if (whole.length > 0 || accessType !== 'manage') return whole;
  const parts = managedAccessTypes.map((part: AccessType) => reasonsFor(held, { objectType, objectId, accessType: part }));
  return parts.every((part) => part.length > 0) ? parts.flat() : [];
}

function guardedRefusal(granter: Person, grant: Grant, reached: readonly Person[]): GrantRefusal | undefined {
  if (!isGuarded(grant.objectType)) return undefined;
  if (grant.holder.kind !== 'user') return 'named-persons-only';
  if (grant.mayUse && grant.mayGrant) return 'use-and-grant';
  if (grant.holder.id === granter.userId || reached.some(({ userId }) => userId === granter.userId)) return 'never-oneself';
  return reached.some(({ rights }) => meetsOpposite(rights, grant)) ? 'use-and-grant' : undefined;
}

/** Who appoints holders of a guarded object does not use it, and the other way round. */
function meetsOpposite(rights: readonly Right[], grant: Grant): boolean {
  return rights.some((right) => right.objectType === grant.objectType && (grant.mayUse ? right.mayGrant : right.mayUse));
}

function conveyRefusal(granter: Person, conveyed: readonly RightTerms[], reached: readonly Person[]): GrantRefusal | undefined {
  for (const person of reached) {
    if (person.userId === granter.userId && conveyed.some((terms) => raises(granter, terms))) return 'raises-oneself';
    const after = [...person.rights, ...conveyed.map((terms): Right => ({ ...terms, through: { kind: 'direct' } }))];
    if (findConflict(after) !== undefined) return 'separation-of-duties';
  }
  return undefined;
}

function raises(granter: Person, terms: RightTerms): boolean {
  if (!terms.mayUse) return false;
  const { objectType, objectId, accessType } = terms;
  const parts = accessType === 'manage' ? managedAccessTypes : [accessType];
  return !parts.every((part) => decide(granter.rights, { objectType, objectId, accessType: part }).allowed);
}
