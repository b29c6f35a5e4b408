import { catalogue, compareSchema, type SchemaFinding } from '@voxkeep/personal-data';
import { declareJobTables, liveColumns, openDatabase } from '@voxkeep/platform';
import { databaseUrl } from '../../../../db/cluster/connect.js';
import { registry } from '../../../../db/cluster/registry.js';
import { parseArguments } from '../arguments.js';
import { entitiesOf } from '../cluster/entities.js';
import { secretsIn } from '../cluster/secrets.js';
import { layoutOf } from '../layout.js';
import { projectRoot } from '../places.js';
import { findRunning } from '../running.js';
import { say } from '../say.js';

/** Compares every live column of a running appliance with the catalogue of personal data; 0 when each is classified exactly once. */
export async function checkCatalogue(args: readonly string[]): Promise<number> {
  declareJobTables();
  const layout = layoutOf(parseArguments(args, projectRoot).dataDirectory);
  const { databases } = findRunning(layout);
  const secretOf = secretsIn(layout.secrets);
  const findings: SchemaFinding[] = [];
  for (const { name, instance, owner } of registry) {
    const url = databaseUrl(databases[instance], name, owner, secretOf(owner));
    const database = await openDatabase(name, { url, poolSize: 1, program: 'voxkeep catalogue check' }, entitiesOf[name]);
    findings.push(...compareSchema(catalogue(), name, await liveColumns(database)));
    await database.close();
  }
  for (const { store, table, column, kind, write } of findings) say(`${store} ${table}.${column}: ${kind}; write ${write}`);
  say(
    findings.length === 0
      ? 'Every column of every database is classified.'
      : `${findings.length} columns are not classified as they should be.`,
  );
  return findings.length === 0 ? 0 : 1;
}
