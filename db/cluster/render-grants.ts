import type { Grant } from './grant.js';

/** What exists in one schema of a database. */
export interface LiveSchema {
  readonly schema: string;
  /** Tables, partitioned tables and views; partitions are left out, rights on their parent suffice. */
  readonly tables: readonly string[];
}

/** The statements that give a role exactly its grants, and the declared tables that do not exist. */
export interface RenderedGrants {
  readonly statements: readonly string[];
  readonly absent: readonly string[];
}

/**
 * Renders the grants of one role in one database: first everything is taken away, then the declared rights are given, so that a
 * right removed from the list is also removed from the database. Meant to run in one transaction. Pure.
 */
export function renderGrants(role: string, grants: readonly Grant[], live: readonly LiveSchema[]): RenderedGrants {
  const statements = live.flatMap(({ schema }) => takeAway(role, schema));
  const absent: string[] = [];
  for (const grant of grants) {
    const existing = live.find(({ schema }) => schema === grant.schema);
    const wanted = grant.tables === '*' ? (existing?.tables ?? []).filter(isNotShared) : grant.tables;
    const there = wanted.filter((table) => existing?.tables.includes(table));
    absent.push(...wanted.filter((table) => !there.includes(table)).map((table) => `${grant.schema}.${table}`));
    if (existing) statements.push(...give(role, grant, there));
  }
  return { statements, absent };
}

const sharedTables = ['outbox', 'outbox_cursor', 'audit_outbox', 'cleanup_log', 'schema_version', 'migrations'];

/** `'*'` never means the tables that every database has: rights on events and audit rows are always named. */
function isNotShared(table: string): boolean {
  return !sharedTables.includes(table);
}

function takeAway(role: string, schema: string): string[] {
  const kinds = ['tables', 'sequences'].map(
    (kind) => `revoke all on all ${kind} in schema ${quoted(schema)} from ${quoted(role)}`,
  );
  return [...kinds, `revoke all on schema ${quoted(schema)} from ${quoted(role)}`];
}

function give(role: string, grant: Grant, tables: readonly string[]): string[] {
  const usage = `grant usage on schema ${quoted(grant.schema)} to ${quoted(role)}`;
  if (tables.length === 0) return [usage];
  const names = tables.map((table) => `${quoted(grant.schema)}.${quoted(table)}`).join(', ');
  const readable = grant.columns === undefined ? '' : ` (${grant.columns.map(quoted).join(', ')})`;
  const may = grant.may.map((one) => (one === 'select' ? `${one}${readable}` : one));
  const rights = `grant ${may.join(', ')} on ${names} to ${quoted(role)}`;
  if (!grant.may.includes('insert')) return [usage, rights];
  return [usage, rights, `grant usage on all sequences in schema ${quoted(grant.schema)} to ${quoted(role)}`];
}

/** An SQL identifier; the names come from the source, the quotes keep `user` and `case` usable as names. */
export function quoted(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}
