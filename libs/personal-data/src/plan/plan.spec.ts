import {
  buildErasurePlan,
  buildReportPlan,
  type Catalogue,
  catalogueOf,
  DataSubjectEntity,
  type EntityClass,
  FreeText,
  listKept,
  NotPersonal,
  otherRole,
  Personal,
  planErasure,
  Pseudonym,
  type Row,
  sharedPoint,
  Secret,
  type SqlPorts,
  type SubjectKeys,
  traceSubject,
  type TraceOptions,
} from '../index.js';

const name = {
  category: 'pd:Name',
  store: 'sealed',
  origin: 'subject',
  erase: 'null',
  analytics: 'drop',
  label: 'field.name',
} as const;
const id = NotPersonal('random id');
const refTo = (of: 'person' | 'contact-point' | 'contact' | 'user') =>
  Pseudonym({ of, domain: 'system', erase: 'null', label: 'field.ref' });

@DataSubjectEntity({
  store: 'directory',
  table: 'person',
  kind: 'subject',
  domain: 'identity',
  provides: { column: 'id', key: 'person' },
  reachedBy: [{ column: 'id', key: 'person' }],
  owners: [{ column: 'id', ownerClass: 'person' }],
})
class Person {
  @id id!: string;
  @Personal(name) fullName!: unknown;
}

@DataSubjectEntity({
  store: 'directory',
  table: 'contact_point',
  kind: 'shared',
  domain: 'identity',
  provides: { column: 'id', key: 'contact-point' },
  reachedBy: [{ column: 'id', key: 'contact-point' }],
  owners: [{ column: 'id', ownerClass: 'contact-point' }],
})
class ContactPoint {
  @id id!: string;
  @Personal(name) value!: unknown;
}

@DataSubjectEntity({
  store: 'directory',
  table: 'person_contact_point',
  kind: 'detail',
  provides: [
    { column: 'person_id', key: 'person' },
    { column: 'contact_point_id', key: 'contact-point', during: { from: 'from_at', to: 'to_at' } },
  ],
  reachedBy: [
    { column: 'person_id', key: 'person' },
    { column: 'contact_point_id', key: 'contact-point' },
  ],
})
class PersonContactPoint {
  @refTo('person') personId!: string;
  @refTo('contact-point') contactPointId!: string;
  @NotPersonal('validity') fromAt!: Date;
  @NotPersonal('validity') toAt!: Date;
}

@DataSubjectEntity({
  store: 'configuration',
  table: 'user_account',
  kind: 'detail',
  provides: { column: 'id', key: 'user' },
  reachedBy: [{ column: 'person_id', key: 'person' }],
})
class UserAccount {
  @id id!: string;
  @refTo('person') personId!: string;
  @Secret('signs in') passwordHash!: string;
}

@DataSubjectEntity({
  store: 'operative',
  table: 'contact',
  kind: 'event',
  domain: 'contact',
  provides: { column: 'id', key: 'contact' },
  reachedBy: [
    { column: 'customer_point_id', key: 'contact-point', role: 'customer', at: 'opened_at' },
    { column: 'agent_user_id', key: 'user', role: 'agent' },
    { column: 'id', key: 'contact', role: 'customer' },
  ],
  owners: [
    { column: 'customer_owner', ownerClass: 'contact-customer' },
    { column: 'agent_owner', ownerClass: 'contact-agent' },
  ],
  erasureCondition: 'customer',
})
class Contact {
  @id id!: string;
  @refTo('contact-point') customerPointId!: string;
  @refTo('user') agentUserId!: string;
  @NotPersonal('time') openedAt!: Date;
  @id customerOwner!: string;
  @id agentOwner!: string;
  @Personal({ ...name, owner: 'customer_owner' }) customerName!: unknown;
}

@DataSubjectEntity({
  store: 'operative',
  table: 'recording',
  kind: 'detail',
  id: ['contact_id', 'id'],
  provides: { column: 'id', key: 'recording' },
  reachedBy: [{ column: 'contact_id', key: 'contact' }],
})
class Recording {
  @refTo('contact') contactId!: string;
  @id id!: string;
}

@DataSubjectEntity({
  store: 'reporting',
  table: 'facts.contact_fact',
  kind: 'event',
  id: 'contact_id',
  reachedBy: [{ column: 'contact_id', key: 'contact' }],
  onErasure: 'anonymise',
})
class ContactFact {
  @id contactId!: string;
  @refTo('person') customerRef!: string | null;
  @NotPersonal('duration') seconds!: number;
}

