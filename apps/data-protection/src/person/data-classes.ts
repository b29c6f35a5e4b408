import type { DatabaseName, http } from '@voxkeep/contracts';
import { holdsOver, type CatalogueColumn, type StandingHold, type SubjectKeys } from '@voxkeep/personal-data';
import type { HeldItem, HeldRows } from '../subject/held-rows.js';
import { momentOf } from '../subject/held-values.js';
import { periodStarts, type PeriodStart } from '../subject/period-start.js';
import { contactOf } from './moments.js';

type DataClass = http.PersonOutline['classes'][number];
type Rule = Pick<http.RetentionRule, 'class' | 'channel' | 'queueId' | 'amount' | 'unit'>;

/** What decides how long something stays. */
export interface Keeping {
  readonly holds: readonly StandingHold[];
  readonly rules: readonly Rule[];
  readonly keys: SubjectKeys;
}
interface Reading extends Keeping {
  readonly startOf: PeriodStart;
}
interface Part {
  readonly table: HeldRows;
  readonly column: CatalogueColumn;
  readonly items: readonly HeldItem[];
}

/** What is held, by category of the data privacy vocabulary: how much, since when, from whom, what for, until when. */
export function classesOf(held: readonly HeldRows[], keeping: Keeping): DataClass[] {
  const reading = { ...keeping, startOf: periodStarts(held.map(({ step }) => step)) };
  const byCategory = new Map<string, Part[]>();
  for (const table of held)
    for (const column of table.step.entity.columns) {
      const category = categoryOf(column);
      const items = table.items.filter(({ row, ofThirdParty }) => !ofThirdParty && row[column.column] != null);
      if (category === undefined || items.length === 0) continue;
      byCategory.set(category, [...(byCategory.get(category) ?? []), { table, column, items }]);
    }
  return [...byCategory]
    .map(([category, parts]) => classOf(category, parts, reading))
    .sort((a, b) => a.category.localeCompare(b.category));
}

function classOf(category: string, parts: readonly Part[], reading: Reading): DataClass {
  const items = [...new Set(parts.flatMap((part) => part.items))];
  const times = items.flatMap((item) => momentOf(item) ?? []).sort();
  const entities = parts.map(({ table }) => table.step.entity);
  return {
    category,
    labels: distinct(parts.map(({ column }) => labelOf(column))),
    databases: distinct(parts.map(({ table }) => table.step.store)) as DatabaseName[],
    records: items.length,
    first: times[0] ?? null,
    last: times.at(-1) ?? null,
    sources: distinct(parts.map(({ column: { classification: c } }) => (c.as === 'personal' ? c.origin : 'staff'))),
    activities: distinct(entities.flatMap(({ activities }) => activities)),
    deletionClasses: distinct(entities.flatMap(({ deletion }) => deletion?.class ?? [])),
    deleteAt: deleteAtOf(parts, reading),
    holds: holdsOn(parts, reading).size,
  };
}

/** When the last of it goes by its period; null while something of it has no period or has not begun one. */
function deleteAtOf(parts: readonly Part[], { rules, startOf }: Reading): string | null {
  const ends = parts.flatMap(({ table: { step }, items }) =>
    items.map(({ row }) => endOf(startOf(step.entity, row), step.entity.deletion, rules)),
  );
  if (ends.length === 0 || ends.some((end) => end === null)) return null;
  return new Date(Math.max(...ends.map((end) => end ?? 0))).toISOString();
}

function endOf(start: Date | null, deletion: { readonly class: string } | undefined, rules: readonly Rule[]): number | null {
  const rule = rules.find((one) => one.class === deletion?.class && one.channel === null && one.queueId === null);
  if (rule === undefined || start === null) return null;
  const end = new Date(start);
  if (rule.unit === 'day') end.setUTCDate(end.getUTCDate() + rule.amount);
  if (rule.unit === 'month') end.setUTCMonth(end.getUTCMonth() + rule.amount);
  if (rule.unit === 'year') end.setUTCFullYear(end.getUTCFullYear() + rule.amount);
  return end.getTime();
}

function holdsOn(parts: readonly Part[], { holds, keys }: Keeping): ReadonlySet<string> {
  if (holds.length === 0) return new Set();
  const whose = { personIds: keys.person ?? [], userIds: keys.user ?? [] };
  return new Set(
    parts.flatMap(({ table, items }) =>
      items.flatMap(({ row }) => {
        const at = row['opened_at'];
        const subject = {
          ...whose,
          contactId: contactOf(table.step.table, row) ?? null,
          queueId: textOf(row['queue_id']),
          contactPointId: textOf(row['customer_point_id'] ?? row['contact_point_id']),
          at: at instanceof Date ? at : null,
        };
        return holdsOver(holds, subject).map(({ id }) => id);
      }),
    ),
  );
}

function categoryOf({ classification: c }: CatalogueColumn): string | undefined {
  if (c.as === 'personal') return c.access === false || c.store === 'index' ? undefined : c.category;
  return c.as === 'free-text' ? 'pd:Communication' : undefined;
}

function labelOf({ classification: c }: CatalogueColumn): string {
  return c.as === 'personal' || c.as === 'free-text' ? c.label : '';
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
