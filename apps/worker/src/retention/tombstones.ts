import { Inject, Injectable } from '@nestjs/common';
import { SiteSettings } from '@voxkeep/configuration';
import { Database, databaseToken } from '@voxkeep/platform';
import { byWorker } from '../by.js';
import { Databases } from '../databases.js';
import { noStep, type Frame, type Progress } from './frame.js';
import { Keys, type RunKeys } from './keys.js';

/** The setting by which a directory entry goes as soon as its user is removed (R39). */
export const directoryFollowsUser = 'directory.follows-user';

interface Tombstone {
  readonly id: string;
  readonly personId: string;
}

/** What still shows the name of a user who was removed. Audit rows and closed cases do not count: they are proof without a name. */
const refers = [
  ['operative', 'select user_id as id from contact_party where user_id = any($1::uuid[])'],
  ['operative', 'select user_id as id from presence where user_id = any($1::uuid[])'],
  ['history', 'select user_id as id from closed_contact_party where user_id = any($1::uuid[])'],
  ['reporting', 'select agent_user_id as id from contact_fact where agent_user_id = any($1::uuid[])'],
  ['directory', 'select user_id as id from directory_entry where user_id = any($1::uuid[])'],
  [
    'configuration',
    `select u.id from protection."case" c, unnest(array[c.opened_by, c.approved_by]) u (id)
     where c.closed_at is null and u.id = any($1::uuid[])`,
  ],
] as const;

/** Names of removed users stay only while something refers to them, then they vanish by themselves (01, settled 4; R37 to R39). */
@Injectable()
export class Tombstones {
  constructor(
    @Inject(Databases) private readonly databases: Databases,
    @Inject(databaseToken('configuration')) private readonly configuration: Database,
    @Inject(SiteSettings) private readonly settings: SiteSettings,
    @Inject(Keys) private readonly keys: Keys,
  ) {}

  /** How many names could go now, directory entries that follow their user included. */
  async due(frame: Frame): Promise<number> {
    return (await this.free(frame)).length + (await this.following(frame)).length;
  }

  async remove(frame: Frame, progress: Progress): Promise<void> {
    await this.followUsers(frame, progress);
    const free = await this.free(frame);
    if (free.length === 0) return;
    const run = await this.keys.begin(progress.runId, 'account');
    let [removed, keys] = [0, 0];
    for (const tombstone of free) {
      const done = await frame.guarded(async (holding) =>
        holding.keys.some(({ key }) => key === tombstone.id || key === tombstone.personId)
          ? undefined
          : this.removeOne(tombstone, run),
      );
      if (done === undefined) continue;
      removed += 1;
      keys += done;
    }
    await progress.add({ ...noStep('account', 'configuration'), removed, keys, held: free.length - removed });
  }

  /** Takes the directory entries of removed users out, where the site says so. */
  private async followUsers(frame: Frame, progress: Progress): Promise<void> {
    const following = await this.following(frame);
    if (following.length === 0) return;
    const gone = await this.databases.of('directory').transaction(async (t) => {
      const rows = await t.rows('delete from directory_entry where id = any($1::uuid[]) returning 1', [following]);
      if (rows.length > 0) await t.audit({ action: 'directory-entry.follow-user', actor: byWorker, count: rows.length });
      return rows.length;
    });
    if (gone > 0) await progress.add({ ...noStep('directory-entry', 'directory'), removed: gone });
  }

  private async following(frame: Frame): Promise<readonly string[]> {
    if ((await this.settings.find(directoryFollowsUser)) !== true) return [];
    const removed = (await this.removed(frame)).map(({ id }) => id);
    const entries = await this.databases
      .of('directory')
      .rows<{ id: string }>('select id from directory_entry where user_id = any($1::uuid[])', [removed]);
    return entries.map(({ id }) => id);
  }

  private async removed(frame: Frame): Promise<readonly Tombstone[]> {
    const { keys } = await frame.holding();
    const held = keys.filter(({ kind }) => kind === 'user' || kind === 'person').map(({ key }) => key);
    return this.configuration.rows<Tombstone>(
      `select id, person_id as "personId" from user_account
       where state = 'removed' and not (id = any($1::uuid[]) or person_id = any($1::uuid[]))`,
      [held],
    );
  }

  private async free(frame: Frame): Promise<readonly Tombstone[]> {
    let free = await this.removed(frame);
    for (const [store, sql] of refers) {
      if (free.length === 0) return free;
      const ids = free.map(({ id }) => id);
      const named = new Set((await this.databases.of(store).rows<{ id: string }>(sql, [ids])).map(({ id }) => id));
      free = free.filter(({ id }) => !named.has(id));
    }
    return free;
  }

  /** Key, person, account. Answers the keys destroyed, or undefined when a hold keeps them. */
  private async removeOne({ id, personId }: Tombstone, run: RunKeys): Promise<number | undefined> {
    const { destroyed, held } = await this.keys.retire(run, [{ ownerId: personId, ownerClass: 'person' }]);
    if (held.size > 0) return undefined;
    await this.databases.of('directory').rows('delete from person where id = $1', [personId]);
    await this.configuration.transaction(async (t) => {
      await t.rows('delete from session where user_id = $1', [id]);
      await t.rows(`delete from user_account where id = $1 and state = 'removed'`, [id]);
      await t.audit({ action: 'user.vanish', actor: byWorker, object: { kind: 'user', id } });
    });
    return destroyed;
  }
}
