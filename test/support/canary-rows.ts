import { randomUUID } from 'node:crypto';
import type { DatabaseName } from '@voxkeep/contracts';
import { Seals } from '@voxkeep/keyring';
import {
  buildReportPlan,
  isSealed,
  qualifiedTable,
  type Catalogue,
  type CatalogueColumn,
  type CatalogueEntity,
  type KeyKind,
  type Row,
} from '@voxkeep/personal-data';
import { liveColumnsOf, sampleOf, type LiveColumn } from './canary-values.js';
import type { CanaryWorld } from './canary-world.js';

/** Somebody who has left something: random ids by kind, and a mark that stands in every text of theirs. */
export interface CanarySubject {
  readonly mark: string;
  readonly keys: Partial<Record<KeyKind, string[]>>;
  /** Every unique text that was left. */
  readonly values: string[];
  /** Tables that are looked at for this subject, others are not written to. */
  readonly about: (entity: CatalogueEntity) => boolean;
}

/** A sealed value as it stood in a row, with the key that opens it. */
export interface KeptEnvelope {
  readonly entity: CatalogueEntity;
  readonly property: string;
  readonly row: Row;
}

/** What a table demands beyond its catalogue: combinations of columns that its checks allow. */
const demands: Readonly<Record<string, Row>> = {
  'configuration user_account': { language: 'et' },
  'configuration diagnostics.communication_grant': { approved_by: null },
  'directory identity_proposal': { kind: 'point-of-person', other_id: null },
};

/** Leaves and looks for canaries in whatever the catalogue declares: a column that is added tomorrow is filled and looked for too. */
export class CanaryRows {
  readonly #entities: readonly CatalogueEntity[];
  /** Why a table took no row, by its name. */
  readonly refused = new Map<string, string>();

  constructor(
    private readonly world: CanaryWorld,
    catalogue: Catalogue,
  ) {
    this.#entities = buildReportPlan(catalogue).steps.map(({ entity }) => entity);
  }

