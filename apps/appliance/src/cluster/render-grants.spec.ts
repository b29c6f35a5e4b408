import { keeps, owns, reads, vacuums } from '../../../../db/cluster/grant.js';
import { grants } from '../../../../db/cluster/grants.js';
import { renderGrants } from '../../../../db/cluster/render-grants.js';

const live = [
  { schema: 'public', tables: ['contact', 'note', 'outbox', 'audit_outbox', 'schema_version'] },
  { schema: 'access', tables: ['session'] },
];
const given = (...list: Parameters<typeof renderGrants>[1]): string[] =>
  renderGrants('voxkeep_recorder', list, live).statements.filter((statement) => statement.startsWith('grant'));

describe('the rendered rights of a role', () => {
  it('begin with taking everything away in every schema', () => {
    const { statements } = renderGrants('voxkeep_recorder', [reads(['contact'])], live);
    expect(statements.slice(0, 6).every((statement) => statement.startsWith('revoke all on'))).toBe(true);
  });

  it('name tables one by one', () => {
    expect(given(reads(['contact', 'note']))).toContain(
      'grant select on "public"."contact", "public"."note" to "voxkeep_recorder"',
    );
  });

  it('allow sequences only to whoever may add rows', () => {
    expect(given(reads(['contact'])).join()).not.toContain('sequences');
    expect(given(keeps(['contact'])).join()).toContain('grant usage on all sequences in schema "public"');
  });

  it('never mean events and audit rows by a star', () => {
    expect(given(owns('*')).join()).not.toMatch(/outbox|schema_version/);
  });

  it('report a declared table that does not exist and go on', () => {
    const { absent, statements } = renderGrants('voxkeep_recorder', [reads(['contact', 'absence'])], live);
    expect(absent).toEqual(['public.absence']);
    expect(statements.join()).toContain('grant select on "public"."contact"');
  });

  it('report the tables of a schema that does not exist', () => {
    expect(renderGrants('voxkeep_worker', [reads(['leaf'], 'audit')], live)).toMatchObject({ absent: ['audit.leaf'] });
  });

  it('let a process vacuum without letting it see', () => {
    expect(given(vacuums(['contact']))).toContain('grant maintain on "public"."contact" to "voxkeep_recorder"');
  });
});

describe('the table of rights', () => {
  it('keeps the keyring to the keyring', () => {
    const others = Object.entries(grants).filter(([process]) => process !== 'keyring');
    expect(others.filter(([, databases]) => 'keyring' in databases)).toEqual([]);
    expect(Object.keys(grants.keyring)).toEqual(['keyring']);
  });

  it('shows configuration to the recorder and to operations through the access views only', () => {
    for (const process of ['recorder', 'operations'] as const) {
      const schemas = grants[process].configuration?.filter(({ tables }) => !isOnly(tables, 'schema_version'));
      expect(schemas?.map(({ schema }) => schema)).toEqual(['access']);
    }
  });

  it('lets nobody but the worker change reporting facts outside an erasure', () => {
    const writes = grants.operations.reporting?.filter(
      ({ tables, may }) => tables === '*' && may.some((right) => right !== 'select'),
    );
    expect(writes).toEqual([]);
  });

  it('gives the recorder nothing to delete', () => {
    expect(
      Object.values(grants.recorder)
        .flat()
        .filter(({ may }) => may.includes('delete')),
    ).toEqual([]);
  });
});

function isOnly(tables: '*' | readonly string[], name: string): boolean {
  return tables !== '*' && tables.length === 1 && tables[0] === name;
}