@DataSubjectEntity({
  store: 'operative',
  table: 'consent',
  kind: 'event',
  domain: 'contact',
  onErasure: 'keep',
  because: 'GDPR Art. 7(1)',
  reachedBy: [
    { column: 'person_id', key: 'person' },
    { column: 'contact_id', key: 'contact' },
  ],
})
class Consent {
  @id id!: string;
  @refTo('person') personId!: string | null;
  @refTo('contact') contactId!: string | null;
  @FreeText({ mayName: 'third-parties', review: true, erase: 'keep', label: 'field.note', ownerClass: 'contact-customer' })
  evidence!: unknown;
}

@DataSubjectEntity({ store: 'monitoring', table: 'queue_state', kind: 'none', reason: 'counts' })
class QueueState {
  @id queueId!: string;
}

const classes: EntityClass[] = [
  QueueState,
  Consent,
  ContactFact,
  Recording,
  Contact,
  UserAccount,
  PersonContactPoint,
  ContactPoint,
  Person,
];
const known = catalogueOf(classes);

/** Tables in memory that answer the one shape of statement that a trace sends, and keep what they were asked. */
function stores(tables: Record<string, Row[]>, of: Catalogue = known) {
  const asked: { sql: string; ids: readonly string[] }[] = [];
  const port = {
    rows(sql: string, params: readonly unknown[]) {
      const [, columns = '', schema, table, column = ''] =
        /^select (.+) from "(\w+)"\."(\w+)" where "(\w+)" = any\(\$1\)$/.exec(sql) ?? [];
      const ids = params[0] as string[];
      asked.push({ sql, ids });
      const rows = tables[schema === 'public' ? (table ?? '') : `${schema ?? ''}.${table ?? ''}`] ?? [];
      const picked = columns.split(', ').map((each) => each.slice(1, -1));
      return Promise.resolve(
        rows
          .filter((row) => ids.includes(row[column] as string))
          .map((row) => Object.fromEntries(picked.map((each) => [each, row[each] ?? null]))),
      );
    },
  };
  const ports: SqlPorts = Object.fromEntries(of.entities.map(({ store }) => [store, port]));
  return { asked, ports };
}

const link = (person: string, point: string, fromAt?: string, toAt?: string): Row => ({
  person_id: person,
  contact_point_id: point,
  from_at: fromAt ?? null,
  to_at: toAt ?? null,
});
const contact = (n: string, point: string | null, agent: string | null, openedAt = '2026-05-01T10:00:00Z'): Row => ({
  id: n,
  customer_point_id: point,
  agent_user_id: agent,
  opened_at: new Date(openedAt),
  customer_owner: `${n}-customer`,
  agent_owner: `${n}-agent`,
});
/** Anna has two points; on one of them she called twice, once answered by Boris. Clara is somebody else. */
const world = (): Record<string, Row[]> => ({
  person: [
    { id: 'anna', full_name: 'x' },
    { id: 'boris', full_name: 'y' },
    { id: 'clara', full_name: 'z' },
  ],
  contact_point: [{ id: 'phone' }, { id: 'mail' }, { id: 'other' }],
  person_contact_point: [link('anna', 'phone'), link('anna', 'mail'), link('clara', 'other')],
  user_account: [{ id: 'user-boris', person_id: 'boris', password_hash: 'secret' }],
  contact: [contact('c1', 'phone', 'user-boris'), contact('c2', 'phone', null), contact('c3', 'other', 'user-boris')],
  recording: [
    { id: 'r1', contact_id: 'c1' },
    { id: 'r3', contact_id: 'c3' },
  ],
  'facts.contact_fact': [
    { contact_id: 'c1', customer_ref: 'p', seconds: 5 },
    { contact_id: 'c3', customer_ref: 'q', seconds: 6 },
  ],
  consent: [
    { id: 'k1', person_id: 'anna', contact_id: 'c1' },
    { id: 'k2', person_id: null, contact_id: 'c3' },
  ],
});
async function trace(roots: SubjectKeys, tables = world(), options: TraceOptions = {}) {
  const found = await traceSubject(buildReportPlan(known), roots, stores(tables).ports, options);
  const ids = Object.fromEntries(
    found.steps
      .filter(({ rows }) => rows.length > 0)
      .map(({ table, rows }) => [table, rows.map((row) => row.id ?? row.contact_id ?? row.contact_point_id)]),
  );
  return { ...found, ids };
}

