import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { configurationEntities } from '@voxkeep/configuration';
import { databaseNames, type DatabaseName } from '@voxkeep/contracts';
import { directoryEntities } from '@voxkeep/directory';
import { historyEntities } from '@voxkeep/history';
import { monitoringEntities } from '@voxkeep/monitoring';
import { operativeEntities } from '@voxkeep/operative';
import { outboundEntities } from '@voxkeep/outbound';
import { catalogue } from '@voxkeep/personal-data';
import type { EntityClass } from '@voxkeep/platform';
import { reportingEntities } from '@voxkeep/reporting';
import { freshDatabase } from '../support/database';
import { titlesRunIn } from '../support/run-titles';

const entities: Readonly<Record<DatabaseName, readonly EntityClass[]>> = {
  configuration: configurationEntities,
  directory: directoryEntities,
  operative: operativeEntities,
  outbound: outboundEntities,
  monitoring: monitoringEntities,
  reporting: reportingEntities,
  history: historyEntities,
};

/** A rule that fills the start of a term in the end, as the title of the test that shows it. */
interface Filled {
  readonly spec: string;
  readonly title: string;
}
const untold = 'apps/worker/src/upkeep/untold-contacts.db-spec.ts';
const contactEnds: Filled = { spec: untold, title: 'wait for a recorder that is away, and end when it stays away' };
const recordingEnds: Filled = { spec: untold, title: 'leave no recording without an end, removed or erased ones included' };
const closedOnly: Filled = {
  spec: 'libs/operative/src/archive/contact-archive.db-spec.ts',
  title: 'takes closed contacts whole and leaves live ones',
};

/** Starts that may be empty at first, and what fills them. Every other start is there from the first moment, by the schema. */
const filled: Readonly<Record<string, Filled>> = {
  'operative.contact.closed_at': contactEnds,
  'operative.recording.ended_at': recordingEnds,
  'operative.presence.to_at': {
    spec: 'apps/worker/src/upkeep/housekeeping.db-spec.ts',
    title: 'ends the presence of a user who was removed, and of no other',
  },
  'monitoring.live_contact.closed_at': {
    spec: 'libs/monitoring/src/live/live-contacts.db-spec.ts',
    title: 'are cleared when they ended long ago or their end was never heard of',
  },
  'history.closed_contact.closed_at': closedOnly,
  'history.closed_recording.ended_at': recordingEnds,
  // The link goes with the person or the number that it joins.
  'directory.person_contact_point.to_at': {
    spec: 'libs/directory/src/entities/directory-catalogue.db-spec.ts',
    title: 'erases a person with their own number, and keeps the neighbour and the number they share',
  },
};

/** Tables about persons that no term of age applies to, and why. */
const withoutTerm: readonly (readonly [RegExp, string])[] = [
  [/^configuration\.audit\./, 'proof who looked; segments of the log expire whole'],
  [/^configuration\.protection\./, 'registers of the officer: accountability (GDPR Art. 5(2)), not master data'],
  [/^configuration\.diagnostics\./, 'ends with its grant, 72 hours later at the latest (delete_at)'],
  [/^configuration\.register\./, 'register of processing'],
  [/^configuration\.public\.(user_|group_|role_|right_|recovery_|second_|category_off)/, 'lives and goes with the account'],
];

interface Start {
  readonly place: string;
  readonly nullable: boolean | undefined;
}

describe('every term has a start', () => {
  const starts: Start[] = [];
  const termless: string[] = [];
  beforeAll(async () => {
    for (const store of databaseNames) {
      const fresh = await freshDatabase(store, entities[store]);
      const columns = await fresh.database.rows<{ place: string; nullable: boolean }>(
        `select table_name || '.' || column_name as place, is_nullable = 'YES' as nullable from information_schema.columns
         where table_schema = 'public'`,
      );
      await fresh.drop();
      const nullable = new Map(columns.map((column) => [column.place, column.nullable]));
      for (const { table, schema, kind, deletion } of catalogue().entities.filter((entity) => entity.store === store)) {
        if (kind === 'none') continue;
        if (deletion === undefined) termless.push(`${store}.${schema}.${table}`);
        else {
          const start = deletion.start.includes('.') ? deletion.start : `${table}.${deletion.start}`;
          starts.push({ place: `${store}.${start}`, nullable: nullable.get(start) });
        }
      }
    }
  });

  it('in a column that is there', () => {
    expect(starts.length).toBeGreaterThan(25);
    expect(starts.filter(({ nullable }) => nullable === undefined)).toEqual([]);
  });

  it('that is filled from the first moment, or in the end by a rule that a test shows', () => {
    const open = new Set(starts.filter(({ nullable }) => nullable === true).map(({ place }) => place));
    expect([...open].sort()).toEqual(Object.keys(filled).sort());
    for (const { spec, title } of Object.values(filled)) {
      const file = path.resolve(__dirname, '../..', spec);
      expect([spec, existsSync(file) && titlesRunIn(readFileSync(file, 'utf8')).has(title)]).toEqual([spec, true]);
    }
  });

  it.each([
    ["it('ends', () => {});", true],
    ["describe('it', () => { it('ends', () => {}); });", true],
    ["it('ends late', () => {});", false],
    ["it.skip('ends', () => {});", false],
    ["describe.skip('it', () => { it('ends', () => {}); });", false],
    ["// it('ends', () => {});", false],
  ])('by a test of exactly that title which runs: %s', (source, isRun) => {
    expect(titlesRunIn(source).has('ends')).toBe(isRun);
  });

  it('unless nothing of its table goes by age, for a reason that is named', () => {
    const reasons = termless.map((place) => withoutTerm.find(([tables]) => tables.test(place)));
    expect(termless.filter((_, at) => reasons[at] === undefined)).toEqual([]);
    expect(withoutTerm.filter((reason) => !reasons.includes(reason))).toEqual([]);
  });
});
