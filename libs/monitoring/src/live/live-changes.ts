import type { DomainEvent, EventPayload, EventType, GapReason } from '@voxkeep/contracts';

/** One statement that brings an event into `live_contact`; it returns the queue and trunk of the rows it touched. */
export interface Change {
  readonly name: string;
  readonly sql: string;
  readonly params: readonly unknown[];
}

type Changes = { readonly [T in EventType]?: (payload: EventPayload<T>) => Change };
const touched = 'returning queue_id as "queueId", trunk_id as "trunkId"';

/** What was over goes on with a further call, whose agent may never become known; the one of the call before is gone. */
const goesOnAgain = `
  state = case live_contact.state when 'ended' then 'waiting' else live_contact.state end,
  agent_party_id = case live_contact.state when 'ended' then null else live_contact.agent_party_id end,
  agent_user_id = case live_contact.state when 'ended' then null else live_contact.agent_user_id end`;
const opened = `
  insert into live_contact (contact_id, opened_at, direction, queue_id, trunk_id, state, recording_state, consent_state)
  values ($1, $2, $3, $4, $5, 'waiting', 'none', 'none')
  on conflict (contact_id) do update set queue_id = coalesce(live_contact.queue_id, excluded.queue_id),
    trunk_id = coalesce(live_contact.trunk_id, excluded.trunk_id), ${goesOnAgain}
  ${touched}`;
const agentJoined = `
  update live_contact set state = 'connected', agent_party_id = $2, agent_user_id = $3
  where contact_id = $1 and state <> 'closed' ${touched}`;
/** The contact waits until an agent is on it: of one that goes on it changes nothing. */
const otherJoined = `update live_contact set ${goesOnAgain} where contact_id = $1 and state = 'ended' ${touched}`;
const agentLeft = `
  update live_contact set state = 'waiting', agent_party_id = null, agent_user_id = null
  where contact_id = $1 and agent_party_id = $2 and state not in ('ended', 'closed') ${touched}`;
/** What was wrong with the audio of a call that is over is over as well; what keeps it from being put away is not. */
const waiting = `
  with over as (
    update recording_assurance set cleared_at = greatest(raised_at, $2::timestamptz)
    where contact_id = $1 and cleared_at is null and alarm not in ('vault-failing', 'journal-failing'))
  update live_contact set state = 'ended' where contact_id = $1 and state <> 'closed' ${touched}`;
/** Nothing is wrong any more with what has ended, also where the recorder could not say so. */
const closed = `
  with over as (
    update recording_assurance set cleared_at = greatest(raised_at, $2::timestamptz) where contact_id = $1 and cleared_at is null)
  update live_contact set state = 'closed', closed_at = $2 where contact_id = $1 and state <> 'closed' ${touched}`;
const erased = `
  with gone as (delete from recording_assurance where contact_id = $1)
  delete from live_contact where contact_id = $1 ${touched}`;
/** Only for a contact that goes on. An alarm that stands keeps its time; one that was over is raised anew, but not by its own past. */
const alarmRaised = `
  with live as (select contact_id, queue_id, trunk_id from live_contact where contact_id = $1 and state <> 'closed'),
  raised as (
    insert into recording_assurance as a (contact_id, alarm, channel, raised_at) select contact_id, $2, $3, $4::timestamptz from live
    on conflict on constraint uq_recording_assurance_alarm do update set raised_at = excluded.raised_at, cleared_at = null
      where a.cleared_at < excluded.raised_at
    returning contact_id)
  select queue_id as "queueId", trunk_id as "trunkId" from live join raised using (contact_id)`;
const alarmCleared = `
  with over as (
    update recording_assurance set cleared_at = $4
    where contact_id = $1 and alarm = $2 and channel is not distinct from $3 and cleared_at is null and raised_at <= $4::timestamptz
    returning contact_id)
  select queue_id as "queueId", trunk_id as "trunkId" from live_contact join over using (contact_id)`;

type About = { readonly contactId: string };
const recordingIs = (state: string) => (event: About) => setting('recording_state', event.contactId, state);
const consentIs = (state: string) => (event: About) => setting('consent_state', event.contactId, state);
/** A hold passes; what its user or a no ended goes on by another yes only. */
function restOf(reason: GapReason): string {
  if (reason === 'pause') return 'stopped-by-user';
  if (reason === 'customer-away') return 'customer-away';
  return reason === 'consent-withdrawn' ? 'stopped' : 'paused';
}
/** Of a call that goes on only. */
const liveRecordingIs = (state: string) => (event: About) => setting('recording_state', event.contactId, state, goesOnAgain);

function setting(column: 'recording_state' | 'consent_state', contactId: string, state: string, also?: string): Change {
  const set = [`${column} = $2`, ...(also === undefined ? [] : [also])].join(', ');
  const sql = `update live_contact set ${set} where contact_id = $1 ${touched}`;
  return { name: `monitoring.${column}${also === undefined ? '' : '.goes-on'}`, sql, params: [contactId, state] };
}

const changes: Changes = {
  'contact.opened.v1': ({ contactId, at, direction, queueId, trunkId }) => ({
    name: 'monitoring.opened',
    sql: opened,
    params: [contactId, at, direction, queueId, trunkId],
  }),
  'contact.party-joined.v1': ({ contactId, partyId, role, userId }) =>
    role === 'agent'
      ? { name: 'monitoring.agent-joined', sql: agentJoined, params: [contactId, partyId, userId] }
      : { name: 'monitoring.other-joined', sql: otherJoined, params: [contactId] },
  'contact.party-left.v1': ({ contactId, partyId }) => ({
    name: 'monitoring.agent-left',
    sql: agentLeft,
    params: [contactId, partyId],
  }),
  'contact.closed.v1': ({ contactId, at }) => ({ name: 'monitoring.closed', sql: closed, params: [contactId, at] }),
  'contact.erased.v1': ({ contactId }) => ({
    name: 'monitoring.erased',
    sql: erased,
    params: [contactId],
  }),
  'recording.started.v1': liveRecordingIs('recording'),
  'recording.paused.v1': (event) => liveRecordingIs(restOf(event.reason))(event),
  'recording.resumed.v1': liveRecordingIs('recording'),
  'recording.waiting.v1': ({ contactId, at }) => ({ name: 'monitoring.waiting', sql: waiting, params: [contactId, at] }),
  'recording.finished.v1': recordingIs('finished'),
  'recording.removed.v1': recordingIs('removed'),
  'recording.outcome.v1': ({ contactId, outcome }) => setting('recording_state', contactId, outcome),
  'recording.alarm.v1': ({ contactId, alarm, channel, at, state }) => ({
    name: `monitoring.alarm-${state}`,
    sql: state === 'raised' ? alarmRaised : alarmCleared,
    params: [contactId, alarm, channel, at],
  }),
  'consent.asked.v1': ({ contactId }) => setting('consent_state', contactId, 'asked', goesOnAgain),
  'consent.given.v1': consentIs('given'),
  'consent.refused.v1': consentIs('refused'),
  'consent.withdrawn.v1': consentIs('withdrawn'),
};

/** The change that an event makes, or undefined for events that monitoring does not show. */
export function changeOf<T extends EventType>(event: DomainEvent<T>): Change | undefined {
  const change = changes[event.type] as ((payload: DomainEvent<T>['payload']) => Change) | undefined;
  return change?.(event.payload);
}
