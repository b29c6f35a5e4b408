import { isSealed, type CatalogueColumn, type SubjectKeys } from '@voxkeep/personal-data';
import type { HeldItem, HeldRows } from './held-rows.js';
import type { OpenedTexts, RowFault } from './row-opening.js';

/** A value as it is shown. `withheld`: it is about somebody else, or names a member of staff, who stands there as a role. */
export interface ShownValue {
  readonly label: string;
  readonly category: string;
  readonly origin: string;
  readonly value: string | null;
  readonly unreadable: boolean;
  readonly withheld: boolean;
  /** Of a value that cannot be opened: which row, which key. */
  readonly seal?: RowFault;
  /** Of a value that could be opened: the column in which it is sealed. */
  readonly sealedIn?: string;
}

type Described = Omit<ShownValue, 'value' | 'unreadable' | 'withheld' | 'seal' | 'sealedIn'>;

/** The personal values of one row, in the order of its columns; empty columns and search indexes are left out. */
export function shownValues({ step }: HeldRows, item: HeldItem, opened: OpenedTexts, keys: SubjectKeys): readonly ShownValue[] {
  return step.entity.columns.flatMap((column): ShownValue[] => {
    const described = describeColumn(column);
    const value = item.row[column.column];
    if (described === undefined || value === null || value === undefined) return [];
    if (isSealed(column.classification)) return [sealedValue(described, column, item, opened)];
    return [{ ...described, ...clearValue(column, value, keys), unreadable: false }];
  });
}

function describeColumn({ classification: c }: CatalogueColumn): Described | undefined {
  if (c.as === 'personal' && c.access !== false && c.store !== 'index')
    return { label: c.label, category: c.category, origin: c.origin };
  if (c.as === 'free-text') return { label: c.label, category: 'pd:Communication', origin: 'staff' };
  return c.as === 'pseudonym' ? { label: c.label, category: 'pd:UID', origin: 'derived' } : undefined;
}

function sealedValue(described: Described, column: CatalogueColumn, item: HeldItem, opened: OpenedTexts): ShownValue {
  if (item.ofThirdParty) return { ...described, value: null, unreadable: false, withheld: true };
  const text = opened.of(item.row, column.property ?? '');
  const readable = text !== undefined && text !== 'unreadable';
  const seal = opened.faultOf(item.row, column.property ?? '');
  return {
    ...described,
    value: readable ? text.text : null,
    unreadable: text === 'unreadable',
    withheld: false,
    ...(seal && { seal }),
    ...(readable && { sealedIn: column.column }),
  };
}

function clearValue(
  { classification: c }: CatalogueColumn,
  value: unknown,
  keys: SubjectKeys,
): Pick<ShownValue, 'value' | 'withheld'> {
  const staff = c.as === 'pseudonym' && c.of === 'user' && !keys.user?.includes(String(value));
  return staff ? { value: null, withheld: true } : { value: printed(value), withheld: false };
}

function printed(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(printed).join(', ');
  if (Buffer.isBuffer(value)) return value.toString('hex');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const times = ['at', 'opened_at', 'from_at', 'started_at', 'asked_at', 'created_at'];

/** The moment that a row is about, ISO 8601, or null when it has none. */
export function momentOf({ row }: HeldItem): string | null {
  const moment = times.map((column) => row[column]).find((value) => value instanceof Date);
  return moment instanceof Date ? moment.toISOString() : null;
}

/** The part that the person had in a row. */
export function roleOf({ via }: HeldItem): string | null {
  return via.find(({ role }) => role !== undefined)?.role ?? null;
}
