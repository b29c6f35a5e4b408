import { defaultRoles, type DefaultRole, type GrantRefusal, type RightTerms } from '@voxkeep/access';
import { newId, type Database, type Transaction } from '@voxkeep/platform';
import { attempt } from '../attempt.js';
import { endSessionsOf } from '../sign-in/end-sessions.js';
import { conveyRefusal, type Actor } from './actor.js';
import { keepingAnAdministrator, type LastAdministrator } from './administrators.js';
import { readReached, readRoleTerms } from './held-rights.js';

export interface RoleRow {
  readonly id: string;
  readonly code: string;
  readonly seeded: boolean;
  readonly version: number;
  readonly members: number;
}
export interface Member {
  readonly kind: 'user' | 'group';
  readonly id: string;
}
export type MembershipOutcome =
  { readonly changed: boolean } | { readonly refused: GrantRefusal | 'unknown-role' | 'unknown-member' } | LastAdministrator;

/** Roles and who has them. Seeded roles are the product's: a site copies them. A change of roles ends the sessions of those concerned. */
export class Roles {
  constructor(private readonly database: Database) {}

  /** Brings the default roles to this program's versions; running it again changes nothing. */
  seed(by: Actor = 'system:configurator'): Promise<void> {
    return this.database.transaction((t) => seedRoles(t, by));
  }

  /** All roles with the number of users and groups that have them directly. */
  list(): Promise<readonly RoleRow[]> {
    return this.database.rows<RoleRow>(
      `select r.id, r.code, r.seeded, r.version, count(m.member_id)::int as members
       from role r left join role_member m on m.role_id = r.id group by r.id order by r.seeded desc, r.created_at, r.code`,
    );
  }

  /** Copies a role under a new code, rights and all; the copy may be edited. Undefined when the code is taken or the role is not there. */
  copy(code: string, as: string, by: Actor): Promise<string | undefined> {
    return this.database.transaction(async (t) => {
      const source = await findRole(t, code);
      const id = newId();
      if (source === undefined) return undefined;
      const [made] = await t.rows(`insert into role (id, code) values ($1, $2) on conflict (code) do nothing returning id`, [
        id,
        as,
      ]);
      if (made === undefined) return undefined;
      await writeTerms(t, id, await readRoleTerms(t, source));
      await t.audit({ action: 'role.copy', actor: by, object: { kind: 'role', id } });
      return id;
    });
  }

  /** Gives a role to a user or a group, when the actor holds everything that it conveys with the right to pass it on. */
  addMember(code: string, member: Member, by: Actor): Promise<MembershipOutcome> {
    return attempt<MembershipOutcome, MembershipOutcome>(this.database, async (t, refuse) => {
      const refused = await addRoleMember(t, code, member, by);
      return typeof refused === 'string' ? refuse({ refused }) : { changed: refused };
    });
  }

  /** Takes a role away; refused where it would leave nobody who can manage users and roles. */
  removeMember(code: string, member: Member, by: Actor): Promise<MembershipOutcome> {
    return attempt<MembershipOutcome, MembershipOutcome>(this.database, (t, refuse) =>
      keepingAnAdministrator(t, refuse, async () => {
        const roleId = await findRole(t, code);
        if (roleId === undefined) return refuse({ refused: 'unknown-role' });
        const refused = await conveyRefusal(t, by, await readRoleTerms(t, roleId), []);
        if (refused !== undefined) return refuse({ refused });
        const reached = await readReached(t, member.kind, member.id);
        const gone = await t.rows(
          `delete from role_member where role_id = $1 and member_kind = $2 and member_id = $3 returning 1`,
          [roleId, member.kind, member.id],
        );
        if (gone.length === 0) return { changed: false };
        await endSessionsOf(t, reached);
        await t.audit({ action: 'role.leave', actor: by, object: { kind: member.kind, id: member.id }, columns: [code] });
        return { changed: true };
      }),
    );
  }
}

/** Adds a member within a transaction: a refusal, or whether anything changed. For keepers of this lib. */
export async function addRoleMember(
  t: Transaction,
  code: string,
  member: Member,
  by: Actor,
): Promise<GrantRefusal | 'unknown-role' | 'unknown-member' | boolean> {
  await t.rows(`select pg_advisory_xact_lock(hashtextextended('configuration.grants', 0))`);
  const roleId = await findRole(t, code);
  if (roleId === undefined) return 'unknown-role';
  const table = member.kind === 'user' ? 'user_account' : 'user_group';
  if ((await t.rows(`select 1 from ${table} where id = $1 for key share`, [member.id])).length === 0) return 'unknown-member';
  const reached = await readReached(t, member.kind, member.id);
  const refused = await conveyRefusal(t, by, await readRoleTerms(t, roleId), reached);
  if (refused !== undefined) return refused;
  const added = await t.rows(
    `insert into role_member (role_id, member_kind, member_id) values ($1, $2, $3) on conflict do nothing returning 1`,
    [roleId, member.kind, member.id],
  );
  if (added.length === 0) return false;
  await endSessionsOf(t, reached);
  await t.audit({ action: 'role.join', actor: by, object: { kind: member.kind, id: member.id }, columns: [code] });
  return true;
}

/** Writes the default roles that are missing or of an older version. */
export async function seedRoles(t: Transaction, by: Actor): Promise<void> {
  for (const role of defaultRoles) await seedRole(t, role, by);
}

async function seedRole(t: Transaction, { code, version, rights }: DefaultRole, by: Actor): Promise<void> {
  // A site's own role of the same code is left alone: the update asks for a seeded one.
  const [row] = await t.rows<{ id: string }>(
    `insert into role (id, code, seeded, version) values ($1, $2, true, $3)
     on conflict (code) do update set version = excluded.version where role.seeded and role.version < excluded.version returning id`,
    [newId(), code, version],
  );
  if (row === undefined) return;
  await t.rows(`delete from right_grant where holder_kind = 'role' and holder_id = $1`, [row.id]);
  await writeTerms(t, row.id, rights);
  await t.audit({ action: 'role.seed', actor: by, object: { kind: 'role', id: row.id }, columns: [code], count: rights.length });
}

async function writeTerms(t: Transaction, roleId: string, terms: readonly RightTerms[]): Promise<void> {
  await t.rows(
    `insert into right_grant (id, holder_kind, holder_id, object_type, object_id, access_type, may_use, may_grant)
     select id, 'role', $1, object_type, object_id, access_type, may_use, may_grant
     from unnest($2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::boolean[], $7::boolean[]) as r (id, object_type, object_id, access_type, may_use, may_grant)`,
    [
      roleId,
      terms.map(() => newId()),
      terms.map((each) => each.objectType),
      terms.map((each) => each.objectId),
      terms.map((each) => each.accessType),
      terms.map((each) => each.mayUse),
      terms.map((each) => each.mayGrant),
    ],
  );
}

async function findRole(t: Transaction, code: string): Promise<string | undefined> {
  const [row] = await t.rows<{ id: string }>('select id from role where code = $1', [code]);
  return row?.id;
}
