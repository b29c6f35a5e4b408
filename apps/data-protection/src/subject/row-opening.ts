import { Inject, Injectable } from '@nestjs/common';
import type { DatabaseName } from '@voxkeep/contracts';
import { Seals, type ReadValue, type SealFault } from '@voxkeep/keyring';
import { PersonalValue, sealedColumns, type AuditedAccess, type Row } from '@voxkeep/personal-data';
import { CaseAccess, type StatedAccess } from './case-access.js';
import type { HeldRows } from './held-rows.js';

/** The text of a sealed column, or that it cannot be opened (`faultOf` says why); undefined when the column is empty. */
export type OpenedText = { readonly text: string } | 'unreadable' | undefined;

/** Which row and which key; the column is the one that was asked for. */
export type RowFault = Omit<SealFault, 'column'>;

/** Texts by row and property. */
export class OpenedTexts {
  readonly #texts = new Map<Row, ReadonlyMap<string, OpenedText>>();
  readonly #faults = new Map<Row, ReadonlyMap<string, RowFault>>();

  keep(row: Row, texts: ReadonlyMap<string, OpenedText>): void {
    this.#texts.set(row, texts);
  }

  /** Notes why a value cannot be opened. */
  blame(row: Row, property: string, fault: RowFault): void {
    this.#faults.set(row, new Map([...(this.#faults.get(row) ?? []), [property, fault]]));
  }

  /** The row and the key of a value that cannot be opened; undefined for every other. */
  faultOf(row: Row, property: string): RowFault | undefined {
    return this.#faults.get(row)?.get(property);
  }

  of(row: Row, property: string): OpenedText {
    return this.#texts.get(row)?.get(property);
  }
}

/** Opens the sealed values of traced rows: one keyring call per table, after one audit entry per database. */
@Injectable()
export class RowOpening {
  constructor(
    @Inject(CaseAccess) private readonly access: CaseAccess,
    @Inject(Seals) private readonly seals: Seals,
  ) {}

  /** Records the access in each database that holds something, then opens. Throws what the keyring throws. */
  async open(held: readonly HeldRows[], stated: StatedAccess): Promise<OpenedTexts> {
    const opened = new OpenedTexts();
    for (const [database, tables] of byDatabase(held)) {
      const columns = tables.flatMap(({ step }) => sealedOf(step).map(({ column }) => `${step.table}.${column}`));
      const count = tables.reduce((sum, { items }) => sum + items.length, 0);
      const audited = await this.access.record(database, stated, count, columns);
      for (const table of tables) await this.#openTable(table, audited, opened);
    }
    return opened;
  }

  async #openTable({ step, items }: HeldRows, audited: AuditedAccess, opened: OpenedTexts): Promise<void> {
    const { entityClass } = step.entity;
    const properties = sealedOf(step).map(({ property }) => property);
    if (entityClass === undefined || properties.length === 0) return;
    const mine = items.filter(({ ofThirdParty }) => !ofThirdParty).map(({ row }) => row);
    const { values, faults } = await this.seals.openEach(audited, entityClass, mine, properties);
    const rowsById = new Map(mine.map((row) => [String(row['id']), row]));
    const propertyOf = new Map(sealedOf(step).map(({ column, property }) => [column, property]));
    for (const [id, row] of rowsById)
      opened.keep(row, new Map(properties.map((property) => [property, textOf(values.get(id)?.[property], audited)])));
    for (const { column, ...fault } of faults) {
      const [row, property] = [rowsById.get(fault.row), propertyOf.get(column)];
      if (row && property !== undefined) opened.blame(row, property, { ...fault, table: step.table });
    }
  }
}

function sealedOf({ entity }: HeldRows['step']): ReturnType<typeof sealedColumns> {
  return entity.entityClass === undefined ? [] : sealedColumns(entity.entityClass);
}

function textOf(value: ReadValue, audited: AuditedAccess): OpenedText {
  if (value === 'key-destroyed' || value === 'altered') return 'unreadable';
  return value instanceof PersonalValue ? { text: value.reveal(audited) } : undefined;
}

function byDatabase(held: readonly HeldRows[]): Map<DatabaseName, HeldRows[]> {
  const grouped = new Map<DatabaseName, HeldRows[]>();
  for (const table of held) {
    const database = table.step.store as DatabaseName;
    if (table.items.length > 0) grouped.set(database, [...(grouped.get(database) ?? []), table]);
  }
  return grouped;
}
