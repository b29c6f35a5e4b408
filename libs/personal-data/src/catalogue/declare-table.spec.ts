import { catalogue, compareSchema, DataSubjectEntity, declarePlatformTables, declareTable, NotPersonal } from '../index.js';

const platform = ['audit_outbox', 'cleanup_log', 'migrations', 'outbox', 'outbox_cursor', 'schema_version'];

describe('tables without an entity', () => {
  it('are part of the catalogue, once however often they are declared', () => {
    declareTable({ store: 'jobs', table: 'queue.job', kind: 'none', reason: 'ids only', columns: { id: 'random id' } });
    declarePlatformTables('jobs');
    declarePlatformTables('jobs');
    const tables = catalogue().entities.map(({ schema, table }) => `${schema}.${table}`);
    expect(tables).toEqual([...platform.map((table) => `public.${table}`), 'queue.job']);
  });

  it('are part of it from their declaration on, and the catalogue stays the same one in between', () => {
    const before = catalogue();
    expect(catalogue()).toBe(before);
    declareTable({ store: 'jobs', table: 'queue.late', kind: 'none', reason: 'ids only', columns: { id: 'random id' } });
    const found = (of: typeof before) => of.entities.some(({ table }) => table === 'late');
    expect([found(before), found(catalogue())]).toEqual([false, true]);
  });

  it('answer for their live columns', () => {
    const job = { schema: 'queue', table: 'job', column: 'id' };
    const findings = compareSchema(catalogue(), 'jobs', [job, { ...job, column: 'data' }]);
    expect(findings.filter(({ table }) => table === 'queue.job')).toEqual([
      expect.objectContaining({ kind: 'unknown-column', column: 'data' }),
    ]);
  });
});

describe('a decorated class that is no entity', () => {
  it('is refused by name, and not when it is the parent of one', () => {
    abstract class Parent {
      @NotPersonal('time') at!: Date;
    }
    expect(() => catalogue()).toThrow(expect.objectContaining({ code: 'catalogue.no-entity-decorator' }) as Error);

    @DataSubjectEntity({ store: 'jobs', table: 'child', kind: 'none', reason: 'test' })
    class Child extends Parent {
      @NotPersonal('moment', { column: 'happened_at' }) declare at: Date;
    }
    expect(
      catalogue()
        .entity(Child)
        .columns.map(({ column }) => column),
    ).toEqual(['happened_at']);
  });
});