describe('the report plan', () => {
  it('names every table but those with nobody in them, homes of keys before what hangs on them', () => {
    const tables = buildReportPlan(known).steps.map(({ entity }) => entity.table);
    expect(tables).toHaveLength(8);
    const before = (a: string, b: string) => {
      expect(tables.indexOf(a)).toBeLessThan(tables.indexOf(b));
    };
    before('person', 'person_contact_point');
    before('contact_point', 'person_contact_point');
    before('contact', 'recording');
    before('contact', 'contact_fact');
    before('user_account', 'contact');
  });

  it('needs no declared key to see whose own id a column is', () => {
    @DataSubjectEntity({
      store: 'directory',
      table: 'silent_person',
      kind: 'detail',
      reachedBy: [{ column: 'id', key: 'person' }],
    })
    class SilentPerson {
      @id id!: string;
    }
    const names = (...of: EntityClass[]) => buildReportPlan(catalogueOf(of)).steps.map(({ entity }) => entity.name);
    expect(names(PersonContactPoint, SilentPerson)).toEqual(['SilentPerson', 'PersonContactPoint']);
  });

  it('is the same whatever order the classes were loaded in', () => {
    const steps = (of: Catalogue) => buildReportPlan(of).steps.map(({ entity }) => entity.name);
    expect(steps(catalogueOf([...classes].reverse()))).toEqual(steps(known));
  });

  it('is refused when a table with persons cannot be reached', () => {
    const unreachable = expect.objectContaining({
      code: 'catalogue.unreachable',
      data: expect.objectContaining({ table: 'operative/recording' }) as object,
    }) as Error;
    expect(() => buildReportPlan(catalogueOf(classes.filter((each) => each !== Contact && each !== ContactFact)))).toThrow(
      unreachable,
    );
  });

  it('reads no secrets', () => {
    const account = buildReportPlan(known).steps.find(({ entity }) => entity.table === 'user_account');
    expect(account?.select).toBe('select "id", "person_id" from "public"."user_account"');
  });
});

describe('tracing a person', () => {
  it('goes from the person over contact points to contacts, recordings and facts, and to nobody else', async () => {
    const found = await trace({ person: ['anna'] });
    expect(found.ids).toEqual({
      person: ['anna'],
      contact_point: ['phone', 'mail'],
      person_contact_point: ['phone', 'mail'],
      contact: ['c1', 'c2'],
      recording: ['r1'],
      'facts.contact_fact': ['c1'],
      consent: ['k1'],
    });
    expect(found.keys).toEqual({
      person: ['anna'],
      'contact-point': ['phone', 'mail'],
      contact: ['c1', 'c2'],
      recording: ['r1'],
    });
  });

  it('finds the one person of a contact point, and everything of them', async () => {
    const sorted = ({ ids }: { ids: Record<string, unknown[]> }) =>
      Object.entries(ids).map(([table, found]) => [table, ...found.toSorted()]);
    expect(sorted(await trace({ 'contact-point': ['mail'] }))).toEqual(sorted(await trace({ person: ['anna'] })));
  });

  it('finds the contacts of an unknown caller by the contact itself', async () => {
    expect((await trace({ contact: ['c3'] })).ids).toEqual({
      contact: ['c3'],
      recording: ['r3'],
      'facts.contact_fact': ['c3'],
      consent: ['k2'],
    });
  });

  it('finds an employee through the account, in the role of the agent', async () => {
    const found = await trace({ person: ['boris'] });
    const contacts = found.steps.find(({ table }) => table === 'contact');
    expect(contacts?.rows.map((row) => row.id)).toEqual(['c1', 'c3']);
    expect(contacts?.via.map((via) => via[0]?.role)).toEqual(['agent', 'agent']);
  });

  it('lists a row once that several columns lead to, with all its ways', async () => {
    const consent = (await trace({ person: ['anna'] })).steps.find(({ table }) => table === 'consent');
    expect(consent?.via.map((via) => via.map(({ column }) => column))).toEqual([['person_id', 'contact_id']]);
  });

  it('names the key owners that die with the rows', async () => {
    const { owners } = await trace({ person: ['anna'] });
    expect(owners.map(({ ownerClass, ownerId }) => `${ownerClass} ${ownerId}`).sort()).toEqual([
      'contact-agent c1-agent',
      'contact-agent c2-agent',
      'contact-customer c1-customer',
      'contact-customer c2-customer',
      'contact-point mail',
      'contact-point phone',
      'person anna',
    ]);
  });

  it('leaves the keys of the company’s recordings alone when the person was the agent', async () => {
    expect((await trace({ person: ['boris'] })).owners).toEqual([{ ownerId: 'boris', ownerClass: 'person' }]);
  });

  it('asks with at most 1,000 ids at a time and loses none', async () => {
    const many = Array.from({ length: 2500 }, (_, i) => contact(`n${i}`, 'phone', null));
    const { asked, ports } = stores({
      ...world(),
      contact: many,
      recording: many.map(({ id: contactId }) => ({ id: `r-${contactId as string}`, contact_id: contactId })),
    });
    const found = await traceSubject(buildReportPlan(known), { person: ['anna'] }, ports);
    expect(found.steps.find(({ table }) => table === 'recording')?.rows).toHaveLength(2500);
    expect(Math.max(...asked.map(({ ids }) => ids.length))).toBe(1000);
  });

  it('says which stores did not answer', async () => {
    const { ports } = stores(world());
    delete ports.reporting;
    const found = await traceSubject(buildReportPlan(known), { person: ['anna'] }, ports);
    expect([found.answered, found.unanswered]).toEqual([expect.not.arrayContaining(['reporting']), ['reporting']]);
  });

  it('answers for a person of whom nothing is held', async () => {
    const found = await trace({ person: ['nobody'] });
    expect(found.ids).toEqual({});
    expect(found.steps).toHaveLength(8);
  });
});

