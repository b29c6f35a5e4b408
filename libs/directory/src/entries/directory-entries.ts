import type { Sealed } from '@voxkeep/personal-data';
import type { Database } from '@voxkeep/platform';
import { withSealed } from '../sealed-rows.js';

export type EntrySource = 'user' | 'queue' | 'customer';

/** A queue's entry has a queue and no person; the others have a person. */
export interface NewDirectoryEntry {
  readonly id: string;
  readonly source: EntrySource;
  readonly personId: string | null;
  readonly userId: string | null;
  readonly queueId: string | null;
  readonly groupId: string | null;
  /** Sealed for `directorySealed.directoryEntry`, owner = `personId`. */
  readonly title: Sealed | null;
  readonly visible: boolean;
}

/** An entry with the sealed name of its person; open the name with `directorySealed.person`, row id `personId`. */
export interface DirectoryEntryRecord extends NewDirectoryEntry {
  readonly fullName: Sealed | null;
  readonly contactPointIds: readonly string[];
}

export interface EntryQuery {
  readonly source?: EntrySource;
  readonly personIds?: readonly string[];
  /** Whether hidden entries are listed too. */
  readonly hidden?: boolean;
  /** The `next` of the page before. */
  readonly cursor?: string;
  readonly limit: number;
}

const columns = `e.id, e.source, e.person_id as "personId", e.user_id as "userId", e.queue_id as "queueId", e.group_id as "groupId",
  e.title, e.visible, p.full_name as "fullName",
  array(select l.contact_point_id from person_contact_point l where l.person_id = e.person_id and l.to_at is null
    order by l.from_at, l.contact_point_id) as "contactPointIds"`;

/** The lines of the directory. */
export class DirectoryEntries {
  constructor(private readonly directory: Database) {}

  /** Writes an entry; a person or queue has at most one, and a second one changes the first. Answers the id that holds. */
  put(entry: NewDirectoryEntry, by: string): Promise<string> {
    const { id, source, personId, userId, queueId, groupId, title, visible } = entry;
    return this.directory.transaction(async (t) => {
      const [before] = await t.rows<{ id: string }>(
        'select id from directory_entry where person_id = $1 or queue_id = $2 for update',
        [personId, queueId],
      );
      const [held] = await t.rows<{ id: string }>(
        `insert into directory_entry (id, source, person_id, user_id, queue_id, group_id, title, visible)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (id) do update set source = excluded.source, user_id = excluded.user_id, group_id = excluded.group_id,
           title = coalesce(excluded.title, directory_entry.title), visible = excluded.visible
         returning id`,
        [
          before?.id ?? id,
          source,
          personId,
          userId,
          queueId,
          groupId,
          before && before.id !== id ? null : title?.envelope,
          visible,
        ],
      );
      const heldId = held?.id ?? id;
      await t.audit({
        action: 'directory-entry.put',
        actor: by,
        object: { kind: 'directory-entry', id: heldId },
        subject: personId ?? heldId,
      });
      return heldId;
    });
  }

  /** Takes an entry out; the person stays. */
  remove(entryId: string, by: string): Promise<boolean> {
    return this.directory.transaction(async (t) => {
      const [removed] = await t.rows('delete from directory_entry where id = $1 returning id', [entryId]);
      if (removed === undefined) return false;
      await t.audit({ action: 'directory-entry.remove', actor: by, object: { kind: 'directory-entry', id: entryId } });
      return true;
    });
  }

  /** One page of entries in the order of their random ids; names are sealed, so the database cannot sort by them. */
  async list(query: EntryQuery): Promise<{ readonly items: readonly DirectoryEntryRecord[]; readonly next?: string }> {
    const rows = await this.directory.rows<object>(
      `select ${columns} from directory_entry e left join person p on p.id = e.person_id
       where ($1::text is null or e.source = $1) and ($2::uuid[] is null or e.person_id = any($2)) and (e.visible or $3)
         and ($4::uuid is null or e.id > $4)
       order by e.id limit $5`,
      [query.source, query.personIds, query.hidden ?? false, query.cursor, query.limit + 1],
    );
    const found = rows.map((row) => withSealed<DirectoryEntryRecord>(row, ['title', 'fullName']));
    const items = found.slice(0, query.limit);
    const last = items.at(-1);
    return found.length > query.limit && last !== undefined ? { items, next: last.id } : { items };
  }
}