  /** Fills every personal and free-text column in which the subject has nothing yet: in a row of theirs, or in one that is made. */
  async complete(subject: CanarySubject): Promise<void> {
    for (const entity of this.#entities.filter((one) => subject.about(one)))
      await this.#completeTable(entity, subject).catch((refusal: unknown) => {
        const { code, constraint, message } = refusal as { code?: string; constraint?: string; message: string };
        this.refused.set(`${nameOf(entity)} of ${subject.mark}`, `${code ?? ''} ${constraint ?? message}`);
      });
  }

  /** Personal and free-text columns in which the subject has something, as `database table.column`. */
  async filled(subject: CanarySubject): Promise<readonly string[]> {
    const found: string[] = [];
    for (const entity of this.#entities) {
      const rows = await this.rowsOf(entity, subject);
      const columns = personalColumns(entity).filter(({ column }) => rows.some((row) => isThere(row[column])));
      found.push(...columns.map((column) => `${nameOf(entity)}.${column.column}`));
    }
    return found;
  }

  /** The rows that are reached by the subject's keys, whole. */
  async rowsOf(entity: CatalogueEntity, { keys }: Pick<CanarySubject, 'keys'>): Promise<readonly Row[]> {
    const ways = entity.reachedBy.flatMap(({ column, key }) => (keys[key]?.length ? [{ column, ids: keys[key] }] : []));
    if (ways.length === 0) return [];
    const where = ways.map(({ column }, at) => `"${column}"::text = any($${String(at + 1)}::text[])`).join(' or ');
    const ids = ways.map((way) => way.ids);
    return this.#database(entity).rows<Row>(`select * from ${tableOf(entity)} where ${where}`, ids);
  }

  /** Every sealed value of the subject as it stands now. */
  async envelopes(subject: CanarySubject): Promise<readonly KeptEnvelope[]> {
    const kept: KeptEnvelope[] = [];
    for (const entity of this.#entities) {
      const sealed = personalColumns(entity).filter(({ classification }) => isSealed(classification));
      for (const row of sealed.length === 0 ? [] : await this.rowsOf(entity, subject))
        kept.push(...sealed.flatMap(({ column, property = '' }) => (isThere(row[column]) ? [{ entity, property, row }] : [])));
    }
    return kept;
  }

  async #completeTable(entity: CatalogueEntity, subject: CanarySubject): Promise<void> {
    const rows = await this.rowsOf(entity, subject);
    const empty = personalColumns(entity).filter(({ column }) => rows.every((row) => !isThere(row[column])));
    if (empty.length > 0) await this.#write(entity, rows.at(-1), empty, subject);
    const provided = entity.provides.filter(({ key }) => key !== 'person' && key !== 'contact-point');
    for (const row of provided.length === 0 ? [] : await this.rowsOf(entity, subject)) {
      for (const { column, key } of provided) {
        const ids = (subject.keys[key] ??= []);
        const id = String(row[column]);
        if (!ids.includes(id)) ids.push(id);
      }
    }
  }

  async #write(
    entity: CatalogueEntity,
    before: Row | undefined,
    empty: readonly CatalogueColumn[],
    subject: CanarySubject,
  ): Promise<void> {
    const live = await liveColumnsOf(this.#database(entity), entity.schema, entity.table);
    const row: Row = before ?? (await this.#newRow(entity, live, subject));
    const values = await this.#valuesOf(entity, live, empty, row, subject);
    const columns = before === undefined ? { ...row, ...values.columns } : values.columns;
    const names = Object.keys(columns);
    const at = (from: number) => names.map((_, i) => `$${String(i + from)}`);
    if (before === undefined) {
      const sql = `insert into ${tableOf(entity)} (${names.map(quote).join()}) values (${at(1).join()})`;
      await this.#database(entity).rows(sql, Object.values(columns));
      subject.values.push(...values.texts);
      return;
    }
    const set = names.map((name, i) => `${quote(name)} = ${at(1)[i] ?? ''}`).join();
    const where = entity.id.map((id, i) => `${quote(id)} = $${String(names.length + i + 1)}`).join(' and ');
    const ids = entity.id.map((id) => before[id]);
    await this.#database(entity).rows(`update ${tableOf(entity)} set ${set} where ${where}`, [...Object.values(columns), ...ids]);
    subject.values.push(...values.texts);
  }

  /** What a row must have besides its personal values: ids of the subject where the catalogue says so, parents that are there. */
  async #newRow(entity: CatalogueEntity, live: readonly LiveColumn[], subject: CanarySubject): Promise<Row> {
    const row: Row = {};
    for (const column of live) {
      const id = idFor(entity, column.name, subject);
      const owner = ownerIn(entity, column.name);
      if (id !== undefined) row[column.name] = id;
      else if (owner !== undefined) row[column.name] = subject.keys[owner as KeyKind]?.[0] ?? randomUUID();
      else if (!column.required) continue;
      else if (column.refers !== undefined) row[column.name] = await this.#parent(entity, column.refers);
      else row[column.name] = column.type === 'uuid' ? randomUUID() : sampleOf(column);
    }
    return { ...row, ...demands[nameOf(entity)] };
  }

  async #parent(entity: CatalogueEntity, refers: { table: string; column: string }): Promise<unknown> {
    const rows = await this.#database(entity).rows<Row>(`select ${quote(refers.column)} as id from ${refers.table} limit 1`);
    return rows[0]?.['id'];
  }

  async #valuesOf(
    entity: CatalogueEntity,
    live: readonly LiveColumn[],
    empty: readonly CatalogueColumn[],
    row: Row,
    subject: CanarySubject,
  ): Promise<{ readonly columns: Row; readonly texts: readonly string[] }> {
    const values: Row = {};
    const texts: Record<string, string> = {};
    for (const { column, property, classification } of empty) {
      const found = live.find(({ name }) => name === column);
      if (found === undefined) continue;
      const text = `${subject.mark} ${entity.table} ${column}`;
      if (isSealed(classification)) texts[property ?? ''] = text;
      else values[column] = sampleOf(found);
    }
    return {
      texts: Object.values(texts),
      columns: { ...values, ...only(demands[nameOf(entity)], values), ...(await this.#sealed(entity, row, texts)) },
    };
  }

  async #sealed(entity: CatalogueEntity, row: Row, texts: Readonly<Record<string, string>>): Promise<Row> {
    if (Object.keys(texts).length === 0 || entity.entityClass === undefined) return {};
    const seals = new Seals(entity.domain === 'staff' ? this.world.configurator : this.world.operations);
    const sealed = await seals.seal(entity.entityClass, row as Row & { id: string }, texts);
    const columnOf = (property: string) => entity.columns.find((column) => column.property === property)?.column ?? property;
    return Object.fromEntries(Object.entries(sealed).map(([property, value]) => [columnOf(property), value?.envelope]));
  }

  #database({ store }: CatalogueEntity) {
    return this.world.of(store as DatabaseName);
  }
}

/** Columns that are about somebody: personal and free text. */
export function personalColumns({ columns }: CatalogueEntity): readonly CatalogueColumn[] {
  return columns.filter(({ classification: { as } }) => as === 'personal' || as === 'free-text');
}

/** `operative contact`, as reports name it. */
export function nameOf(entity: CatalogueEntity): string {
  return `${entity.store} ${qualifiedTable(entity)}`;
}

function idFor(entity: CatalogueEntity, column: string, { keys }: CanarySubject): string | undefined {
  const pseudonym = entity.columns.find((one) => one.column === column)?.classification;
  const kinds = [
    ...entity.reachedBy.filter((reach) => reach.column === column && !entity.provides.some((own) => own.column === column)),
    ...(pseudonym?.as === 'pseudonym' ? [{ key: pseudonym.of }] : []),
  ].map(({ key }) => key);
  return kinds.flatMap((kind) => keys[kind]?.[0] ?? [])[0];
}

/** The class of the key owner whose id stands in a column. */
function ownerIn({ owners, columns }: CatalogueEntity, name: string): string | undefined {
  const sealed = columns.map(({ classification }) => classification as { owner?: string; ownerClass?: string });
  return owners.find(({ column }) => column === name)?.ownerClass ?? sealed.find(({ owner }) => owner === name)?.ownerClass;
}

/** Those of `row` whose columns are in `wanted`. */
function only(row: Row | undefined, wanted: Row): Row {
  return Object.fromEntries(Object.entries(row ?? {}).filter(([column]) => column in wanted));
}

function isThere(value: unknown): boolean {
  return value !== null && value !== undefined;
}

function tableOf({ schema, table }: CatalogueEntity): string {
  return `${quote(schema)}.${quote(table)}`;
}

function quote(name: string): string {
  return `"${name}"`;
}
