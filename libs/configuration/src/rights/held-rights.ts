import type { Person, Right, RightTerms, Through } from '@voxkeep/access';
import type { AccessType, ObjectType } from '@voxkeep/contracts';
import type { Transaction } from '@voxkeep/platform';

/** A row of the view `access.rights`: one right of one user by one way. */
export interface HeldRow {
  readonly user_id: string;
  readonly object_type: ObjectType;
  readonly object_id: string | null;
  readonly access_type: AccessType;
  readonly may_use: boolean;
  readonly may_grant: boolean;
  readonly role_id: string | null;
  readonly role: string | null;
  readonly group_id: string | null;
  readonly group_name: string | null;
}

/** A row of the view as a right of libs/access. */
export function rightOf(row: HeldRow): Right {
  const { object_type: objectType, object_id: objectId, access_type: accessType, may_use: mayUse, may_grant: mayGrant } = row;
  return { objectType, objectId, accessType, mayUse, mayGrant, through: throughOf(row) };
}

function throughOf({ role_id: roleId, role, group_id: groupId, group_name: group }: HeldRow): Through {
  if (roleId !== null && role !== null) {
    return groupId !== null && group !== null
      ? { kind: 'role-of-group', roleId, role, groupId, group }
      : { kind: 'role', roleId, role };
  }
  return groupId !== null && group !== null ? { kind: 'group', groupId, group } : { kind: 'direct' };
}

/** These users with everything that they hold, as seen by this transaction; users without rights are there with none. */
export async function readPersons(t: Transaction, userIds: readonly string[]): Promise<readonly Person[]> {
  const rows = await t.rows<HeldRow>('select * from access.rights where user_id = any($1::uuid[])', [userIds]);
  return userIds.map((userId) => ({ userId, rights: rows.filter((row) => row.user_id === userId).map(rightOf) }));
}

/** Columns of right_grant under the names of libs/access. */
export const termsColumns = `object_type as "objectType", object_id as "objectId", access_type as "accessType", may_use as "mayUse", may_grant as "mayGrant"`;

/** What a role conveys to its members. */
export function readRoleTerms(t: Transaction, roleId: string): Promise<RightTerms[]> {
  return t.rows<RightTerms>(`select ${termsColumns} from right_grant where holder_kind = 'role' and holder_id = $1`, [roleId]);
}

/** What a group conveys to its members: its own grants and those of its roles. */
export function readGroupTerms(t: Transaction, groupId: string): Promise<RightTerms[]> {
  return t.rows<RightTerms>(
    `select ${termsColumns} from right_grant
     where (holder_kind = 'group' and holder_id = $1)
        or (holder_kind = 'role' and holder_id in (select role_id from role_member where member_kind = 'group' and member_id = $1))`,
    [groupId],
  );
}

/** The users whom a grant to this holder reaches. */
export async function readReached(t: Transaction, kind: 'user' | 'group' | 'role', id: string): Promise<readonly string[]> {
  if (kind === 'user') return [id];
  const rows = await t.rows<{ user_id: string }>(
    'select distinct user_id from access.holder where holder_kind = $1 and holder_id = $2',
    [kind, id],
  );
  return rows.map((row) => row.user_id);
}
