import type { AccessType, ObjectType } from '@voxkeep/contracts';

/** The way by which a right reaches a user. Codes and names of roles and groups are no personal data. */
export type Through =
  | { readonly kind: 'direct' }
  | { readonly kind: 'group'; readonly groupId: string; readonly group: string }
  | { readonly kind: 'role'; readonly roleId: string; readonly role: string }
  | {
      readonly kind: 'role-of-group';
      readonly roleId: string;
      readonly role: string;
      readonly groupId: string;
      readonly group: string;
    };

/**
 * What a right conveys, wherever it is granted: doing it (`mayUse`), passing it on (`mayGrant`), or both. `objectId` null means all
 * objects of the type. Rights only add; there is no deny.
 */
export interface RightTerms {
  readonly objectType: ObjectType;
  readonly objectId: string | null;
  readonly accessType: AccessType;
  readonly mayUse: boolean;
  readonly mayGrant: boolean;
}

/** A right as one user holds it. */
export interface Right extends RightTerms {
  readonly through: Through;
}
