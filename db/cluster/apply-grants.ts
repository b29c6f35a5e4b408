import { connected, databaseUrl, type InstanceAddress } from './connect.js';
import type { Grant } from './grant.js';
import { grants } from './grants.js';
import type { SecretOf } from './prepare-instance.js';
import { roleOf, usersOf, type ProcessName, type RegisteredDatabase } from './registry.js';
import { quoted, renderGrants, type LiveSchema } from './render-grants.js';

/** What one database did with its grants; `absent` are declared tables that its migrations have not made. */
export interface AppliedGrants {
  readonly database: string;
  readonly absent: readonly string[];
}

const liveTables = `
  select n.nspname as schema, coalesce(array_agg(c.relname::text) filter (where c.relname is not null), '{}') as tables
  from pg_namespace n
  left join pg_class c on c.relnamespace = n.oid and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition
  where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  group by n.nspname`;

/**
 * Gives every process exactly its declared rights in one database, in one transaction, as the database's owner. Run after the
 * migrations; a second run changes nothing.
 */
export async function applyGrants(
  database: RegisteredDatabase,
  address: InstanceAddress,
  secretOf: SecretOf,
): Promise<AppliedGrants> {
  const url = databaseUrl(address, database.name, database.owner, secretOf(database.owner));
  return connected(url, async (connection) => {
    const live = await connection.rows<LiveSchema>(liveTables);
    const [server] = await connection.rows<{ version: number }>(`select current_setting('server_version_num')::int as version`);
    const known = (grant: Grant): boolean => !grant.may.includes('maintain') || (server?.version ?? 0) >= 170_000;
    const rendered = usersOf(database.instance).map((process) => ({
      process,
      ...renderGrants(roleOf(process), (grantsOf(process, database) ?? []).filter(known), live),
    }));
    await connection.together(rendered.flatMap(({ process, statements }) => [connectRight(process, database), ...statements]));
    return { database: database.name, absent: [...new Set(rendered.flatMap(({ absent }) => absent))] };
  });
}

function connectRight(process: ProcessName, database: RegisteredDatabase): string {
  const [verb, preposition] = grantsOf(process, database) ? ['grant', 'to'] : ['revoke', 'from'];
  return `${verb} connect on database ${quoted(database.name)} ${preposition} ${quoted(roleOf(process))}`;
}

function grantsOf(process: ProcessName, database: RegisteredDatabase): readonly Grant[] | undefined {
  return grants[process][database.name];
}
