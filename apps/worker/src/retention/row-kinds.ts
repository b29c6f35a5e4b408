import type { DatabaseName } from '@voxkeep/contracts';
import type { Database } from '@voxkeep/platform';
import { termsOf, type Frame } from './frame.js';
import { cutoffSql, holdSql } from './judgement.js';
import type { RowKind } from './row-class.js';

/** Presences and absences of employees, from their end. */
const staff: RowKind = {
  name: 'staff',
  store: 'operative',
  judge: (frame, holding, params) =>
    `select p.id::text collate "C" as id, p.to_at as start, ${cutoffSql(params, termsOf(frame, 'staff'))} as before,
       ${holdSql(params, holding, { user: 'p.user_id', at: 'p.from_at' })} as hold from presence p`,
  remove: ['delete from presence where id = any($1::uuid[])'],
};

/** Facts of contacts for reports, from the opening of the contact (R41). */
const reporting: RowKind = {
  name: 'reporting',
  store: 'reporting',
  judge: (frame, holding, params) => {
    const anyPoint = `exists (select from customer_pseudonym y where y.ref = f.customer_ref and y.contact_point_id = h.key)`;
    const by = { contact: 'f.contact_id', queue: 'f.queue_id', user: 'f.agent_user_id', anyPoint, at: 'f.opened_at' };
    return `select f.contact_id::text collate "C" as id, f.opened_at as start,
        ${cutoffSql(params, termsOf(frame, 'reporting'), 'f')} as before, ${holdSql(params, holding, by)} as hold from contact_fact f`;
  },
  remove: [
    `delete from customer_pseudonym y where y.ref in (select f.customer_ref from contact_fact f where f.contact_id = any($1::uuid[]))
       and not exists (select from contact_fact f where f.customer_ref = y.ref and f.contact_id <> all($1::uuid[]))`,
    'delete from contact_fact where contact_id = any($1::uuid[])',
  ],
};

/** Totals of queues. They follow the facts, unless a rule of their own keeps them longer (01, settled 2): they are about nobody. */
const totals: RowKind = {
  name: 'reporting-totals',
  store: 'reporting',
  applies: (frame) => totalsTerms(frame).length > 0,
  judge: (frame, _holding, params) =>
    `select i.queue_id::text || '/' || extract(epoch from i.from_at)::bigint::text collate "C" as id, i.from_at as start,
       ${cutoffSql(params, totalsTerms(frame))} as before, null::uuid as hold from queue_interval i`,
  remove: [
    `delete from queue_interval where queue_id::text || '/' || extract(epoch from from_at)::bigint::text = any($1::text[])`,
  ],
};

function totalsTerms(frame: Frame) {
  const own = termsOf(frame, 'reporting-totals');
  return own.length > 0 ? own : termsOf(frame, 'reporting');
}

/** Customers of call lists with their numbers and attempts, from the last import of their list or the last call to them. */
const outbound: RowKind = {
  name: 'outbound',
  store: 'outbound',
  judge: (frame, holding, params) => {
    const anyPoint = `(h.key = u.owner_point_id or exists (select from customer_phone p where p.customer_id = u.id and p.contact_point_id = h.key))`;
    const start = `greatest((select max(i.at) from list_import i where i.call_list_id = u.call_list_id),
      (select max(a.at) from attempt a where a.customer_id = u.id))`;
    return `select u.id::text collate "C" as id, ${start} as start, ${cutoffSql(params, termsOf(frame, 'outbound'))} as before,
        ${holdSql(params, holding, { person: 'u.person_id', anyPoint })} as hold from customer u`;
  },
  remove: ['delete from customer where id = any($1::uuid[])'],
};

/**
 * What persons said about being recorded. A consent that is still the last word and has no end has no start of its term either; one
 * given in a contact stays at least as long as that contact, since it is the proof for the recording.
 */
const consent: RowKind = {
  name: 'consent',
  store: 'operative',
  judge: (frame, holding, params) => {
    const by = { person: 'o.person_id', point: 'o.contact_point_id', contact: 'o.contact_id', at: 'o.at' };
    const start = `case
      when o.contact_id is not null and exists (select from contact c where c.id = o.contact_id) then null
      when o.contact_id is null and o.state = 'given' and o.valid_until is null and not exists (
        select from consent n where n.purpose = o.purpose and n.at > o.at
          and (n.person_id = o.person_id or n.contact_point_id = o.contact_point_id)) then null
      else greatest(o.at, coalesce(o.valid_until, o.at)) end`;
    return `select o.id::text collate "C" as id, ${start} as start, ${cutoffSql(params, termsOf(frame, 'consent'))} as before,
        ${holdSql(params, holding, by)} as hold from consent o`;
  },
  remove: ['delete from consent where id = any($1::uuid[])'],
};

/** Entries that another system gave: a month after it last confirmed them, unless the site says otherwise (R50). */
const synced: RowKind = {
  name: 'synced',
  store: 'directory',
  judge: (frame, holding, params) =>
    `select e.id::text collate "C" as id, e.synced_at as start, ${cutoffSql(params, termsOf(frame, 'synced'))} as before,
       ${holdSql(params, holding, { person: 'e.person_id', user: 'e.user_id', queue: 'e.queue_id' })} as hold
     from directory_entry e where e.synced_at is not null`,
  remove: ['delete from directory_entry where id = any($1::uuid[])'],
};

/** The classes whose rows stand for themselves. `of` gives the database of a name. */
export function rowKinds(of: (name: DatabaseName) => Database): readonly RowKind[] {
  const withoutContact = async (ids: readonly string[]): Promise<readonly string[]> => {
    const consents = await of('operative').rows<{ id: string; contactId: string | null }>(
      `select id::text as id, contact_id as "contactId" from consent where id = any($1::uuid[])`,
      [ids],
    );
    const kept = await of('history').rows<{ id: string }>('select id from closed_contact where id = any($1::uuid[])', [
      consents.flatMap(({ contactId }) => contactId ?? []),
    ]);
    const stay = new Set(kept.map(({ id }) => id));
    return consents.filter(({ contactId }) => contactId === null || !stay.has(contactId)).map(({ id }) => id);
  };
  return [staff, reporting, totals, outbound, synced, { ...consent, free: withoutContact }];
}
