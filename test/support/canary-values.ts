import { randomBytes } from 'node:crypto';
import type { Database } from '@voxkeep/platform';

/** A column as PostgreSQL knows it, with the codes that a check constraint allows and the table that a foreign key leads to. */
export interface LiveColumn {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly codes: readonly string[];
  readonly octets: number | undefined;
  readonly refers: { readonly table: string; readonly column: string } | undefined;
}

/** The columns of a table, as they are. */
export async function liveColumnsOf(database: Database, schema: string, table: string): Promise<readonly LiveColumn[]> {
  const [columns, checks] = await Promise.all([
    database.rows<{ name: string; type: string; required: boolean; refers: string | null; to: string | null }>(columnsOf, [
      schema,
      table,
    ]),
    database.rows<{ text: string }>(checksOf, [schema, table]),
  ]);
  const text = checks.map((check) => check.text).join('\n');
  return columns.map(({ name, type, required, refers, to }) => ({
    ...{ name, type, required, codes: codesIn(text, name), octets: octetsIn(text, name) },
    refers: refers === null || to === null ? undefined : { table: refers, column: to },
  }));
}

/** A value that a column takes and that tells nothing: codes from its check, times in order, small numbers. */
export function sampleOf({ name, type, codes, octets }: LiveColumn): unknown {
  if (codes[0] !== undefined) return codes[0];
  if (type.endsWith('[]')) return type.startsWith('text') ? ['other'] : [7];
  if (/^(timestamp|date)/.test(type)) return new Date(Date.now() + shiftOf(name));
  if (type === 'bytea') return randomBytes(octets ?? 32);
  if (type === 'boolean') return true;
  if (type.startsWith('json')) return '{}';
  return type === 'text' ? 'other' : 7;
}

/** Terms lie ahead, ends lie behind the beginnings. Milliseconds from now. */
function shiftOf(name: string): number {
  if (/until|expires/.test(name)) return 86_400_000;
  return /^(to|closed|ended|ends|decided)_/.test(name) ? -60_000 : -3_600_000;
}

/** `kind = ANY (ARRAY['a'::text, 'b'::text])` or `kind = 'a'::text`. */
function codesIn(checks: string, column: string): readonly string[] {
  const list = new RegExp(`\\(${column} = ANY \\(ARRAY\\[(.*?)\\]`).exec(checks)?.[1];
  const one = new RegExp(`^CHECK \\(\\(${column} = '([^']*)'`, 'm').exec(checks)?.[1];
  return list === undefined ? (one === undefined ? [] : [one]) : [...list.matchAll(/'([^']*)'/g)].map(([, code = '']) => code);
}

function octetsIn(checks: string, column: string): number | undefined {
  const found = new RegExp(`octet_length\\(${column}\\) = (\\d+)`).exec(checks)?.[1];
  return found === undefined ? undefined : Number(found);
}

const columnsOf = `
  select a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
    a.attnotnull and not a.atthasdef and a.attidentity = '' and a.attgenerated = '' as required,
    f.confrelid::regclass::text as refers,
    (select r.attname from pg_attribute r where r.attrelid = f.confrelid and r.attnum = f.confkey[array_position(f.conkey, a.attnum)]) as to
  from pg_attribute a left join lateral (
    select * from pg_constraint c where c.contype = 'f' and c.conrelid = a.attrelid and a.attnum = any(c.conkey) limit 1) f on true
  where a.attrelid = format('%I.%I', $1::text, $2::text)::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum`;

const checksOf = `
  select pg_get_constraintdef(oid) as text from pg_constraint
  where contype = 'c' and conrelid = format('%I.%I', $1::text, $2::text)::regclass`;