describe('a contact point that somebody else has too', () => {
  const shared = () => ({
    ...world(),
    person_contact_point: [link('anna', 'phone'), link('anna', 'mail'), link('clara', 'phone'), link('clara', 'other')],
  });

  it('is not followed, neither to its contacts nor to the other person', async () => {
    const found = await trace({ person: ['anna'] }, shared());
    expect(found.ids).toEqual({
      person: ['anna'],
      contact_point: ['mail'],
      person_contact_point: ['phone', 'mail'],
      consent: ['k1'],
    });
    expect(found.withheld).toEqual({ contactPoints: ['phone'], otherPersons: 1, rows: 0 });
  });

  it('releases nobody’s calls by itself', async () => {
    const found = await trace({ 'contact-point': ['phone'] }, shared());
    expect(found.ids).toEqual({});
    expect(found.withheld.contactPoints).toEqual(['phone']);
  });

  it('is followed after a second factor, and still not to the other person', async () => {
    const found = await trace({ person: ['anna'] }, shared(), { confirmed: ['phone'] });
    expect(found.ids.contact).toEqual(['c1', 'c2']);
    expect(found.ids.person).toEqual(['anna']);
    expect(found.ids.person_contact_point).toEqual(['phone', 'mail']);
  });

  it('is not followed when the officer excludes it', async () => {
    const found = await trace({ person: ['anna'] }, world(), { exclude: { 'contact-point': ['phone'] } });
    expect(found.ids.contact).toBeUndefined();
    expect(found.ids.contact_point).toEqual(['mail']);
  });

  it('yields the contacts of the person’s own time when it was handed on', async () => {
    const tables = {
      ...world(),
      person_contact_point: [
        link('anna', 'phone', undefined, '2026-06-01T00:00:00Z'),
        link('clara', 'phone', '2026-08-01T00:00:00Z'),
      ],
      contact: [contact('c1', 'phone', null, '2026-05-01T00:00:00Z'), contact('c2', 'phone', null, '2026-09-01T00:00:00Z')],
    };
    const found = await trace({ person: ['anna'] }, tables);
    expect(found.ids.contact).toEqual(['c1']);
    expect(found.withheld).toEqual({ contactPoints: [], otherPersons: 1, rows: 1 });
    expect((await trace({ person: ['clara'] }, tables)).ids.contact).toEqual(['c2']);
  });
});

