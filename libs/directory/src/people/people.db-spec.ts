import { randomBytes, randomUUID } from 'node:crypto';
import { Sealed } from '@voxkeep/personal-data';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { ContactPoints, type NewContactPoint } from '../contact-points/contact-points.js';
import { DirectoryEntries } from '../entries/directory-entries.js';
import { People } from './people.js';

const by = randomUUID();
const sealed = (mark = 1) => new Sealed(Buffer.alloc(60, mark));

describe('the directory', () => {
  let directory: FreshDatabase;
  let people: People;
  let points: ContactPoints;
  let entries: DirectoryEntries;
  beforeAll(async () => {
    directory = await freshDatabase('directory');
    people = new People(directory.database);
    points = new ContactPoints(directory.database);
    entries = new DirectoryEntries(directory.database);
  });
  afterAll(() => directory.drop());

  const aPoint = (more: Partial<NewContactPoint> = {}): NewContactPoint => ({
    id: randomUUID(),
    kind: 'phone',
    value: sealed(),
    valueIndex: randomBytes(16),
    tail: Buffer.from([0x01, 0x02]),
    normaliserVersion: 1,
    ...more,
  });
  const aPerson = async (contactPointIds: readonly string[] = []) => {
    const id = randomUUID();
    const links = contactPointIds.map((contactPointId) => ({ contactPointId, evidence: 'stated', confidence: 90 }));
    await people.create(
      { id, kind: 'customer', fullName: sealed(9), givenName: null, familyName: null, language: 'et' },
      links,
      by,
    );
    return id;
  };
  const ensured = async (more: Partial<NewContactPoint> = {}) => (await points.ensure([aPoint(more)], by))[0]!.id;

  describe('contact points', () => {
    it('are one per index, also when four sides bring it at once', async () => {
      const valueIndex = randomBytes(16);
      const answers = (await Promise.all([1, 2, 3, 4].map(() => points.ensure([aPoint({ valueIndex })], by)))).flat();
      expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
      expect(answers.filter(({ created }) => created)).toHaveLength(1);
    });

    it('are answered in the order asked, known and new alike', async () => {
      const [known, fresh] = [aPoint(), aPoint()];
      await points.ensure([known], by);
      const again = aPoint({ valueIndex: known.valueIndex });
      expect(await points.ensure([fresh, again, fresh], by)).toEqual([
        { id: fresh.id, created: true },
        { id: known.id, created: false },
        { id: fresh.id, created: true },
      ]);
    });

    it('are found by index and come back sealed', async () => {
      const point = aPoint({ value: sealed(5) });
      await points.ensure([point], by);
      const [found] = await points.findByIndex([point.valueIndex, randomBytes(16)]);
      expect(found?.id).toBe(point.id);
      expect(found?.value.envelope).toEqual(Buffer.alloc(60, 5));
    });

    it('are found by the index of their last digits, page after page', async () => {
      const tail = Buffer.from([0x03, 0xff]);
      const made = new Set([await ensured({ tail }), await ensured({ tail }), await ensured({ tail })]);
      const first = await points.findByTail(tail, 2);
      const rest = await points.findByTail(tail, 2, first.at(-1)?.id);
      expect(new Set([...first, ...rest].map(({ id }) => id))).toEqual(made);
    });

    it('refuse a tail of another length', () => {
      expect(() => points.findByTail(Buffer.alloc(3), 5)).toThrow('contact-point.tail-length');
    });
  });

  describe('persons', () => {
    it('are found by their contact points, with the link', async () => {
      const [phone, mail] = [await ensured(), await ensured({ kind: 'email', tail: null })];
      const id = await aPerson([phone, mail]);
      const [found, ...more] = await people.findByContactPoints([phone]);
      expect(more).toEqual([]);
      expect(found).toMatchObject({
        id,
        language: 'et',
        through: [{ contactPointId: phone, evidence: 'stated', confidence: 90 }],
      });
      expect((await people.pointsOf([id])).map(({ contactPointId }) => contactPointId).sort()).toEqual([phone, mail].sort());
    });

    it('may share a contact point, which is counted', async () => {
      const phone = await ensured();
      await aPerson([phone]);
      const second = await aPerson();
      const link = [{ contactPointId: phone, evidence: 'staff', confidence: 50 }];
      expect([await people.link(second, link, by), await people.link(second, link, by)]).toEqual([1, 0]);
      expect((await points.sharedWith([phone])).get(phone)).toBe(2);
      await people.unlink(second, phone, new Date(Date.now() + 1000), by);
      expect((await points.sharedWith([phone])).get(phone)).toBe(1);
    });

    it('are changed in what is given and left in the rest', async () => {
      const id = await aPerson();
      expect(await people.change(id, { language: 'pl' }, by)).toBe(true);
      const [changed] = await people.find([id]);
      expect(changed).toMatchObject({ language: 'pl' });
      expect(changed?.fullName.envelope[0]).toBe(9);
      expect(await people.change(randomUUID(), { language: 'pl' }, by)).toBe(false);
    });

    it('are not written when the audit entry cannot be', async () => {
      const id = randomUUID();
      const noActor = null as unknown as string;
      const person = { id, kind: 'customer', fullName: sealed(), givenName: null, familyName: null, language: 'en' } as const;
      await expect(people.create(person, [], noActor)).rejects.toThrow();
      expect(await people.find([id])).toEqual([]);
    });
  });

  describe('entries', () => {
    const anEntry = (personId: string, visible = true) =>
      ({
        id: randomUUID(),
        source: 'customer',
        personId,
        userId: null,
        queueId: null,
        groupId: null,
        title: null,
        visible,
      }) as const;

    it('are one per person: a second one changes the first', async () => {
      const personId = await aPerson();
      const first = await entries.put(anEntry(personId), by);
      expect(await entries.put(anEntry(personId, false), by)).toBe(first);
      expect((await entries.list({ personIds: [personId], limit: 5 })).items).toEqual([]);
      expect((await entries.list({ personIds: [personId], hidden: true, limit: 5 })).items).toMatchObject([
        { id: first, personId },
      ]);
    });

    it('come page after page with the sealed name and the numbers of now', async () => {
      const phone = await ensured();
      const persons = [await aPerson([phone]), await aPerson(), await aPerson()];
      for (const personId of persons) await entries.put(anEntry(personId), by);
      const first = await entries.list({ personIds: persons, limit: 2 });
      const rest = await entries.list({ personIds: persons, limit: 2, cursor: first.next! });
      const all = [...first.items, ...rest.items];
      expect(all.map(({ personId }) => personId).sort()).toEqual([...persons].sort());
      expect(rest.next).toBeUndefined();
      const withPhone = all.find(({ personId }) => personId === persons[0]);
      expect(withPhone?.contactPointIds).toEqual([phone]);
      expect(withPhone?.fullName?.envelope[0]).toBe(9);
    });

    it('are taken out and leave the person', async () => {
      const personId = await aPerson();
      const id = await entries.put(anEntry(personId), by);
      expect([await entries.remove(id, by), await entries.remove(id, by)]).toEqual([true, false]);
      expect(await people.find([personId])).toHaveLength(1);
    });
  });
});
