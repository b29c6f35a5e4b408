import type { CatalogueEntity } from '@voxkeep/personal-data';
import type { HeldRows } from '../subject/held-rows.js';
import { momentOf } from '../subject/held-values.js';
import { periodStarts, type PeriodStart } from '../subject/period-start.js';
import { groupBy } from './group-by.js';
import type { PersonReport } from './person-report.js';
import { startLabel } from './start-label.js';
import type { Wording } from './wording.js';

type Activity = PersonReport['activities'][number];
type Deletion = Activity['deletions'][number];
interface Counting {
  /** Days by deletion class. */
  readonly terms: ReadonlyMap<string, number>;
  readonly startOf: PeriodStart;
}
const day = 24 * 3600_000;

/**
 * GDPR Art. 15(1)(a) to (d) and (g) for each activity in which something is held of the person, read off the catalogue.
 * `terms` are days by deletion class.
 */
export function activitiesIn(held: readonly HeldRows[], terms: Counting['terms'], wording: Wording): Activity[] {
  const counting = { terms, startOf: periodStarts(held.map(({ step }) => step)) };
  const filled = held.filter(({ items }) => items.length > 0);
  const employee = isOnlyEmployee(filled);
  const codes = [...new Set(filled.flatMap(({ step }) => step.entity.activities))].sort();
  return codes.map((code) =>
    describe(
      code,
      employee && code === 'serve-customer' ? 'serve-as-employee' : code,
      filled.filter(({ step }) => step.entity.activities.includes(code)),
      counting,
      wording,
    ),
  );
}

/** Somebody with an account who was never a customer: what serves customers is work to them. */
function isOnlyEmployee(filled: readonly HeldRows[]): boolean {
  const tables = new Set(filled.map(({ step }) => step.table));
  return tables.has('user_account') && !tables.has('contact') && !tables.has('closed_contact');
}

function describe(code: string, told: string, tables: readonly HeldRows[], counting: Counting, wording: Wording): Activity {
  const personal = tables
    .flatMap(({ step }) => step.entity.columns)
    .flatMap(({ classification: c }) => (c.as === 'personal' ? [c] : []));
  const deletions = tables.flatMap((table) => deletionOf(table, counting));
  return {
    code,
    title: wording.activity(told, 'title') ?? wording.word(code),
    purposes: wording.activity(told, 'purposes') ?? wording.word(code),
    legalBasis: wording.activity(told, 'legalBasis') ?? '',
    categories: distinct(personal.map(({ category }) => wording.category(category))),
    recipients: wording.activity(told, 'recipients') ?? '',
    periods: periodsOf(tables, deletions, wording),
    sources: distinct(personal.map(({ origin }) => wording.origin(origin))),
    deletions,
  };
}

function deletionOf({ step, items }: HeldRows, { terms, startOf }: Counting): Deletion[] {
  const { deletion } = step.entity;
  if (deletion === undefined) return [];
  const days = terms.get(deletion.class) ?? null;
  const starts = items
    .map((item) => startOf(step.entity, item.row)?.toISOString() ?? momentOf(item))
    .filter((start) => start !== null)
    .sort();
  const shift = (start: string | undefined) =>
    days === null || start === undefined ? null : new Date(Date.parse(start) + days * day).toISOString();
  return [
    { table: step.table, className: deletion.class, days, earliest: shift(starts[0]), latest: shift(starts[starts.length - 1]) },
  ];
}

/** One line for all tables of a class that count from the same moment, and one each for what is kept as proof and for what ends with an account. */
function periodsOf(tables: readonly HeldRows[], deletions: readonly Deletion[], wording: Wording): string[] {
  const entities = tables.map(({ step }) => step.entity);
  const starts = new Map(tables.map(({ step }) => [step.table, wording.field(startLabel(step.entity))]));
  const startOfTable = ({ table }: Deletion) => starts.get(table) ?? '';
  const lines = [...groupBy(deletions, (one) => `${one.className} ${startOfTable(one)}`).values()].map((of) =>
    classLine(of, of[0] === undefined ? '' : startOfTable(of[0]), wording),
  );
  const without = entities.filter(({ deletion }) => deletion === undefined);
  const kept = without.filter(({ onErasure }) => onErasure === 'keep');
  const account = without.filter(({ onErasure }) => onErasure !== 'keep');
  const named = (of: readonly CatalogueEntity[]) => ({ tables: distinct(of.map((one) => titleOf(one, wording))).join(', ') });
  return [
    ...lines,
    ...(kept.length > 0 ? [wording.say('period.kept', named(kept))] : []),
    ...(account.length > 0 ? [wording.say('period.account', named(account))] : []),
  ];
}

function classLine(of: readonly Deletion[], start: string, wording: Wording): string {
  const tables = distinct(of.map(({ table }) => wording.table(table))).join(', ');
  const days = of[0]?.days ?? null;
  if (days === null) return wording.say('period.open', { tables, start });
  const dates = of.flatMap(({ earliest, latest }) => [earliest, latest]).filter((one) => one !== null);
  const [earliest, latest] = [dates.sort()[0], dates.sort().at(-1)].map((one) => (one === undefined ? '' : wording.date(one)));
  const rule = wording.say('period.class', { tables, days, start });
  if (!earliest || !latest) return rule;
  return `${rule}; ${wording.say(earliest === latest ? 'period.date' : 'period.dates', { earliest, latest })}`;
}

function titleOf({ schema, table }: CatalogueEntity, wording: Wording): string {
  return wording.table(schema === 'public' ? table : `${schema}.${table}`);
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
