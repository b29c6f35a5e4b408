import { page } from './pdf-look.js';
import type { HeldTable, HeldValue } from './person-report.js';
import type { Wording } from './wording.js';

/** How the records of one table are printed: what all of them share as a sentence, the rest as columns. */
export interface RecordLayout {
  readonly same: readonly string[];
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Points; as wide as what stands in them asks for. */
  readonly widths: readonly number[];
}
interface Column {
  readonly label: string;
  readonly name: string;
  readonly random: boolean;
  readonly cells: readonly string[];
}

const widest = 5;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const moment = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** Lays out several records as one table of at most five columns; further values are gathered in the last. */
export function layOut({ records }: HeldTable, wording: Wording): RecordLayout {
  const all = [...atAndRole(records, wording), ...valueColumns(records, wording)];
  const same = all.filter(({ cells }) => cells.length > 1 && new Set(cells).size === 1);
  const columns = all.filter((column) => !same.includes(column)).sort((a, b) => Number(a.random) - Number(b.random));
  const own = columns.length > widest ? columns.slice(0, widest - 1) : columns;
  const further = columns.slice(own.length);
  const rows = records.map((_, at) => [
    ...own.map(({ cells }) => cells[at] ?? ''),
    ...(further.length > 0 ? [gathered(further, at, wording)] : []),
  ]);
  const head = [...own.map(({ name }) => name), ...(further.length > 0 ? [wording.say('records.more')] : [])];
  return {
    same: same.flatMap(({ name, cells }) => `${name}: ${cells[0] ?? ''}`),
    head,
    rows: own.length === 0 ? [] : rows,
    widths: widthsFor(head, rows),
  };
}

/** Points of a letter in a table and in its header, seen widely, and of the padding of a cell. */
const letter = 5.3;
const headLetter = 6.5;
const padding = 10;

/** First what the words of each column need, then the rest of the page by the longest lines. */
function widthsFor(head: readonly string[], rows: readonly (readonly string[])[]): number[] {
  const cells = head.map((_, at) => rows.map((row) => row[at] ?? ''));
  const least = head.map((name, at) => {
    const words = Math.min(longest(cells[at] ?? [], /\s+/), 14) * letter;
    return Math.max(words, longest([name], /\s+/) * headLetter) + padding;
  });
  const wanted = least.map((one, at) => Math.max(0, Math.min(longest(cells[at] ?? [], '\n'), 26) * letter + padding - one));
  const [needed = 1, more = 0] = [least, wanted].map((of) => of.reduce((sum, one) => sum + one, 0));
  const left = page.width - needed;
  if (left < 0) return least.map((one) => (one / needed) * page.width);
  return least.map((one, at) => one + left * (more === 0 ? 1 / head.length : (wanted[at] ?? 0) / more));
}

function longest(texts: readonly string[], separator: string | RegExp): number {
  return Math.max(0, ...texts.flatMap((text) => text.split(separator).map(({ length }) => length)));
}

/** The column that says what became of a recording. */
export const outcomeLabel = 'field.outcome';

/** A value as it is printed: codes as words, moments with their zone, random references by their first characters. `beside` is the moment of the row. */
export function printedValue(
  { label, value, unreadable, withheld, freeText, category }: HeldValue,
  wording: Wording,
  beside?: string,
): string {
  // In place of a member of staff stands their role.
  if (withheld) return value ?? wording.say('withheld');
  if (unreadable) return wording.say('unreadable');
  if (value === null || value === '') return wording.say('empty');
  if (uuid.test(value)) return value.slice(0, 8);
  if (moment.test(value)) return wording.moment(value, beside);
  return !freeText && mayBeCode(category, value) ? codeInWords(label, value, wording) : value;
}

function codeInWords(label: string, code: string, wording: Wording): string {
  return label === outcomeLabel ? wording.outcome(code) : wording.coded(code);
}

/** A name or a login may read like a code and is none. */
function mayBeCode(category: string, value: string): boolean {
  return value === 'true' || !/^pd:(Name|GivenName|FamilyName|Username|JobTitle)$/.test(category);
}

function atAndRole(records: HeldTable['records'], wording: Wording): Column[] {
  const at = records.map((one) => (one.at === null ? wording.say('empty') : wording.moment(one.at)));
  const role = records.map((one) => wording.word(one.role));
  return [
    ...(records.some((one) => one.at !== null)
      ? [{ label: 'at', name: wording.say('records.at'), random: false, cells: at }]
      : []),
    ...(records.some((one) => one.role !== null)
      ? [{ label: 'role', name: wording.say('records.role'), random: false, cells: role }]
      : []),
  ];
}

function valueColumns(records: HeldTable['records'], wording: Wording): Column[] {
  const labels = new Map<string, HeldValue>();
  for (const { values } of records) for (const value of values) if (!labels.has(value.label)) labels.set(value.label, value);
  const byLabel = records.map(({ at, values }) => cellsOf(at, values, wording));
  return [...labels].flatMap(([label, { name, category }]) => {
    const cells = byLabel.map((cells) => cells.get(label) ?? wording.say('empty'));
    // Nothing but the moment that stands in the first column already.
    if (byLabel.every((one) => !one.has(label))) return [];
    return [{ label, name, random: category === 'pd:UID', cells }];
  });
}

/** Printed values by label; several columns of one name stand below each other. */
function cellsOf(at: string | null, values: readonly HeldValue[], wording: Wording): ReadonlyMap<string, string> {
  const cells = new Map<string, string>();
  for (const value of values) {
    if (value.value === at && at !== null) continue;
    const printed = printedValue(value, wording, at ?? undefined);
    const before = cells.get(value.label);
    if (before === undefined) cells.set(value.label, printed);
    else if (!before.split('\n').includes(printed)) cells.set(value.label, `${before}\n${printed}`);
  }
  return cells;
}

function gathered(columns: readonly Column[], at: number, wording: Wording): string {
  const empty = wording.say('empty');
  const lines = columns.filter(({ cells }) => (cells[at] ?? empty) !== empty);
  return lines.map(({ name, cells }) => `${name}: ${cells[at] ?? ''}`).join('\n') || empty;
}
