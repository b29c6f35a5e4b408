import type { DomainEvent, EventPayload, EventType } from '@voxkeep/contracts';
import { newId } from '@voxkeep/platform';

/** One statement that brings an event into `contact_fact`; it returns the queue and opening of the facts it touched. */
export interface Change {
  readonly name: string;
  readonly sql: string;
  readonly params: readonly unknown[];
}

type Changes = { readonly [T in EventType]?: (payload: EventPayload<T>) => Change | undefined };
const touched = 'returning contact_id as "contactId", queue_id as "queueId", opened_at as "openedAt"';

// Every statement but that of an outcome fills what is empty or sets what is already so: whatever arrives again changes nothing, in
// any order. Outcomes come in the order of the outbox.
const opened = `
  insert into contact_fact (contact_id, opened_at, direction, queue_id, trunk_id, channel) values ($1, $2, $3, $4, $5, 'voice')
  on conflict (contact_id) do update set queue_id = coalesce(contact_fact.queue_id, excluded.queue_id),
    trunk_id = coalesce(contact_fact.trunk_id, excluded.trunk_id)
  ${touched}`;
const agentJoined = `
  update contact_fact set agent_user_id = coalesce(agent_user_id, $2), agent_joined_at = least(agent_joined_at, $3)
  where contact_id = $1 ${touched}`;
const closed = `update contact_fact set closed_at = coalesce(closed_at, $2) where contact_id = $1 ${touched}`;
/** The last outcome counts, as a further session may correct it; but that nobody counted what is there takes no word from who knew. */
const outcomeIn = (column: 'agent_outcome' | 'automated_outcome') =>
  `update contact_fact set ${column} = case $2::text when 'kept-unchecked' then coalesce(${column}, $2) else $2 end
  where contact_id = $1 ${touched}`;
const outcomeOf = { agent: outcomeIn('agent_outcome'), automated: outcomeIn('automated_outcome') };
const attributed = `
  with known as (
    insert into customer_pseudonym as p (contact_point_id, ref)
    select $2, $3 from contact_fact where contact_id = $1 and erased_at is null
    on conflict (contact_point_id) do update set ref = p.ref returning p.ref
  )
  update contact_fact f set customer_ref = known.ref from known where f.contact_id = $1 and f.erased_at is null
  returning f.contact_id as "contactId", f.queue_id as "queueId", f.opened_at as "openedAt"`;
const detached = `update contact_fact set customer_ref = null where contact_id = $1 ${touched}`;
const erased = `update contact_fact set customer_ref = null, erased_at = coalesce(erased_at, $2) where contact_id = $1 ${touched}`;

const changes: Changes = {
  'contact.opened.v1': ({ contactId, at, direction, queueId, trunkId }) => ({
    name: 'reporting.opened',
    sql: opened,
    params: [contactId, at, direction, queueId, trunkId],
  }),
  'contact.party-joined.v1': ({ contactId, role, userId, at }) =>
    role === 'agent' ? { name: 'reporting.agent-joined', sql: agentJoined, params: [contactId, userId, at] } : undefined,
  'contact.closed.v1': ({ contactId, at }) => ({ name: 'reporting.closed', sql: closed, params: [contactId, at] }),
  'recording.outcome.v1': ({ contactId, part, outcome }) => ({
    name: `reporting.outcome.${part}`,
    sql: outcomeOf[part],
    params: [contactId, outcome],
  }),
  'contact.attributed.v1': ({ contactId, contactPointId }) =>
    contactPointId === null
      ? { name: 'reporting.detached', sql: detached, params: [contactId] }
      : { name: 'reporting.attributed', sql: attributed, params: [contactId, contactPointId, newId()] },
  'contact.erased.v1': ({ contactId, at }) => ({ name: 'reporting.erased', sql: erased, params: [contactId, at] }),
};

/** The change that an event makes, or undefined for events that reports do not count. */
export function changeOf<T extends EventType>(event: DomainEvent<T>): Change | undefined {
  const change = changes[event.type] as ((payload: DomainEvent<T>['payload']) => Change | undefined) | undefined;
  return change?.(event.payload);
}
