import { newId, type Database, type Transaction } from '@voxkeep/platform';

/** FHIR R5 Patient.link: `replaces` joins two entries into one person; `refer` and `seealso` only point. */
export type LinkType = 'replaces' | 'refer' | 'seealso';
export interface StoredLink {
  readonly id: string;
  readonly personId: string;
  readonly otherId: string;
  readonly type: LinkType;
  readonly fromAt: Date;
  readonly toAt: Date | null;
}
export type MergeOutcome = { readonly id: string } | { readonly refused: 'not-there' | 'was-linked' | 'replaced' | 'same' };

/** Reads rows: a database or a transaction on it. */
interface Reads {
  rows<R>(sql: string, params?: readonly unknown[]): Promise<R[]>;
}
interface ReadsAnything {
  rows(sql: string, params: readonly unknown[]): Promise<readonly object[]>;
}

const linkColumns = `id, person_id as "personId", other_id as "otherId", type, from_at as "fromAt", to_at as "toAt"`;

/**
 * Which entries are one person. A merge is one row and moves nothing: contact points, keys and records stay with the entry they were
 * written for, and ending the row gives back exactly what was before.
 */
export class PersonLinks {
  constructor(private readonly directory: Database) {}

  /** Links two entries. An entry is replaced by one other at most, and no chain of merges closes on itself. */
  link(personId: string, otherId: string, type: LinkType, by: string): Promise<MergeOutcome> {
    return this.directory.transaction((t) => linkPersons(t, personId, otherId, type, by));
  }

  /** Ends a link; answers whether there was one that held. */
  end(id: string, by: string): Promise<boolean> {
    return this.directory.transaction(async (t) => {
      const [ended] = await t.rows<{ personId: string }>(
        'update person_link set to_at = greatest(now(), from_at) where id = $1 and to_at is null returning person_id as "personId"',
        [id],
      );
      if (ended === undefined) return false;
      await t.audit({ action: 'person.unmerge', actor: by, object: { kind: 'person-link', id }, subject: ended.personId });
      return true;
    });
  }

  /** Every link of these persons, ended ones included, newest first. */
  of(personIds: readonly string[]): Promise<readonly StoredLink[]> {
    return this.directory.rows<StoredLink>(
      `select ${linkColumns} from person_link where person_id = any($1::uuid[]) or other_id = any($1::uuid[]) order by from_at desc, id`,
      [personIds],
    );
  }

  /** See {@link mergedWith}. */
  mergedWith(personIds: readonly string[]): Promise<readonly string[]> {
    return mergedWith(this.directory, personIds);
  }
}

/** Links two entries in a transaction that decides it. */
export async function linkPersons(
  t: Transaction,
  personId: string,
  otherId: string,
  type: LinkType,
  by: string,
): Promise<MergeOutcome> {
  if (personId === otherId) return { refused: 'same' };
  const there = await t.rows('select id from person where id = any($1::uuid[]) order by id for update', [[personId, otherId]]);
  if (there.length < 2) return { refused: 'not-there' };
  if (type === 'replaces' && (await mergedWith(t, [personId])).includes(otherId)) return { refused: 'was-linked' };
  const id = newId();
  const [made] = await t.rows<{ id: string }>(
    'insert into person_link (id, person_id, other_id, type) values ($1, $2, $3, $4) on conflict do nothing returning id',
    [id, personId, otherId, type],
  );
  if (made === undefined) return { refused: type === 'replaces' ? 'replaced' : 'was-linked' };
  await t.audit({
    action: type === 'replaces' ? 'person.merge' : 'person.refer',
    actor: by,
    object: { kind: 'person', id: otherId },
    subject: personId,
  });
  return { id };
}

/** These persons and everybody who is one person with them now, over any number of merges. */
export async function mergedWith(directory: Reads | ReadsAnything, personIds: readonly string[]): Promise<readonly string[]> {
  if (personIds.length === 0) return [];
  const rows = (await directory.rows(
    `with recursive one (id) as (
       select unnest($1::uuid[])
       union
       select case when l.person_id = one.id then l.other_id else l.person_id end
       from one join person_link l on (l.person_id = one.id or l.other_id = one.id) and l.type = 'replaces' and l.to_at is null)
     select id from one order by id`,
    [personIds],
  )) as readonly { id: string }[];
  return rows.map(({ id }) => id);
}

/** Persons that have one of these contact points now. */
export async function personsBehind(directory: Reads | ReadsAnything, pointIds: readonly string[]): Promise<readonly string[]> {
  if (pointIds.length === 0) return [];
  const rows = (await directory.rows(
    `select distinct person_id as id from person_contact_point where contact_point_id = any($1::uuid[]) and to_at is null`,
    [pointIds],
  )) as readonly { id: string }[];
  return rows.map(({ id }) => id);
}

/** Contact points that are marked as used by several, among these and among those of the persons. */
export async function sharedAmong(
  directory: Reads | ReadsAnything,
  personIds: readonly string[],
  pointIds: readonly string[],
): Promise<readonly string[]> {
  const rows = (await directory.rows(
    `select p.id from contact_point p where p.shared and (p.id = any($2::uuid[])
       or exists (select 1 from person_contact_point l where l.contact_point_id = p.id and l.person_id = any($1::uuid[])))`,
    [personIds, pointIds],
  )) as readonly { id: string }[];
  return rows.map(({ id }) => id);
}
