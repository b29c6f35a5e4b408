import { emailPoint, phonePoint, type PointValue } from '../directory/terms.js';

// The columns of a call list. Only `phone1` has to be there; others than these are not read at all.
const phoneColumns = ['phone1', 'phone2', 'phone3'];
const columns = ['external_id', 'first_name', 'last_name', ...phoneColumns, 'email', 'time_zone', 'priority'];
const longestText = 120;

/** Where each known column stands. */
export type CsvHeader = ReadonlyMap<string, number>;

/** A number and the column in which it stood. */
export type PhoneCell = PointValue & { readonly column: string };

/** A customer as the file has them. */
export interface CustomerLine {
  readonly externalId: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly phones: readonly PhoneCell[];
  readonly email: PointValue | undefined;
  readonly timeZone: string | null;
  readonly priority: number;
}

/** What is wrong with a line: the first column that breaks a rule, and the rule. */
export interface LineFault {
  readonly column: string;
  readonly code: string;
}

/** Finds the known columns by name, in any order and case. Undefined without `phone1` or with a column that stands twice. */
export function readHeader(cells: readonly string[]): CsvHeader | undefined {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const known = names.filter((name) => columns.includes(name));
  if (!known.includes('phone1') || new Set(known).size !== known.length) return undefined;
  return new Map(known.map((name) => [name, names.indexOf(name)]));
}

/** Reads a line. `region` reads national numbers. */
export function readCustomer(header: CsvHeader, cells: readonly string[], region: string): CustomerLine | LineFault {
  const cell = (column: string): string => cells[header.get(column) ?? -1]?.trim() ?? '';
  const unfit = columns.find((column) => !isPlainText(cell(column)));
  if (unfit !== undefined) return { column: unfit, code: 'text' };
  const phones = readPhones(cell, region);
  if ('code' in phones) return phones;
  const email = cell('email') === '' ? undefined : emailPoint(cell('email'));
  if (email && 'refused' in email) return { column: 'email', code: email.refused };
  const calling = readCalling(cell('time_zone'), cell('priority'));
  if ('code' in calling) return calling;
  return {
    ...{ externalId: cell('external_id'), firstName: cell('first_name'), lastName: cell('last_name') },
    ...{ phones, email, ...calling },
  };
}

/** When and in which order to call; without a priority a line comes first. */
function readCalling(zone: string, priority: string): Pick<CustomerLine, 'timeZone' | 'priority'> | LineFault {
  if (zone !== '' && !isTimeZone(zone)) return { column: 'time_zone', code: 'unknown' };
  if (!/^\d{0,4}$/.test(priority)) return { column: 'priority', code: 'invalid' };
  return { timeZone: zone === '' ? null : zone, priority: Number(priority) };
}

/** One to three numbers that can be called; an extension of the house cannot. */
function readPhones(cell: (column: string) => string, region: string): readonly PhoneCell[] | LineFault {
  if (cell('phone1') === '') return { column: 'phone1', code: 'required' };
  const phones: PhoneCell[] = [];
  for (const column of phoneColumns) {
    if (cell(column) === '') continue;
    const phone = phonePoint(cell(column), region);
    if ('refused' in phone) return { column, code: phone.refused };
    if (phone.term !== phone.value) return { column, code: 'extension' };
    phones.push({ ...phone, column });
  }
  return phones;
}

function isPlainText(text: string): boolean {
  return text.length <= longestText && !/\p{Cc}/u.test(text);
}

const zones = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC']);

function isTimeZone(name: string): boolean {
  return zones.has(name);
}
