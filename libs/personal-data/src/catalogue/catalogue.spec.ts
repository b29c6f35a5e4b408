import {
  catalogueOf,
  type CatalogueEntity,
  commentStatements,
  compareSchema,
  DataSubjectEntity,
  describeCatalogue,
  type EntityClass,
  FreeText,
  type LiveColumn,
  NotPersonal,
  Personal,
  Pseudonym,
  requireDecorated,
  type Sealed,
  sealedColumns,
  Secret,
} from '../index.js';

const name = {
  category: 'pd:Name',
  store: 'sealed',
  origin: 'subject',
  erase: 'delete',
  analytics: 'drop',
  label: 'field.name',
} as const;
const point = { provides: { column: 'id', key: 'contact-point' }, reachedBy: [{ column: 'id', key: 'contact-point' }] } as const;

abstract class Timed {
  @NotPersonal('time of a technical act') createdAt!: Date;
}

@DataSubjectEntity({ store: 'directory', table: 'contact_point', kind: 'shared', domain: 'identity', ...point })
class ContactPoint extends Timed {
  @NotPersonal('random v4 id') id!: string;
  @Personal({ ...name, category: 'pd:TelephoneNumber', portability: true }) value!: Sealed;
  @Personal({ ...name, store: 'index' }) valueIndex!: Buffer;
  @FreeText({ mayName: 'third-parties', review: true, erase: 'null', label: 'field.note' }) note!: Sealed;
  @Secret('the operator\'s "hook"', { column: 'hook' }) webhookToken!: string;
  @Pseudonym({ of: 'person', domain: 'directory', erase: 'null', label: 'field.person' }) mergedIntoId!: string | null;
}

const codeOf = (code: string, data: object = {}) =>
  expect.objectContaining({ code, data: expect.objectContaining(data) as object }) as Error;
const entity = (): CatalogueEntity => catalogueOf([ContactPoint]).entity(ContactPoint);
const live = (...columns: string[]): LiveColumn[] =>
  columns.map((column) => ({ schema: 'public', table: 'contact_point', column }));
const allColumns = ['created_at', 'id', 'value', 'value_index', 'note', 'hook', 'merged_into_id'];

/** A class body with these decorators, made without the decorator syntax so that a fault can be planted. */
function entityWith(
  options: Partial<Parameters<typeof DataSubjectEntity>[0]>,
  columns: Record<string, PropertyDecorator | PropertyDecorator[]>,
): EntityClass {
  class Planted {
    readonly planted = true;
  }
  for (const [property, decorators] of Object.entries(columns))
    for (const decorate of [decorators].flat()) decorate(Planted.prototype, property);
  DataSubjectEntity({ store: 'directory', table: 'planted', kind: 'shared', domain: 'identity', ...point, ...options })(Planted);
  return Planted;
}
const id = NotPersonal('random id');

