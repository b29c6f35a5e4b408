import { domainEvent } from '@voxkeep/contracts';
import { callsGoingOn, eventsOfEnding, waitsSince, type CallOfContact } from '../contacts/waits-for-vault.js';
import { firstOf } from './first-of.js';
import type { Told } from './batches.js';
import type { Telling } from './telling.js';

const insertEvents = `
  insert into contact_event (contact_id, id, kind, at, subject_id, channel)
  select $1, * from unnest($2::uuid[], $3::text[], $4::timestamptz[], $5::uuid[], $6::text[]) on conflict (contact_id, id) do nothing returning id`;

/** Notes that things happened. */
export async function addEvents(telling: Telling, told: readonly Told<'event'>[]): Promise<void> {
  const added = await telling.t.rows<{ id: string }>(
    insertEvents,
    [
      telling.contactId,
      told.map(({ entry }) => entry.id),
      told.map(({ entry }) => entry.code),
      told.map(({ entry }) => entry.at),
      told.map(({ entry }) => entry.subjectId),
      told.map(({ entry }) => entry.channel),
    ],
    'operative.books.events',
  );
  for (const { place, entry } of firstOf(added, told, ({ id }) => id)) {
    telling.note(place, 'contact.event');
    if (entry.code === 'recording.waits-for-vault') telling.waits(place);
  }
}

const underWay = `
  select c.closed_at as "closedAt",
    (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'state', r.state)), '[]') from recording r where r.contact_id = c.id) as recordings,
    ${callsGoingOn} as "callsGoingOn"
  from contact c where c.id = $1`;

/** Tells that a contact is over, once all that was told stands, where a call of it waits for the vault and none goes on. */
export async function tellWaiting(telling: Telling): Promise<void> {
  const { t, contactId, waitingAt } = telling;
  if (waitingAt === undefined) return;
  const [found] = await t.rows<Omit<CallOfContact, 'events'>>(underWay, [contactId], 'operative.books.under-way');
  const since = found && waitsSince({ ...found, events: await eventsOfEnding(t, [contactId]) });
  if (since) telling.tell(waitingAt, domainEvent('recording.waiting.v1', { contactId, at: since.toISOString() }));
}

/** Notes what somebody could do something about while the call ran, and tells it. */
export async function addAlarms(telling: Telling, told: readonly Told<'alarm'>[]): Promise<void> {
  const { contactId } = telling;
  const added = await telling.t.rows<{ id: string }>(
    insertEvents,
    [
      contactId,
      told.map(({ entry }) => entry.id),
      told.map(({ entry }) => `alarm.${entry.alarm}.${entry.state}`),
      told.map(({ entry }) => entry.at),
      told.map(() => null),
      told.map(({ entry }) => entry.channel),
    ],
    'operative.books.events',
  );
  for (const { place, entry } of firstOf(added, told, ({ id }) => id)) {
    const { alarm, channel, state, at } = entry;
    telling.tell(place, domainEvent('recording.alarm.v1', { contactId, at: at.toISOString(), alarm, channel, state }));
    telling.note(place, 'contact.event');
  }
}

/** States where nothing was kept, and why. */
export async function addGaps(telling: Telling, told: readonly Told<'gap'>[]): Promise<void> {
  const gaps = told.map(({ entry }) => entry.gap);
  const added = await telling.t.rows<{ id: string }>(
    `insert into recording_gap (contact_id, id, recording_id, channel, from_ms, to_ms, reason, cause, missing_ms)
     select $1, * from unnest($2::uuid[], $3::uuid[], $4::text[], $5::bigint[], $6::bigint[], $7::text[], $8::text[], $9::bigint[])
     on conflict (contact_id, id) do nothing returning id`,
    [
      telling.contactId,
      gaps.map(({ id }) => id),
      gaps.map(({ recordingId }) => telling.rowOf(recordingId)),
      gaps.map(({ channel }) => channel),
      gaps.map(({ fromMs }) => fromMs),
      gaps.map(({ toMs }) => toMs),
      gaps.map(({ reason }) => reason),
      gaps.map(({ cause }) => cause),
      gaps.map(({ missingMs }) => missingMs),
    ],
    'operative.books.gaps',
  );
  for (const { place, entry } of firstOf(added, told, ({ gap }) => gap.id))
    telling.noteRecording(place, 'recording.gap', telling.rowOf(entry.gap.recordingId));
}
