import type { Sealed } from '@voxkeep/personal-data';
import type { Database, Transaction } from '@voxkeep/platform';
import { withSealed } from '../sealed-rows.js';

export type PersonKind = 'customer' | 'employee';

/** Names are sealed by the caller for `directorySealed.person`: row id and owner are `id`. */
export interface NewPerson {
  readonly id: string;
  readonly kind: PersonKind;
  readonly fullName: Sealed;
  readonly givenName: Sealed | null;
  readonly familyName: Sealed | null;
  /** BCP 47. */
  readonly language: string;
}

export interface PersonRecord extends NewPerson {
  readonly createdAt: Date;
}

/** How it is known that a contact point is a person's: `stated`, `import`, `call-back`, `staff` …; confidence 0–100. */
export interface PointLink {
  readonly contactPointId: string;
  readonly evidence: string;
  readonly confidence: number;
}

export interface PersonPoint extends PointLink {
  readonly personId: string;
  readonly fromAt: Date;
  readonly toAt: Date | null;
}

const columns = `p.id, p.kind, p.full_name as "fullName", p.given_name as "givenName", p.family_name as "familyName", p.language,
  p.created_at as "createdAt"`;
const link = `
  insert into person_contact_point (person_id, contact_point_id, evidence, confidence)
  select $1, contact_point_id, evidence, confidence
  from unnest($2::uuid[], $3::text[], $4::smallint[]) as l (contact_point_id, evidence, confidence)
  on conflict do nothing returning contact_point_id as id`;

/** Persons and which contact points are theirs. Nobody is ever merged by the program. */
export class People {
  constructor(private readonly directory: Database) {}

  /** Writes a person with the contact points that are theirs from now on. */
  create(person: NewPerson, points: readonly PointLink[], by: string): Promise<void> {
    return this.directory.transaction(async (t) => {
      await t.rows(
        `insert into person (id, kind, full_name, given_name, family_name, language) values ($1, $2, $3, $4, $5, $6)`,
        [
          person.id,
          person.kind,
          person.fullName.envelope,
          person.givenName?.envelope,
          person.familyName?.envelope,
          person.language,
        ],
      );
      await linkPoints(t, person.id, points);
      await t.audit({ action: 'person.create', actor: by, object: { kind: 'person', id: person.id }, subject: person.id });
    });
  }

  /** Writes many persons at once, as an import does: three statements and one audit entry with their number. */
  createMany(
    entries: readonly { readonly person: NewPerson; readonly points: readonly PointLink[] }[],
    by: string,
  ): Promise<void> {
    if (entries.length === 0) return Promise.resolve();
    return this.directory.transaction(async (t) => {
      await t.rows(
        `insert into person (id, kind, full_name, given_name, family_name, language)
         select * from unnest($1::uuid[], $2::text[], $3::bytea[], $4::bytea[], $5::bytea[], $6::text[])`,
        personColumns(entries.map(({ person }) => person)),
      );
      await t.rows(
        `insert into person_contact_point (person_id, contact_point_id, evidence, confidence)
         select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::smallint[]) on conflict do nothing`,
        linkColumns(entries.flatMap(({ person, points }) => points.map((point) => ({ ...point, personId: person.id })))),
      );
      await t.audit({ action: 'person.create', actor: by, count: entries.length });
    });
  }

  /** Replaces the sealed names or the language of a person; answers whether there is one. */
  change(
    personId: string,
    values: Partial<Pick<NewPerson, 'fullName' | 'givenName' | 'familyName' | 'language'>>,
    by: string,
  ): Promise<boolean> {
    return this.directory.transaction(async (t) => {
      const [changed] = await t.rows(
        `update person set full_name = coalesce($2, full_name), given_name = coalesce($3, given_name),
           family_name = coalesce($4, family_name), language = coalesce($5, language),
           name_indexes = case when $2::bytea is null then name_indexes end where id = $1 returning id`,
        [personId, values.fullName?.envelope, values.givenName?.envelope, values.familyName?.envelope, values.language],
      );
      if (changed === undefined) return false;
      await t.audit({
        action: 'person.change',
        actor: by,
        object: { kind: 'person', id: personId },
        subject: personId,
        columns: Object.keys(values),
      });
      return true;
    });
  }

