import { historyEntities } from '@voxkeep/history';
import { operativeEntities } from '@voxkeep/operative';
import { outboundEntities } from '@voxkeep/outbound';
import { catalogue, type Row, type SubjectTrace, type TracedStep } from '@voxkeep/personal-data';
import { reportingEntities } from '@voxkeep/reporting';
import { rulesFor } from '../erasure/retention-rules';
import { classesOf } from '../person/data-classes';
import { heldRows } from './held-rows';
import { parentColumn } from './period-start';

/** Naming the entities is what put them into the catalogue. */
const named = [...operativeEntities, ...historyEntities, ...outboundEntities, ...reportingEntities];
const entityOf = (table: string) => catalogue().entities.find((one) => one.table === table)!;
const ended = new Date('2026-03-01T10:00:00Z');

/** A row of which every column has a value. */
const rowOf = (table: string, values: Row): Row => ({
  ...Object.fromEntries(entityOf(table).columns.map(({ column }) => [column, column])),
  ...values,
});
const stepOf = (table: string, values: Row): TracedStep => {
  const entity = entityOf(table);
  const rows = [rowOf(table, values)];
  const ways = { via: [[]], erasedBy: [undefined], keys: {}, owners: [] };
  return { entity, store: entity.store, table, kind: entity.kind, rows, ...ways };
};
const traceOf = (...steps: readonly TracedStep[]) => ({ steps, keys: {} }) as unknown as SubjectTrace;

describe('a period that counts from a column of a parent', () => {
  it('finds the parent of every table of the catalogue, except those that begin with what is no person’s', () => {
    expect(named.length).toBeGreaterThan(20);
    const counted = catalogue().entities.flatMap(({ table, columns, deletion }) => {
      const [parent, column] = (deletion?.start ?? '').split('.');
      return column === undefined || parent === undefined ? [] : [{ table, parent, columns }];
    });
    const orphans = counted.filter(({ parent, columns }) => !columns.some(({ column }) => column === parentColumn(parent)));
    expect(counted.length - orphans.length).toBe(7);
    expect(orphans.map(({ table, parent }) => [table, parent]).sort()).toEqual([
      ['customer', 'list_import'],
      ['customer_phone', 'list_import'],
      ['customer_pseudonym', 'contact_fact'],
    ]);
  });

  it.each([
    ['recording', 'recording_segment', { recording_id: 'parent' }],
    ['closed_recording', 'closed_recording_gap', { recording_id: 'parent' }],
  ] as const)('tells until when what hangs off a %s is kept, by its term and against an erasure: %s', (parent, child, link) => {
    const steps = [
      stepOf(parent, { id: 'parent', ended_at: ended }),
      stepOf(child, { id: 'child', channel: 'customer', ...link }),
    ];
    const rules = [{ class: 'recording', channel: null, queueId: null, amount: 2, unit: 'day' } as const];
    const classes = classesOf(heldRows(traceOf(...steps)), { holds: [], rules, keys: {} });
    expect(classes.map(({ deleteAt }) => deleteAt)).toEqual(classes.map(() => '2026-03-03T10:00:00.000Z'));
    const statutory = [{ class: 'recording', days: 30, ground: 'law' }];
    const against = { holds: [], statutory, reviews: [], suppression: null } as unknown as Parameters<typeof rulesFor>[1];
    const retain = rulesFor(traceOf(...steps), against, new Date('2026-03-02T00:00:00Z'));
    const [, { entity, rows }] = steps as [TracedStep, TracedStep];
    expect(retain(entity, rows[0]!)).toMatchObject([{ reason: 'statutory', until: new Date('2026-03-31T10:00:00Z') }]);
  });
});
