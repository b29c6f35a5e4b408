import { Inject, Injectable } from '@nestjs/common';
import type { CaseView } from '@voxkeep/configuration';
import { databaseNames, type DatabaseName, type http } from '@voxkeep/contracts';
import type { SubjectKeys } from '@voxkeep/personal-data';
import { heldRows, type HeldItem, type HeldRows } from '../subject/held-rows.js';
import { momentOf, roleOf, shownValues } from '../subject/held-values.js';
import { RowOpening, type OpenedTexts } from '../subject/row-opening.js';
import { Subjects, soughtBy } from '../subject/subjects.js';

/** Most records of one database that a page shows; the report holds all of them. */
const shownRecords = 200;

/** Everything held of the person of a case, as a page shows it. */
@Injectable()
export class PersonViews {
  constructor(
    @Inject(Subjects) private readonly subjects: Subjects,
    @Inject(RowOpening) private readonly opening: RowOpening,
  ) {}

  /** Traces, records the access in each database, opens. At most 200 records of each database. */
  async view(found: CaseView, by: string): Promise<http.PersonView> {
    const trace = await this.subjects.trace(soughtBy(found));
    const all = heldRows(trace);
    const shown = databaseNames.flatMap((database) => firstOf(all, database, shownRecords));
    const opened = await this.opening.open(shown, {
      action: 'person.view',
      by,
      purpose: 'data-subject-request',
      under: { kind: 'case', id: found.id },
      ...(found.subject.personId !== null && { subject: found.subject.personId }),
    });
    return {
      caseId: found.id,
      subject: {
        fullName: textsIn(shown, 'person', 'fullName', opened)[0] ?? null,
        contactPoints: textsIn(shown, 'contact_point', 'value', opened),
      },
      databases: databaseNames.map((database) => describe(database, all, shown, opened, trace.keys)),
    };
  }
}

function describe(
  database: DatabaseName,
  all: readonly HeldRows[],
  shown: readonly HeldRows[],
  opened: OpenedTexts,
  keys: SubjectKeys,
): http.PersonView['databases'][number] {
  const total = countOf(all, database);
  const records = shown.filter(({ step }) => step.store === database).flatMap((table) => recordsOf(table, opened, keys));
  return { database, held: total > 0, records, truncated: total > records.length };
}

function recordsOf(table: HeldRows, opened: OpenedTexts, keys: SubjectKeys): http.PersonView['databases'][number]['records'] {
  return table.items.map((item) => ({
    table: table.step.table,
    at: momentOf(item),
    role: roleOf(item),
    values: shownValues(table, item, opened, keys).map(({ label, category, value, unreadable, seal, sealedIn }) => ({
      label,
      category,
      value,
      unreadable,
      seal: seal ?? null,
      place: placeOf(table, item, sealedIn),
    })),
  }));
}

/** Indexed values are linked anew instead of put right in place (ADR 0022). */
function placeOf({ step }: HeldRows, { row }: HeldItem, column: string | undefined) {
  if (column === undefined || step.table === 'contact_point' || typeof row['id'] !== 'string') return null;
  return { table: step.table, rowId: row['id'], column };
}

function firstOf(all: readonly HeldRows[], database: DatabaseName, most: number): HeldRows[] {
  let left = most;
  return all
    .filter(({ step }) => step.store === database)
    .map((table) => {
      const items = table.items.slice(0, left);
      left -= items.length;
      return { ...table, items };
    });
}

function countOf(all: readonly HeldRows[], database: DatabaseName): number {
  return all.filter(({ step }) => step.store === database).reduce((sum, { items }) => sum + items.length, 0);
}

function textsIn(shown: readonly HeldRows[], table: string, property: string, opened: OpenedTexts): string[] {
  const rows = shown.filter(({ step }) => step.table === table).flatMap(({ items }) => items);
  return rows.flatMap(({ row }) => {
    const text = opened.of(row, property);
    return text === undefined || text === 'unreadable' ? [] : [text.text];
  });
}
