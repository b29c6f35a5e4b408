import { Inject, Injectable } from '@nestjs/common';
import type { DatabaseName } from '@voxkeep/contracts';
import { Seals, type OpenedValue } from '@voxkeep/keyring';
import { PersonalValue, sealedColumns, type AuditedAccess, type Row } from '@voxkeep/personal-data';
import { CaseAccess, type StatedAccess } from './case-access.js';
import type { HeldRows } from './held-rows.js';

/** The text of a sealed column, or that its key is destroyed; undefined when the column is empty. */
export type OpenedText = { readonly text: string } | 'unreadable' | undefined;

/** Texts by row and property. */
export class OpenedTexts {
  readonly #texts = new Map<Row, ReadonlyMap<string, OpenedText>>();

  keep(row: Row, texts: ReadonlyMap<string, OpenedText>): void {
    this.#texts.set(row, texts);
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
    const values = await this.seals.open(audited, entityClass, mine, properties);
    for (const row of mine) {
      const found = values.get(String(row['id']));
      opened.keep(row, new Map(properties.map((property) => [property, textOf(found?.[property], audited)])));
    }
  }
}

function sealedOf({ entity }: HeldRows['step']): ReturnType<typeof sealedColumns> {
  return entity.entityClass === undefined ? [] : sealedColumns(entity.entityClass);
}

function textOf(value: OpenedValue, audited: AuditedAccess): OpenedText {
  if (value === 'key-destroyed') return 'unreadable';
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
