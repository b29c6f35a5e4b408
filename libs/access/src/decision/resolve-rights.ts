import type { Right, RightTerms, Through } from '../right.js';

export type HolderKind = 'user' | 'group' | 'role';

export interface Holder {
  readonly kind: HolderKind;
  readonly id: string;
}

/** A grant as it is stored: terms and who holds them. */
export interface Grant extends RightTerms {
  readonly holder: Holder;
}

/** Who belongs where: groups hold users, roles hold users and groups. */
export interface Memberships {
  readonly groups: readonly { readonly id: string; readonly name: string; readonly users: readonly string[] }[];
  readonly roles: readonly {
    readonly id: string;
    readonly code: string;
    readonly users: readonly string[];
    readonly groups: readonly string[];
  }[];
}

/** The rights that reach a user: directly, through groups, through roles, and through roles of groups; one entry per way. */
export function resolveRights(userId: string, memberships: Memberships, grants: readonly Grant[]): readonly Right[] {
  const ways = waysTo(userId, memberships);
  return grants.flatMap(({ holder, ...terms }) =>
    (ways.get(`${holder.kind} ${holder.id}`) ?? []).map((through) => ({ ...terms, through })),
  );
}

function waysTo(userId: string, { groups, roles }: Memberships): ReadonlyMap<string, readonly Through[]> {
  const ways = new Map<string, Through[]>([[`user ${userId}`, [{ kind: 'direct' }]]]);
  const own = groups.filter((group) => group.users.includes(userId));
  for (const { id, name } of own) ways.set(`group ${id}`, [{ kind: 'group', groupId: id, group: name }]);
  for (const { id, code, users, groups: holding } of roles) {
    const direct: Through[] = users.includes(userId) ? [{ kind: 'role', roleId: id, role: code }] : [];
    const inherited = own
      .filter((group) => holding.includes(group.id))
      .map((group): Through => ({ kind: 'role-of-group', roleId: id, role: code, groupId: group.id, group: group.name }));
    ways.set(`role ${id}`, [...direct, ...inherited]);
  }
  return ways;
}
