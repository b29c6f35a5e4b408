import { VoxkeepError } from '@voxkeep/contracts';
import { catalogue, compareSchema } from '@voxkeep/personal-data';
import type { Database } from './database.js';
import { liveColumns } from './live-columns.js';

/**
 * Refuses to start on a database that holds a column nobody classified (04 a). Throws `catalogue.unclassified` with the first
 * column, how many there are, and what to write; a classified column that is missing is refused alike.
 */
export async function assertClassified(database: Database): Promise<void> {
  const findings = compareSchema(catalogue(), database.name, await liveColumns(database));
  const [first] = findings;
  if (!first) return;
  throw new VoxkeepError('catalogue.unclassified', {
    database: database.name,
    column: `${first.table}.${first.column}`,
    kind: first.kind,
    write: first.write,
    findings: findings.length,
  });
}