  /** Links further contact points; those that are the person's already stay as they are. Answers how many are new. */
  link(personId: string, points: readonly PointLink[], by: string): Promise<number> {
    return this.directory.transaction(async (t) => {
      const linked = await linkPoints(t, personId, points);
      await t.audit({
        action: 'person.link',
        actor: by,
        object: { kind: 'person', id: personId },
        subject: personId,
        count: linked,
      });
      return linked;
    });
  }

  /** Ends a link: the number was handed on. Contacts of before stay the person's. */
  unlink(personId: string, contactPointId: string, at: Date, by: string): Promise<void> {
    return this.directory.transaction(async (t) => {
      await t.rows(
        'update person_contact_point set to_at = $3 where person_id = $1 and contact_point_id = $2 and to_at is null',
        [personId, contactPointId, at],
      );
      await t.audit({ action: 'person.unlink', actor: by, object: { kind: 'person', id: personId }, subject: contactPointId });
    });
  }

  async find(personIds: readonly string[]): Promise<readonly PersonRecord[]> {
    const rows = await this.directory.rows<object>(`select ${columns} from person p where p.id = any($1::uuid[])`, [personIds]);
    return rows.map(personRecord);
  }

  /** Everybody who has, or had, one of these contact points, with the link through which they were found. */
  async findByContactPoints(
    contactPointIds: readonly string[],
  ): Promise<readonly (PersonRecord & { readonly through: readonly PersonPoint[] })[]> {
    const links = await this.linksWhere('contact_point_id', contactPointIds);
    const people = await this.find([...new Set(links.map(({ personId }) => personId))]);
    return people.map((person) => ({ ...person, through: links.filter(({ personId }) => personId === person.id) }));
  }

  /** The contact points of these persons, past ones included. */
  pointsOf(personIds: readonly string[]): Promise<readonly PersonPoint[]> {
    return this.linksWhere('person_id', personIds);
  }

  private linksWhere(column: 'person_id' | 'contact_point_id', ids: readonly string[]): Promise<PersonPoint[]> {
    return this.directory.rows<PersonPoint>(
      `select person_id as "personId", contact_point_id as "contactPointId", evidence, confidence, from_at as "fromAt", to_at as "toAt"
       from person_contact_point where ${column} = any($1::uuid[]) order by from_at, contact_point_id`,
      [ids],
    );
  }
}

function personColumns(people: readonly NewPerson[]): readonly unknown[] {
  return [
    people.map(({ id }) => id),
    people.map(({ kind }) => kind),
    people.map(({ fullName }) => fullName.envelope),
    people.map(({ givenName }) => givenName?.envelope ?? null),
    people.map(({ familyName }) => familyName?.envelope ?? null),
    people.map(({ language }) => language),
  ];
}

function linkColumns(links: readonly (PointLink & { readonly personId: string })[]): readonly unknown[] {
  return [
    links.map(({ personId }) => personId),
    links.map(({ contactPointId }) => contactPointId),
    links.map(({ evidence }) => evidence),
    links.map(({ confidence }) => confidence),
  ];
}

function personRecord(row: object): PersonRecord {
  return withSealed<PersonRecord>(row, ['fullName', 'givenName', 'familyName']);
}

async function linkPoints(t: Transaction, personId: string, points: readonly PointLink[]): Promise<number> {
  if (points.length === 0) return 0;
  const linked = await t.rows(link, [
    personId,
    points.map(({ contactPointId }) => contactPointId),
    points.map(({ evidence }) => evidence),
    points.map(({ confidence }) => confidence),
  ]);
  return linked.length;
}
