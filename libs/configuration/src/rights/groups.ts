import type { GrantRefusal } from '@voxkeep/access';
import { newId, type Database } from '@voxkeep/platform';
import { attempt } from '../attempt.js';
import { conveyRefusal, type Actor } from './actor.js';
import { keepingAnAdministrator, type LastAdministrator } from './administrators.js';
import { readGroupTerms } from './held-rights.js';

export interface GroupRow {
  readonly id: string;
  readonly name: string;
  readonly members: readonly string[];
}
export type GroupOutcome =
  { readonly changed: boolean } | { readonly refused: GrantRefusal | 'unknown-member' } | LastAdministrator;

/** Groups of users. Joining one is a grant of everything that it conveys. */
export class Groups {
  constructor(private readonly database: Database) {}

  /** Makes an empty group; undefined when the name is taken. */
  create(name: string, by: Actor): Promise<string | undefined> {
    return this.database.transaction(async (t) => {
      const [made] = await t.rows<{ id: string }>(
        'insert into user_group (id, name) values ($1, $2) on conflict (name) do nothing returning id',
        [newId(), name],
      );
      if (made !== undefined) await t.audit({ action: 'group.create', actor: by, object: { kind: 'group', id: made.id } });
      return made?.id;
    });
  }

  /** All groups with the ids of their members. */
  list(): Promise<readonly GroupRow[]> {
    return this.database.rows<GroupRow>(
      `select g.id, g.name, coalesce(array_agg(m.user_id) filter (where m.user_id is not null), '{}') as members
       from user_group g left join group_member m on m.group_id = g.id group by g.id order by g.name`,
    );
  }

  /** Puts a user into a group, when the actor holds everything that the group conveys with the right to pass it on. */
  addMember(groupId: string, userId: string, by: Actor): Promise<GroupOutcome> {
    return attempt<GroupOutcome, GroupOutcome>(this.database, async (t, refuse) => {
      await t.rows(`select pg_advisory_xact_lock(hashtextextended('configuration.grants', 0))`);
      const there = await t.rows('select 1 from user_group g, user_account u where g.id = $1 and u.id = $2 for key share', [
        groupId,
        userId,
      ]);
      if (there.length === 0) return refuse({ refused: 'unknown-member' });
      const refused = await conveyRefusal(t, by, await readGroupTerms(t, groupId), [userId]);
      if (refused !== undefined) return refuse({ refused });
      const added = await t.rows(
        'insert into group_member (group_id, user_id) values ($1, $2) on conflict do nothing returning 1',
        [groupId, userId],
      );
      if (added.length > 0) await t.audit({ action: 'group.join', actor: by, object: { kind: 'user', id: userId } });
      return { changed: added.length > 0 };
    });
  }

  /** Takes a user out of a group; refused where nobody would be left who can manage users and roles. */
  removeMember(groupId: string, userId: string, by: Actor): Promise<GroupOutcome> {
    return attempt<GroupOutcome, GroupOutcome>(this.database, (t, refuse) =>
      keepingAnAdministrator(t, refuse, async () => {
        const refused = await conveyRefusal(t, by, await readGroupTerms(t, groupId), []);
        if (refused !== undefined) return refuse({ refused });
        const gone = await t.rows('delete from group_member where group_id = $1 and user_id = $2 returning 1', [groupId, userId]);
        if (gone.length > 0) await t.audit({ action: 'group.leave', actor: by, object: { kind: 'user', id: userId } });
        return { changed: gone.length > 0 };
      }),
    );
  }
}
