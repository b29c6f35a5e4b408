import type { ContactPart, RecordingOutcome } from '@voxkeep/contracts';
import { idRange, type Database } from '@voxkeep/platform';
import { contactColumns, contactRecord } from './contact-rows.js';
import type { ContactRecord, PartOutcome } from './contact-types.js';
import { callsGoingOn, eventsOfEnding, waitsSince } from './waits-for-vault.js';

/** Whose contacts the asker may see: those of these queues (or all) and those the asker was on. Applied in SQL, never after. */
export interface VisibleScope {
  readonly queueIds: readonly string[] | 'all';
  readonly ownUserId: string | null;
}

/** All filters hold together; times are of the opening, `to` excluded. */
export interface ContactQuery {
  readonly scope: VisibleScope;
  readonly customerPointIds?: readonly string[];
  readonly queueId?: string;
  readonly outcome?: RecordingOutcome;
  readonly agentUserId?: string;
  readonly from?: Date;
  readonly to?: Date;
  /** The `next` of the page before: the id of its last contact. */
  readonly cursor?: string;
  readonly limit: number;
}

export interface ContactRow extends ContactRecord {
  readonly outcomes: readonly PartOutcome[];
  readonly recordings: readonly {
    readonly id: string;
    readonly part: ContactPart;
    readonly state: string;
    /** A file of it stands in the books: neither a withdrawal nor a term nor an erasure has taken the last one. */
    readonly hasAudio: boolean;
  }[];
  readonly agentUserIds: readonly string[];
  /** It is over and open still, since its recording waits to be put away. */
  readonly waitsSince: Date | null;
}

export interface ContactPage {
  readonly items: readonly ContactRow[];
  readonly next?: string;
}

/** Reads one page. The id carries the time, so keyset, order and time filter all prune partitions. */
export async function searchContacts(database: Database, query: ContactQuery): Promise<ContactPage> {
  const { sql, params } = pageStatement(query);
  const found = (await database.rows<object>(sql, params)).map(contactRecord);
  const items = await withChildren(database, found.slice(0, query.limit));
  const last = items.at(-1);
  return found.length > query.limit && last !== undefined ? { items, next: last.id } : { items };
}

interface Statement {
  readonly sql: string;
  readonly params: readonly unknown[];
}

function pageStatement(query: ContactQuery): Statement {
  const params: unknown[] = [];
  const bind = (value: unknown) => `$${params.push(value)}`;
  const where = [...filters(query, bind), visible(query.scope, bind)].join(' and ');
  return {
    sql: `select ${contactColumns} from contact c where ${where} order by c.id desc limit ${bind(query.limit + 1)}`,
    params,
  };
}

function filters(query: ContactQuery, bind: (value: unknown) => string): readonly string[] {
  const conditions: string[] = [];
  if (query.customerPointIds) conditions.push(`c.customer_point_id = any(${bind(query.customerPointIds)}::uuid[])`);
  if (query.queueId) conditions.push(`c.queue_id = ${bind(query.queueId)}::uuid`);
  if (query.from) conditions.push(`c.id >= ${bind(idRange(query.from, query.from).from)}::uuid`);
  if (query.to) conditions.push(`c.id < ${bind(idRange(query.to, query.to).from)}::uuid`);
  if (query.cursor) conditions.push(`c.id < ${bind(query.cursor)}::uuid`);
  if (query.outcome) {
    conditions.push(`exists (select from recording_outcome o where o.contact_id = c.id and o.outcome = ${bind(query.outcome)})`);
  }
  if (query.agentUserId) conditions.push(wasOn(bind(query.agentUserId)));
  return conditions;
}

function visible(scope: VisibleScope, bind: (value: unknown) => string): string {
  if (scope.queueIds === 'all') return 'true';
  const ofQueue = `c.queue_id = any(${bind(scope.queueIds)}::uuid[])`;
  return scope.ownUserId === null ? ofQueue : `(${ofQueue} or ${wasOn(bind(scope.ownUserId))})`;
}

function wasOn(user: string): string {
  return `exists (select from contact_party p where p.contact_id = c.id and p.user_id = ${user}::uuid and p.role = 'agent')`;
}

async function withChildren(database: Database, contacts: readonly ContactRecord[]): Promise<readonly ContactRow[]> {
  if (contacts.length === 0) return [];
  const ids = [contacts.map(({ id }) => id)];
  const open = [contacts.filter(({ closedAt }) => closedAt === null).map(({ id }) => id)] as const;
  const [outcomes, recordings, agents, events, calls] = await Promise.all([
    database.rows<PartOutcome & Child>(
      `select contact_id as "contactId", part, outcome, cause, sip_status as "sipStatus", at
       from recording_outcome where contact_id = any($1::uuid[]) order by part`,
      ids,
    ),
    database.rows<ContactRow['recordings'][number] & Child>(
      `select contact_id as "contactId", id, part, state,
         exists (select from recording_segment s where s.contact_id = r.contact_id and s.recording_id = r.id and s.state <> 'removed')
           as "hasAudio"
       from recording r where contact_id = any($1::uuid[]) order by started_at`,
      ids,
    ),
    database.rows<{ userId: string } & Child>(
      `select contact_id as "contactId", user_id as "userId"
       from contact_party where contact_id = any($1::uuid[]) and role = 'agent' and user_id is not null order by from_at, id`,
      ids,
    ),
    eventsOfEnding(database, ...open),
    database.rows<{ goingOn: number } & Child>(
      `select c.id as "contactId", ${callsGoingOn} as "goingOn" from contact c where c.id = any($1::uuid[])`,
      open,
    ),
  ]);
  return contacts.map((contact) => ({
    ...contact,
    outcomes: of(contact, outcomes).map(({ contactId: _, ...outcome }) => outcome),
    recordings: of(contact, recordings).map(({ contactId: _, ...recording }) => recording),
    waitsSince: waitsSince({
      ...contact,
      ...{ recordings: of(contact, recordings), events: of(contact, events) },
      callsGoingOn: of(contact, calls)[0]?.goingOn ?? 0,
    }),
    agentUserIds: [...new Set(of(contact, agents).map(({ userId }) => userId))],
  }));
}

interface Child {
  readonly contactId: string;
}

function of<T extends Child>(contact: ContactRecord, children: readonly T[]): readonly T[] {
  return children.filter(({ contactId }) => contactId === contact.id);
}
