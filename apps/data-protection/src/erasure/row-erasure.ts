import { Inject, Injectable } from '@nestjs/common';
import type { CaseView } from '@voxkeep/configuration';
import { VoxkeepError, domainEvent, keptOutcomes, type DatabaseName } from '@voxkeep/contracts';
import type { ErasureStatement, SqlPort } from '@voxkeep/personal-data';
import type { Transaction } from '@voxkeep/platform';
import { SevenDatabases } from '../seven-databases.js';
import { contactsOf, type ErasureScope } from './erasure-scope.js';
import { Scopes } from './scopes.js';

/** The directory goes last: as long as it is there, an interrupted erasure finds the person by the same ways again. */
export const erasureOrder: readonly DatabaseName[] = [
  'monitoring',
  'outbound',
  'reporting',
  'history',
  'operative',
  'configuration',
  'directory',
];

const lockContacts = `select pg_advisory_xact_lock(hashtextextended(id, 0)) from (select unnest($1::text[]) as id order by 1) as c`;
const totals = `
  select count(*)::text as contacts, coalesce(sum(handle_seconds), 0)::text as seconds, count(*) filter (where outcome = any('{${keptOutcomes.join(',')}}'))::text as kept
  from contact_fact where contact_id = any($1::uuid[])`;

/** Erases the rows of one database in one transaction, with its event and its audit entry. */
@Injectable()
export class RowErasure {
  constructor(
    @Inject(SevenDatabases) private readonly databases: SevenDatabases,
    @Inject(Scopes) private readonly scopes: Scopes,
  ) {}

  /**
   * Looks once more inside the transaction, under an advisory lock per contact, and erases what is found there. Answers how many
   * rows. Throws `erasure.more-was-found`, changing nothing, when a contact turns up whose files and keys were not dealt with.
   */
  erase(database: DatabaseName, found: CaseView, agreed: ErasureScope, by: string): Promise<number> {
    return this.databases.of(database).transaction(async (t) => {
      await t.rows(lockContacts, [contactsOf(agreed)]);
      const port: SqlPort = { rows: (sql, params) => t.rows(sql, params) };
      const { scope } = await this.scopes.of(found, { [database]: port });
      demandNothingNew(agreed, scope);
      const statements = scope.statements.filter(({ store }) => store === database);
      const affected = await keepingTotals(database, t, contactsOf(agreed), () => run(t, statements));
      if (affected === 0) return 0;
      await t.append(domainEvent('case.executed.v1', { caseId: found.id, at: new Date().toISOString() }));
      await t.audit({
        action: 'erasure.execute',
        actor: by,
        object: { kind: 'case', id: found.id },
        purpose: 'data-subject-request',
        columns: statements.map(({ table, action }) => `${table}:${action}`),
        count: affected,
      });
      return affected;
    });
  }
}

async function run(t: Transaction, statements: readonly ErasureStatement[]): Promise<number> {
  let affected = 0;
  for (const { sql, params } of statements) affected += (await t.rows(`${sql} returning 1`, params)).length;
  return affected;
}

function demandNothingNew(agreed: ErasureScope, now: ErasureScope): void {
  const known = new Set(contactsOf(agreed));
  if (contactsOf(now).some((id) => !known.has(id))) throw new VoxkeepError('erasure.more-was-found');
}

/** Reports count the same after an erasure as before it. Throws `erasure.statistics-changed`. */
async function keepingTotals(
  database: DatabaseName,
  t: Transaction,
  contactIds: readonly string[],
  work: () => Promise<number>,
): Promise<number> {
  if (database !== 'reporting') return work();
  const [before] = await t.rows<Record<string, string>>(totals, [contactIds]);
  const affected = await work();
  const [after] = await t.rows<Record<string, string>>(totals, [contactIds]);
  if (JSON.stringify(before) !== JSON.stringify(after)) throw new VoxkeepError('erasure.statistics-changed');
  return affected;
}
