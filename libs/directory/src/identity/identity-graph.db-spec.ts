import { randomBytes, randomUUID } from 'node:crypto';
import { Sealed } from '@voxkeep/personal-data';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { ContactPoints } from '../contact-points/contact-points.js';
import { NameIndexes } from '../names/name-indexes.js';
import { People } from '../people/people.js';
import { PersonLinks, sharedAmong } from './person-links.js';
import { Proposals } from './proposals.js';

const by = randomUUID();
const sealed = () => new Sealed(Buffer.alloc(60, 1));

describe('the identity graph', () => {
  let directory: FreshDatabase;
  let people: People;
  let points: ContactPoints;
  let links: PersonLinks;
  let proposals: Proposals;
  let names: NameIndexes;
  beforeAll(async () => {
    directory = await freshDatabase('directory');
    people = new People(directory.database);
    points = new ContactPoints(directory.database);
    links = new PersonLinks(directory.database);
    proposals = new Proposals(directory.database);
    names = new NameIndexes(directory.database);
  });
  afterAll(() => directory.drop());

  const aPoint = async () => {
    const point = {
      id: randomUUID(),
      kind: 'phone',
      value: sealed(),
      valueIndex: randomBytes(16),
      tail: null,
      normaliserVersion: 1,
    } as const;
    return (await points.ensure([point], by))[0]!.id;
  };
  const aPerson = async (pointIds: readonly string[] = []) => {
    const id = randomUUID();
    const given = pointIds.map((contactPointId) => ({ contactPointId, evidence: 'stated', confidence: 60 }));
    await people.create(
      { id, kind: 'customer', fullName: sealed(), givenName: null, familyName: null, language: 'en' },
      given,
      by,
    );
    return id;
  };
  const merged = async (personId: string, otherId: string) => {
    const outcome = await links.link(personId, otherId, 'replaces', by);
    if (!('id' in outcome)) throw new Error(outcome.refused);
    return outcome.id;
  };
  const everything = () =>
    Promise.all(
      ['person', 'contact_point', 'person_contact_point', 'person_link where to_at is null'].map((table) =>
        directory.database.rows(`select * from ${table} order by 1, 2, 3`),
      ),
    );
  const ofPair = async (a: string, b: string) => {
    const pair = [a, b].sort();
    return (await proposals.open(1000)).filter(({ personId, otherId }) => personId === pair[0] && otherId === pair[1]);
  };

  it('gives back exactly what was before when a merge is undone', async () => {
    const [one, other] = [await aPerson([await aPoint()]), await aPerson([await aPoint()])];
    const before = await everything();
    const id = await merged(one, other);
    expect([...(await links.mergedWith([one]))].sort()).toEqual([one, other].sort());
    expect(await links.end(id, by)).toBe(true);
    expect(await everything()).toEqual(before);
    expect(await links.mergedWith([one])).toEqual([one]);
  });

  it('takes everybody of a chain of merges for one person, from whichever end', async () => {
    const [a, b, c] = [await aPerson(), await aPerson(), await aPerson()];
    await merged(a, b);
    await merged(b, c);
    for (const id of [a, b, c]) expect([...(await links.mergedWith([id]))].sort()).toEqual([a, b, c].sort());
    expect(await links.link(c, a, 'replaces', by)).toEqual({ refused: 'was-linked' });
  });

  it('lets an entry be replaced by one other at most, also by two at once', async () => {
    const [a, b, c] = [await aPerson(), await aPerson(), await aPerson()];
    const outcomes = await Promise.all([links.link(a, c, 'replaces', by), links.link(b, c, 'replaces', by)]);
    expect(outcomes.filter((outcome) => 'id' in outcome)).toHaveLength(1);
  });

  it('joins nobody by a mere reference', async () => {
    const [a, b] = [await aPerson(), await aPerson()];
    await links.link(a, b, 'seealso', by);
    expect(await links.mergedWith([a])).toEqual([a]);
    expect(await links.of([b])).toMatchObject([{ personId: a, otherId: b, type: 'seealso' }]);
  });

  it('proposes two persons of one number as the same, once, and merges them when that is accepted', async () => {
    const point = await aPoint();
    const [one, other] = [await aPerson([point]), await aPerson([point])];
    await proposals.gather(3, by);
    const [proposal] = await ofPair(one, other);
    expect(proposal).toMatchObject({ kind: 'same-person', reasons: ['same-contact-point'], shownPointId: point });
    await proposals.gather(3, by);
    expect(await ofPair(one, other)).toHaveLength(1);
    expect(await proposals.decide(proposal!.id, 'accept', by)).toBe('done');
    expect([...(await links.mergedWith([one]))].sort()).toEqual([one, other].sort());
    expect(await proposals.decide(proposal!.id, 'refuse', by)).toBe('decided');
  });

  it('does not propose again what was refused', async () => {
    const point = await aPoint();
    const [one, other] = [await aPerson([point]), await aPerson([point])];
    await proposals.gather(3, by);
    await proposals.decide((await ofPair(one, other))[0]!.id, 'refuse', by);
    expect(await proposals.gather(3, by)).toBe(0);
    expect(await ofPair(one, other)).toEqual([]);
    expect(await links.mergedWith([one])).toEqual([one]);
  });

  it('proposes a number of many persons as shared, and no two of them as one', async () => {
    const point = await aPoint();
    const persons: string[] = [await aPerson([point]), await aPerson([point]), await aPerson([point]), await aPerson([point])];
    await proposals.gather(3, by);
    const mine = (await proposals.open(1000)).filter(
      ({ contactPointId, personId }) => contactPointId === point || persons.includes(personId ?? ''),
    );
    expect(mine).toMatchObject([{ kind: 'shared-point', contactPointId: point, reasons: ['many-persons'] }]);
    expect(await sharedAmong(directory.database, persons, [])).toEqual([]);
    await proposals.decide(mine[0]!.id, 'accept', by);
    expect(await sharedAmong(directory.database, [persons[0]!], [])).toEqual([point]);
  });

  it('forgets links and proposals with the person they are about', async () => {
    const point = await aPoint();
    const [one, other] = [await aPerson([point]), await aPerson([point])];
    await proposals.gather(3, by);
    await merged(one, other);
    await directory.database.rows('delete from person where id = $1', [other]);
    expect([await links.of([one]), await ofPair(one, other)]).toEqual([[], []]);
  });

  it('indexes a name anew once it changed', async () => {
    const id = await aPerson();
    await names.put([{ id, indexes: [7, 16_383] }], by);
    expect((await names.findByIndex(16_383, 10)).map((person) => person.id)).toEqual([id]);
    await people.change(id, { fullName: sealed() }, by);
    expect(await names.findByIndex(16_383, 10)).toEqual([]);
    expect((await names.unindexed(1000)).map((person) => person.id)).toContain(id);
  });

  it('looks up numbers and names over their indexes among 200,000 persons', async () => {
    const { database } = directory;
    await database.rows(
      `insert into person (id, kind, full_name, language, name_indexes)
       select gen_random_uuid(), 'customer', '\\x00', 'en', array[(random() * 16383)::int::smallint] from generate_series(1, 200000)`,
    );
    await database.rows(
      `insert into contact_point (id, kind, value, normaliser_version, value_index, tail_index)
       select gen_random_uuid(), 'phone', '\\x00', 1, decode(md5(n::text), 'hex'), (n % 1000)::smallint from generate_series(1, 200000) n`,
    );
    await database.rows('analyze person');
    await database.rows('analyze contact_point');
    const planOf = async (sql: string) => JSON.stringify(await database.rows(`explain ${sql}`));
    expect(await planOf('select id from person where name_indexes @> array[77::smallint] order by id limit 2001')).toContain(
      'ix_person_name_indexes',
    );
    expect(await planOf('select id from contact_point where tail_index = 7 order by id limit 2001')).toContain(
      'ix_contact_point_tail_index',
    );
  });
});
