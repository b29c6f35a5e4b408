import { quoted, type ReportStep } from './report-plan.js';

/** A raw database row. */
export type Row = Record<string, unknown>;

/** One database, for reading and nothing else. */
export interface SqlPort {
  rows(sql: string, params: readonly unknown[]): Promise<Row[]>;
}

/** Ids in one statement; more go into further statements. */
export const idsPerStatement = 1000;

/** Rows of a step whose `column` is one of `ids`, in batches of at most 1,000 ids. */
export async function findRows(port: SqlPort, step: ReportStep, column: string, ids: readonly string[]): Promise<Row[]> {
  const found: Row[][] = [];
  for (const batch of batches(ids)) found.push(await port.rows(`${step.select} where ${quoted(column)} = any($1)`, [batch]));
  return found.flat();
}

/** Cuts a list into batches of at most {@link idsPerStatement}. */
export function batches<T>(items: readonly T[]): T[][] {
  const cut: T[][] = [];
  for (let at = 0; at < items.length; at += idsPerStatement) cut.push(items.slice(at, at + idsPerStatement));
  return cut;
}

/** A key column's value as text; undefined for null. */
export function keyOf(row: Row, column: string): string | undefined {
  const value = row[column];
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : undefined;
}