describe('the catalogue', () => {
  it('knows each column by its database name and one classification', () => {
    expect(entity().columns.map(({ column, classification }) => [column, classification.as])).toEqual([
      ['created_at', 'not-personal'],
      ['id', 'not-personal'],
      ['value', 'personal'],
      ['value_index', 'personal'],
      ['note', 'free-text'],
      ['hook', 'secret'],
      ['merged_into_id', 'pseudonym'],
    ]);
  });

  it('is frozen to the bottom', () => {
    const found = catalogueOf([ContactPoint]);
    expect(() => (found.entities as CatalogueEntity[]).push(entity())).toThrow(TypeError);
    expect(() => ((found.entities[0] as { kind: string }).kind = 'none')).toThrow(TypeError);
    expect(() => ((found.entities[0]?.columns[2]?.classification as { erase: string }).erase = 'keep')).toThrow(TypeError);
  });

  it('has a hash that changes with a classification and not with the order of classes', () => {
    const make = (erase: 'delete' | 'keep') => entityWith({ table: 'other' }, { id, name: Personal({ ...name, erase }) });
    const hash = (...classes: EntityClass[]) => catalogueOf(classes).hash;
    expect(hash(ContactPoint, make('delete'))).toBe(hash(make('delete'), ContactPoint));
    expect(hash(make('delete'))).not.toBe(hash(make('keep')));
    expect(hash(ContactPoint)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('refuses to name an entity that it does not hold', () => {
    expect(() => catalogueOf([]).entity(ContactPoint)).toThrow(codeOf('catalogue.unknown-entity', { class: 'ContactPoint' }));
  });

  it('says what a class, its columns and its seals lack', () => {
    const faults: [string, object, () => EntityClass][] = [
      ['catalogue.two-decorators', { class: 'Planted', property: 'id' }, () => entityWith({}, { id: [id, Secret('x')] })],
      ['catalogue.no-columns', { class: 'Planted' }, () => entityWith({}, {})],
      ['catalogue.reason-missing', { property: 'id' }, () => entityWith({}, { id: NotPersonal(' ') })],
      ['catalogue.reason-missing', { write: 'reason: why nobody is in this table' }, () => entityWith({ kind: 'none' }, { id })],
      [
        'catalogue.none-holds-personal',
        { property: 'name' },
        () => entityWith({ kind: 'none', reason: 'r' }, { id, name: Personal(name) }),
      ],
      ['catalogue.because-missing', {}, () => entityWith({ onErasure: 'keep' }, { id })],
      [
        'catalogue.no-such-column',
        { column: 'person_id' },
        () => entityWith({ reachedBy: [{ column: 'person_id', key: 'person' }] }, { id }),
      ],
      ['catalogue.no-such-role', { role: 'agent' }, () => entityWith({ erasureCondition: 'agent' }, { id })],
      ['catalogue.secret-id', { column: 'hash' }, () => entityWith({ id: 'hash' }, { id, hash: Secret('x') })],
      ['catalogue.identifier', { name: 'planted"; drop' }, () => entityWith({ table: 'planted"; drop' }, { id })],
      ['catalogue.identifier', { name: 'a b' }, () => entityWith({}, { id: NotPersonal('r', { column: 'a b' }) })],
      ['catalogue.seal-owner', { property: 'name' }, () => entityWith({}, { id, name: Personal({ ...name, owner: 'nobody' }) })],
      [
        'catalogue.seal-owner',
        { write: 'ownerClass beside owner' },
        () => entityWith({ reachedBy: [], provides: [] }, { id, name: Personal(name) }),
      ],
      ['catalogue.no-entity-decorator', { class: 'Object' }, () => Object],
    ];
    for (const [code, data, plant] of faults) expect(() => catalogueOf([plant()])).toThrow(codeOf(code, data));
  });

  it('demands a decorator on every mapped property, with class, property and remedy', () => {
    expect(() => {
      requireDecorated([
        { entity: ContactPoint, property: 'value' },
        { entity: ContactPoint, property: 'createdAt' },
      ]);
    }).not.toThrow();
    const undecorated = () => {
      requireDecorated([{ entity: ContactPoint, property: 'colour' }]);
    };
    const write = 'one of @Personal, @Pseudonym, @FreeText, @Secret, @NotPersonal on the property';
    expect(undecorated).toThrow(codeOf('catalogue.undecorated', { class: 'ContactPoint', property: 'colour', write }));
  });

  it('describes itself as plain JSON, and each column in a comment', () => {
    const found = catalogueOf([ContactPoint]);
    expect(describeCatalogue(found)).toMatchObject({
      version: 1,
      stores: {
        directory: {
          contact_point: {
            kind: 'shared',
            columns: { value: { as: 'personal', category: 'pd:TelephoneNumber', portability: true } },
          },
        },
      },
    });
    expect(commentStatements('directory', found)).toContain(
      `comment on column "public"."contact_point"."hook" is 'secret: the operator''s "hook"'`,
    );
    expect(commentStatements('directory', found)).toHaveLength(allColumns.length);
    expect(commentStatements('outbound', found)).toEqual([]);
  });
});

describe('the sealed columns of an entity', () => {
  it('are its sealed personal columns and its free texts, with owner and class', () => {
    const under = { entity: 'directory.contact_point', owner: 'id', ownerClass: 'contact-point', domain: 'identity' };
    expect(sealedColumns(ContactPoint)).toEqual([
      { property: 'value', column: 'value', ...under },
      { property: 'note', column: 'note', ...under },
    ]);
  });

  it('take the class from the owners of the entity, and the name under which the archive copies them', () => {
    const archived = entityWith(
      {
        store: 'history',
        table: 'closed_contact',
        sealedAs: 'operative.contact',
        owners: [{ column: 'agent_owner', ownerClass: 'contact-agent' }],
      },
      { id, agentOwner: id, agentName: Personal({ ...name, owner: 'agent_owner' }) },
    );
    expect(sealedColumns(archived)).toEqual([
      {
        property: 'agentName',
        column: 'agent_name',
        entity: 'operative.contact',
        owner: 'agent_owner',
        ownerClass: 'contact-agent',
        domain: 'identity',
      },
    ]);
  });
});

describe('comparing a database with the catalogue', () => {
  const compare = (columns: readonly LiveColumn[]) => compareSchema(catalogueOf([ContactPoint]), 'directory', columns);

  it('finds nothing when every column is classified', () => {
    expect(compare(live(...allColumns))).toEqual([]);
  });

  it('finds a column that nobody classified and says what to write', () => {
    const [finding, ...more] = compare(live(...allColumns, 'nickname'));
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ kind: 'unknown-column', store: 'directory', table: 'contact_point', column: 'nickname' });
    expect(finding?.write).toContain('on a property of ContactPoint');
  });

  it('counts JSON that nobody declared as free text', () => {
    const json = { schema: 'public', table: 'contact_point', column: 'extra', type: 'jsonb' };
    expect(compare([...live(...allColumns), json])[0]?.write).toMatch(/^@FreeText/);
  });

  it('finds a table that nobody declared', () => {
    const stranger = { schema: 'protection', table: 'case', column: 'id' };
    expect(compare([...live(...allColumns), stranger])).toEqual([
      expect.objectContaining({
        kind: 'unknown-column',
        table: 'protection.case',
        write: expect.stringContaining('declareTable') as string,
      }),
    ]);
  });

  it('finds a column that is classified and not there', () => {
    expect(compare(live(...allColumns.slice(1)))).toEqual([
      expect.objectContaining({ kind: 'missing-column', column: 'created_at' }),
    ]);
  });

  it('finds a column that two classes declare', () => {
    const twice = entityWith({ table: 'contact_point' }, { id });
    const findings = compareSchema(catalogueOf([ContactPoint, twice]), 'directory', live(...allColumns));
    expect(findings).toEqual([
      expect.objectContaining({ kind: 'two-decorators', column: 'id', write: expect.stringContaining('Planted.id') as string }),
    ]);
  });
});
