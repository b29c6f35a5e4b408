import { isGuarded, mayGrant, type Grant, type GrantRefusal, type HolderKind, type Right } from '@voxkeep/access';
import type { AccessType, ObjectType } from '@voxkeep/contracts';
import { newId, type Database, type Transaction } from '@voxkeep/platform';
import { attempt } from '../attempt.js';
import { isProgram, type Actor } from './actor.js';
import { keepingAnAdministrator, type LastAdministrator } from './administrators.js';
import { readPersons, readReached, rightOf, termsColumns, type HeldRow } from './held-rights.js';

export interface StoredGrant extends Grant {
  readonly id: string;
}
export type GrantOutcome = { readonly granted: string } | { readonly refused: GrantRefusal | 'unknown-holder' };
export type RevokeOutcome =
  { readonly revoked: true } | { readonly refused: 'not-there' | 'not-held-with-grant' | 'seeded-role' } | LastAdministrator;

const holderTables: Readonly<Record<HolderKind, string>> = { user: 'user_account', group: 'user_group', role: 'role' };
const grantColumns = `id, jsonb_build_object('kind', holder_kind, 'id', holder_id) as holder, ${termsColumns}`;

/** Who was granted what. Every grant passes `mayGrant` of libs/access in the transaction that writes it. */
export class Rights {
  constructor(private readonly database: Database) {}

  /** Grants; a second grant of the same right to the same holder widens the first. Seeded roles are never widened: copy them. */
  grant(grant: Grant, by: Actor): Promise<GrantOutcome> {
    return attempt<GrantOutcome, GrantOutcome>(this.database, async (t, refuse) => {
      await lockGrants(t);
      if (!(await isHolder(t, grant))) return refuse({ refused: 'unknown-holder' });
      const refused = await this.#refusal(t, grant, by);
      if (refused !== undefined) return refuse({ refused });
      return { granted: await writeGrant(t, grant, by) };
    });
  }

  /** Takes a grant back; whoever could make it may. Sessions and caches see it at once. */
  revoke(grantId: string, by: Actor): Promise<RevokeOutcome> {
    return attempt<RevokeOutcome, RevokeOutcome>(this.database, (t, refuse) =>
      keepingAnAdministrator(t, refuse, async () => {
        const [grant] = await t.rows<StoredGrant>(`delete from right_grant where id = $1 returning ${grantColumns}`, [grantId]);
        if (grant === undefined) return refuse({ refused: 'not-there' });
        if (await isSeeded(t, grant)) return refuse({ refused: 'seeded-role' });
        if (!(await holdsWithGrant(t, grant, by))) return refuse({ refused: 'not-held-with-grant' });
        await t.audit({
          action: 'right.revoke',
          actor: by,
          object: holderOf(grant),
          columns: [grant.objectType, grant.accessType],
        });
        return { revoked: true };
      }),
    );
  }

  /** The grants of one holder, in the order in which they were made. */
  listOf(kind: HolderKind, id: string): Promise<readonly StoredGrant[]> {
    return this.database.rows<StoredGrant>(
      `select ${grantColumns} from right_grant where holder_kind = $1 and holder_id = $2 order by granted_at, id`,
      [kind, id],
    );
  }

  /** Everything that one user holds, one entry per way. */
  async heldBy(userId: string): Promise<readonly Right[]> {
    return (await this.database.rows<HeldRow>('select * from access.rights where user_id = $1', [userId])).map(rightOf);
  }

  /** "Who can do this?": the users who hold it, with every way by which they do. `objectId` null asks for all objects. */
  async holdersOf(
    objectType: ObjectType,
    accessType: AccessType,
    objectId: string | null = null,
  ): Promise<ReadonlyMap<string, readonly Right[]>> {
    const rows = await this.database.rows<HeldRow>(
      `select * from access.rights
       where object_type = $1 and (object_id is null or object_id = $3)
         and (access_type = $2 or (access_type = 'manage' and $2 in ('view', 'modify', 'create', 'delete')))
       order by user_id`,
      [objectType, accessType, objectId],
    );
    const holders = new Map<string, Right[]>();
    for (const row of rows) holders.set(row.user_id, [...(holders.get(row.user_id) ?? []), rightOf(row)]);
    return holders;
  }

  /** Codes of the roles of each active user, their own and those of their groups. */
  async rolesHeld(): Promise<ReadonlyMap<string, readonly string[]>> {
    const rows = await this.database.rows<{ id: string; roles: string[] }>(
      `select user_id as id, array_agg(distinct role order by role) as roles from access.holder where role is not null group by user_id`,
    );
    return new Map(rows.map(({ id, roles }) => [id, roles]));
  }

  async #refusal(t: Transaction, grant: Grant, by: Actor): Promise<GrantRefusal | undefined> {
    if (isProgram(by)) return undefined;
    const [granter, ...reached] = await readPersons(t, [by, ...(await readReached(t, grant.holder.kind, grant.holder.id))]);
    if (granter === undefined || (await isSeeded(t, grant))) return 'not-held-with-grant';
    const decision = mayGrant(granter, grant, reached);
    return decision.allowed ? undefined : decision.refused;
  }
}

/** Grants queue up, so that two at once cannot bring together what each alone would see as separate (separation of duties). */
async function lockGrants(t: Transaction): Promise<void> {
  await t.rows(`select pg_advisory_xact_lock(hashtextextended('configuration.grants', 0))`);
}

/** Writes a grant that was decided; returns its id. For keepers of this lib. */
export async function writeGrant(t: Transaction, grant: Grant, by: Actor): Promise<string> {
  const { holder, objectType, objectId, accessType, mayUse, mayGrant: mayPassOn } = grant;
  const guarded = isGuarded(objectType);
  const [row] = await t.rows<{ id: string }>(
    `insert into right_grant (id, holder_kind, holder_id, object_type, object_id, access_type, may_use, may_grant)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (holder_kind, holder_id, object_type, access_type, coalesce(object_id, '00000000-0000-0000-0000-000000000000'))
     do update set may_use = right_grant.may_use or excluded.may_use, may_grant = right_grant.may_grant or excluded.may_grant
     returning id`,
    [newId(), holder.kind, holder.id, objectType, objectId, accessType, mayUse, mayPassOn],
  );
  const action = guarded ? 'right.appoint' : 'right.grant';
  await t.audit({
    action,
    actor: by,
    object: holderOf(grant),
    columns: [objectType, accessType, ...(mayPassOn ? ['may-grant'] : [])],
  });
  return row?.id ?? '';
}

function holderOf({ holder }: Grant): { kind: string; id: string } {
  return { kind: holder.kind, id: holder.id };
}

async function isHolder(t: Transaction, { holder }: Grant): Promise<boolean> {
  return (await t.rows(`select 1 from ${holderTables[holder.kind]} where id = $1 for key share`, [holder.id])).length > 0;
}

async function isSeeded(t: Transaction, { holder }: Grant): Promise<boolean> {
  return holder.kind === 'role' && (await t.rows('select 1 from role where id = $1 and seeded', [holder.id])).length > 0;
}

/** Whoever could make a grant may take it back, also from themselves and across separated duties: taking away only lowers. */
async function holdsWithGrant(t: Transaction, grant: Grant, by: Actor): Promise<boolean> {
  if (isProgram(by)) return true;
  const [granter] = await readPersons(t, [by]);
  const someone = { ...grant, holder: { kind: 'user', id: '' }, mayUse: true, mayGrant: false } as const;
  return granter !== undefined && mayGrant(granter, someone, []).allowed;
}
