import { VoxkeepError } from '@voxkeep/contracts';
import { newId, violates, type Database, type Transaction } from '@voxkeep/platform';
import type { ImportResult, ImportRow, RejectedLine } from './import-types.js';
import { sortRows, type SortedRows } from './sort-rows.js';

/** The lists of a campaign and the customers on them. */
export class CallLists {
  constructor(private readonly outbound: Database) {}

  /** Makes an empty list; answers its id, or that the campaign has one of that name. */
  async create(campaignId: string, name: string, by: string): Promise<{ readonly id: string } | 'name-taken'> {
    const id = newId();
    try {
      await this.outbound.transaction(async (t) => {
        await t.rows('insert into call_list (id, campaign_id, name) values ($1, $2, $3)', [id, campaignId, name]);
        await t.audit({ action: 'call-list.create', actor: by, object: { kind: 'call-list', id } });
      });
      return { id };
    } catch (refused) {
      if (violates(refused, 'uq_call_list_name')) return 'name-taken';
      throw refused;
    }
  }

  /** The lists of a campaign with how many customers each has, by name. */
  ofCampaign(campaignId: string): Promise<readonly { readonly id: string; readonly name: string; readonly customers: number }[]> {
    return this.outbound.rows(
      `select l.id, l.name, (select count(*)::int from customer c where c.call_list_id = l.id) as customers
       from call_list l where l.campaign_id = $1 order by l.name`,
      [campaignId],
    );
  }

  /**
   * Puts the lines of a file on a list and counts what became of each: accepted, duplicate, blocked or rejected by the reader of
   * the file. Two imports into one list wait for each other. Throws `call-list.missing`.
   */
  import(callListId: string, rows: readonly ImportRow[], rejected: readonly RejectedLine[], by: string): Promise<ImportResult> {
    return this.outbound.transaction(async (t) => {
      const [list] = await t.rows('select id from call_list where id = $1 for update', [callListId]);
      if (list === undefined) throw new VoxkeepError('call-list.missing', { callListId });
      const sorted = sortRows(rows, await listedPoints(t, callListId, rows), await blockedPoints(t, rows));
      await insertCustomers(t, callListId, sorted.accepted);
      const { duplicates, blocked } = sorted;
      const result = { importId: newId(), accepted: sorted.accepted.length, duplicates, blocked, rejected };
      await insertImport(t, callListId, rows.length, result);
      await t.audit({
        action: 'call-list.import',
        actor: by,
        object: { kind: 'call-list', id: callListId },
        count: result.accepted,
      });
      return result;
    });
  }
}

function pointsOf(rows: readonly ImportRow[]): readonly string[] {
  return rows.flatMap(({ contactPointIds }) => contactPointIds);
}

async function listedPoints(t: Transaction, callListId: string, rows: readonly ImportRow[]): Promise<ReadonlySet<string>> {
  const found = await t.rows<{ id: string }>(
    'select contact_point_id as id from customer_phone where call_list_id = $1 and contact_point_id = any($2::uuid[])',
    [callListId, pointsOf(rows)],
  );
  return new Set(found.map(({ id }) => id));
}

async function blockedPoints(t: Transaction, rows: readonly ImportRow[]): Promise<ReadonlySet<string>> {
  const found = await t.rows<{ id: string }>(
    'select contact_point_id as id from blocked_number where contact_point_id = any($1::uuid[])',
    [pointsOf(rows)],
  );
  return new Set(found.map(({ id }) => id));
}

async function insertCustomers(t: Transaction, callListId: string, customers: SortedRows['accepted']): Promise<void> {
  await t.rows(
    `insert into customer (id, call_list_id, person_id, owner_point_id, external_id, priority, time_zone)
     select id, $1, person_id, owner_point_id, external_id, priority, time_zone
     from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::bytea[], $6::int[], $7::text[])
       as c (id, person_id, owner_point_id, external_id, priority, time_zone)`,
    [
      callListId,
      customers.map(({ customerId }) => customerId),
      customers.map(({ personId }) => personId),
      customers.map(({ contactPointIds }) => contactPointIds[0]),
      customers.map(({ externalId }) => externalId?.envelope ?? null),
      customers.map(({ priority }) => priority),
      customers.map(({ timeZone }) => timeZone),
    ],
  );
  const phones = customers.flatMap(({ customerId, callable }) =>
    callable.map((point, at) => ({ customerId, point, position: at + 1 })),
  );
  await t.rows(
    `insert into customer_phone (call_list_id, customer_id, contact_point_id, position)
     select $1, * from unnest($2::uuid[], $3::uuid[], $4::smallint[])`,
    [
      callListId,
      phones.map(({ customerId }) => customerId),
      phones.map(({ point }) => point),
      phones.map(({ position }) => position),
    ],
  );
}

async function insertImport(t: Transaction, callListId: string, understood: number, result: ImportResult): Promise<void> {
  const { importId, accepted, duplicates, blocked, rejected } = result;
  const errors = rejected.map(({ line, column, code }) => ({ line, column, code }));
  await t.rows(
    `insert into list_import (id, call_list_id, file_rows, accepted, duplicates, blocked, rejected, errors)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [importId, callListId, understood + rejected.length, accepted, duplicates, blocked, rejected.length, JSON.stringify(errors)],
  );
}
