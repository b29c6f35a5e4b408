import { randomBytes, randomUUID } from 'node:crypto';
import {
  buildErasurePlan,
  buildReportPlan,
  catalogue,
  compareSchema,
  planErasure,
  Sealed,
  traceSubject,
} from '@voxkeep/personal-data';
import { liveColumns } from '@voxkeep/platform';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { ContactPoints } from '../contact-points/contact-points.js';
import { People } from '../people/people.js';
import { directoryEntities } from './directory-entities.js';

const by = randomUUID();

describe('the catalogue of the directory database', () => {
  let directory: FreshDatabase;
  beforeAll(async () => {
    directory = await freshDatabase('directory');
  });
  afterAll(() => directory.drop());

  it('classifies every live column exactly once', async () => {
    expect(directoryEntities).toHaveLength(7);
    expect(compareSchema(catalogue(), 'directory', await liveColumns(directory.database))).toEqual([]);
  });

  it('erases a person with their own number, and keeps the neighbour and the number they share', async () => {
    const sealed = new Sealed(Buffer.alloc(60));
    const points = new ContactPoints(directory.database);
    const people = new People(directory.database);
    const aPoint = () =>
      ({
        id: randomUUID(),
        kind: 'phone',
        value: sealed,
        valueIndex: randomBytes(16),
        tail: null,
        normaliserVersion: 1,
      }) as const;
    const [own, shared] = (await points.ensure([aPoint(), aPoint()], by)).map(({ id }) => id) as [string, string];
    const [person, neighbour] = [randomUUID(), randomUUID()];
    const link = (contactPointId: string) => ({ contactPointId, evidence: 'stated', confidence: 100 });
    const names = { kind: 'customer', fullName: sealed, givenName: null, familyName: null, language: 'en' } as const;
    await people.create({ id: person, ...names }, [link(own), link(shared)], by);
    await people.create({ id: neighbour, ...names }, [link(shared)], by);

    const ports = {
      directory: {
        rows: (sql: string, params: readonly unknown[]) => directory.database.rows<Record<string, unknown>>(sql, params),
      },
    };
    const trace = await traceSubject(buildReportPlan(catalogue()), { person: [person] }, ports);
    expect(trace.withheld.contactPoints).toEqual([shared]);
    for (const { sql, params } of planErasure(buildErasurePlan(catalogue()), trace)) await directory.database.rows(sql, params);

    expect((await people.find([person, neighbour])).map(({ id }) => id)).toEqual([neighbour]);
    expect((await points.find([own, shared])).map(({ id }) => id)).toEqual([shared]);
    expect((await people.pointsOf([person, neighbour])).map(({ personId }) => personId)).toEqual([neighbour]);
  });
});