describe('erasing a person', () => {
  const plan = buildErasurePlan(known);

  it('deletes children before parents, anonymises facts, and sends ids only as parameters', async () => {
    const statements = planErasure(plan, await trace({ person: ['anna'] }));
    expect(statements.map(({ store, sql, params, action }) => [store, action, sql, params])).toEqual([
      [
        'reporting',
        'anonymise',
        'update "facts"."contact_fact" set "customer_ref" = null where "contact_id" = any($1)',
        [['c1']],
      ],
      [
        'operative',
        'delete',
        'delete from "public"."recording" where "contact_id" = any($1) and ("contact_id"::text, "id"::text) in (select * from unnest($2::text[], $3::text[]))',
        [['c1'], ['c1'], ['r1']],
      ],
      ['operative', 'delete', 'delete from "public"."contact" where "id" = any($1)', [['c1', 'c2']]],
      ['directory', 'delete', 'delete from "public"."person_contact_point" where "person_id" = any($1)', [['anna']]],
      ['directory', 'delete', 'delete from "public"."contact_point" where "id" = any($1)', [['phone', 'mail']]],
      ['directory', 'delete', 'delete from "public"."person" where "id" = any($1)', [['anna']]],
    ]);
  });

  it('leaves the contacts of an employee with all that hangs on them, and says why', async () => {
    const found = await trace({ person: ['boris'] });
    expect(listKept(plan, found)).toContainEqual({ store: 'operative', table: 'contact', rows: 2, because: otherRole });
    const kept = listKept(plan, found).map(({ table }) => table);
    expect(kept).toEqual(expect.arrayContaining(['recording', 'facts.contact_fact']));
    expect(planErasure(plan, found).map(({ table }) => table)).toEqual(['user_account', 'person']);
  });

  it('lists what a legal ground keeps', async () => {
    expect(listKept(plan, await trace({ person: ['anna'] }))).toEqual([
      { store: 'operative', table: 'consent', rows: 1, because: 'GDPR Art. 7(1)' },
    ]);
  });

  it('goes in batches of at most 1,000 ids', async () => {
    const many = Array.from({ length: 1001 }, (_, i) => contact(`n${i}`, 'phone', null));
    const statements = planErasure(plan, await trace({ person: ['anna'] }, { ...world(), contact: many })).filter(
      ({ table }) => table === 'contact',
    );
    expect(statements.map(({ params }) => (params[0] as string[]).length)).toEqual([1000, 1]);
  });

  it('leaves a contact point, and its key, to the other person who has it, and takes the own contacts over it', async () => {
    const tables = { ...world(), person_contact_point: [link('anna', 'phone'), link('clara', 'phone')] };
    const found = await trace({ person: ['anna'] }, tables, { confirmed: ['phone'] });
    const statements = planErasure(plan, found);
    expect(statements.map(({ table }) => table)).toEqual([
      'facts.contact_fact',
      'recording',
      'contact',
      'person_contact_point',
      'person',
    ]);
    expect(statements.find(({ table }) => table === 'person_contact_point')?.sql).toContain('where "person_id" = any($1)');
    expect(found.owners.map(({ ownerClass }) => ownerClass)).not.toContain('contact-point');
    expect(listKept(plan, found)).toContainEqual({ store: 'directory', table: 'contact_point', rows: 1, because: sharedPoint });
  });

  it('is refused over a trace in which a store did not answer', async () => {
    const { ports } = stores(world());
    delete ports.operative;
    const found = await traceSubject(buildReportPlan(known), { person: ['anna'] }, ports);
    expect(() => planErasure(plan, found)).toThrow(
      expect.objectContaining({ code: 'erasure.store-unanswered', data: { store: 'operative' } }) as Error,
    );
  });

  it('is refused when plan and trace are of different catalogues', async () => {
    const other = buildErasurePlan(catalogueOf(classes.slice(1)));
    const found = await trace({ person: ['anna'] });
    expect(() => planErasure(other, found)).toThrow(expect.objectContaining({ code: 'erasure.catalogue-changed' }) as Error);
  });

  it('is refused for a table whose anonymising would change nothing', () => {
    @DataSubjectEntity({
      store: 'reporting',
      table: 'empty_fact',
      kind: 'event',
      reachedBy: [{ column: 'id', key: 'person' }],
      onErasure: 'anonymise',
    })
    class EmptyFact {
      @id id!: string;
    }
    expect(() => buildErasurePlan(catalogueOf([EmptyFact]))).toThrow(
      expect.objectContaining({ code: 'catalogue.nothing-to-anonymise' }) as Error,
    );
  });
});
