import type { Database } from '@voxkeep/platform';
import type { Frame } from './frame.js';
import type { Holding } from './holding.js';
import { cutoffSql, holdSql, type Params } from './judgement.js';
import { termsOf } from './frame.js';

/** The tables of contacts in one database: operative and history have the same ones under other names (ADR 0015). */
export interface ContactTables {
  readonly database: Database;
  readonly contact: string;
  readonly recording: string;
  readonly segment: string;
  readonly party: string;
  /** Everything that hangs off a contact. */
  readonly children: readonly string[];
}

/** The contact tables of `operative` or `history`. */
export function contactTables(database: Database): ContactTables {
  const prefix = database.name === 'history' ? 'closed_' : '';
  const named = (table: string) => `${prefix}${table}`;
  const own = [
    ...['contact_party', 'contact_event', 'recording', 'recording_segment', 'recording_gap', 'recording_outcome'],
    'recording_measure',
  ];
  return {
    database,
    contact: named('contact'),
    recording: named('recording'),
    segment: named('recording_segment'),
    party: named('contact_party'),
    children: [...own.map(named), ...(prefix === '' ? ['recorder_command', 'contact_key'] : [])],
  };
}

/** Which contacts to look at: those with these ids, or a stretch of ids in ascending order. */
export type Among =
  { readonly ids: readonly string[] } | { readonly after: string; readonly below?: string; readonly limit: number } | 'all';

/** Contacts with their start (when they closed), their cutoff and their hold. Attributions that are pending are waited for. */
export function judgeContacts(
  tables: ContactTables,
  frame: Frame,
  holding: Holding,
  params: Params,
  among: Among = 'all',
): string {
  const anyUser = `exists (select from ${tables.party} p where p.contact_id = c.id and p.user_id = h.key)`;
  const by = { contact: 'c.id', queue: 'c.queue_id', point: 'c.customer_point_id', anyUser, at: 'c.opened_at' };
  return `select c.id, c.closed_at as start, ${cutoffSql(params, termsOf(frame, 'contact'), 'c')} as before,
      ${holdSql(params, holding, by)} as hold
    from ${tables.contact} c ${amongSql(among, params)}`;
}

/** Every key owner of what was said in contacts `$1`: voices and addresses may have owners of their own. */
export function ownersOfContacts({ contact, party, segment }: ContactTables): string {
  return `
    select o.contact as "contactId", o.owner as "ownerId", o.class as "ownerClass" from (
      select c.id, c.customer_owner, 'contact-customer' from ${contact} c where c.id = any($1::uuid[])
      union select c.id, c.agent_owner, 'contact-agent' from ${contact} c where c.id = any($1::uuid[])
      union select p.contact_id, p.customer_owner, 'contact-customer' from ${party} p where p.contact_id = any($1::uuid[])
      union select s.contact_id, s.owner, case s.channel when 'agent' then 'contact-agent' else 'contact-customer' end
        from ${segment} s where s.contact_id = any($1::uuid[])
    ) o (contact, owner, class) where o.owner is not null order by 1, 2`;
}

function amongSql(among: Among, params: Params): string {
  if (among === 'all') return '';
  if ('ids' in among) return `where c.id = any(${params.of(among.ids)}::uuid[])`;
  const below = among.below === undefined ? '' : ` and c.id < ${params.of(among.below)}::uuid`;
  return `where c.id > ${params.of(among.after)}::uuid${below} order by c.id limit ${String(among.limit)}`;
}

/** The files and octets of the recordings of due contacts, for a rehearsal. */
export function filesOf({ segment }: ContactTables): string {
  return `select count(*) as files, coalesce(sum(s.octets), 0) as octets from ${segment} s
    where s.state <> 'removed' and s.contact_id in (select id from gone)`;
}
