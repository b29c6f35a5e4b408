import { domainEvent, VoxkeepError, type AudioChannel, type ContactEventCode } from '@voxkeep/contracts';
import { ConsentGrant } from '@voxkeep/consent';
import { idOfFact } from '@voxkeep/platform';
import { firstOf } from './first-of.js';
import type { Told } from './batches.js';
import type { Telling } from './telling.js';

/** A state is moved by the first telling only; the event row remembers that it was told. */
const toldOnce = `insert into contact_event (contact_id, id, kind, at, subject_id)`;
/** A declared code, as it stands in a statement. */
const happened = (code: ContactEventCode): string => `'${code}'`;

const beginRecording = `
  with told as (${toldOnce} values ($1, $2, ${happened('recording.begun')}, $3, $4) on conflict (contact_id, id) do nothing returning id)
  insert into recording (contact_id, id, part, state, codec, inseparable, consent_id, evidence_kind, started_at)
  select $1, $4, $5, 'recording', $6, $7, $8, $9, $3 from told on conflict do nothing returning id`;

const continueRecording = `
  with told as (${toldOnce} values ($1, $2, ${happened('recording.begun')}, $3, $4) on conflict (contact_id, id) do nothing returning id),
  named as (${toldOnce} select $1, $5, ${happened('recording.continued')}, $3, $4 from told where $5 <> $4 on conflict (contact_id, id) do nothing)
  update recording set state = 'recording', ended_at = null
  where contact_id = $1 and id = $4 and exists (select from told) returning id`;

/**
 * Opens the recording of a part, or goes on with the one that the part has. The grant may have ended: it says that what was kept was
 * permitted, and seals nothing. Throws `consent.forged-grant` when it was not made by the consent gate.
 */
export async function beginRecordings(telling: Telling, told: readonly Told<'recording'>[]): Promise<void> {
  for (const each of told) await beginOne(telling, each);
}

async function beginOne(telling: Telling, { place, entry: { grant, recording } }: Told<'recording'>): Promise<void> {
  if (!ConsentGrant.isGenuine(grant)) throw new VoxkeepError('consent.forged-grant');
  const { t, contactId } = telling;
  const { part, startedAt } = recording;
  const existing = telling.ofPart(part);
  const row = existing ?? recording.id;
  telling.stands(part, recording.id, row);
  const [changed] = await (existing === undefined
    ? t.rows(
        beginRecording,
        [
          ...[contactId, grant.grantId, startedAt, row, part, recording.codec, recording.inseparable],
          ...[grant.evidence.id, grant.evidence.kind],
        ],
        'operative.books.recording',
      )
    : t.rows(continueRecording, [contactId, grant.grantId, startedAt, row, recording.id], 'operative.books.recording-continued'));
  if (changed === undefined) return;
  const about = { contactId, recordingId: row, at: startedAt.toISOString() };
  const isNew = existing === undefined;
  telling.tell(
    place,
    isNew ? domainEvent('recording.started.v1', { ...about, part }) : domainEvent('recording.resumed.v1', about),
  );
  telling.noteRecording(place, 'recording.start', row, { purpose: grant.purpose });
}

const moveRecordings = `
  with asked as (
    select * from unnest($2::uuid[], $3::text[], $4::text[], $5::timestamptz[], $6::uuid[])
      with ordinality as m (id, kind, state, at, recording_id, place)
  ), told as (
    ${toldOnce} select $1, id, kind, at, recording_id
    from asked on conflict (contact_id, id) do nothing returning id
  ), last as (
    select distinct on (recording_id) recording_id, state from asked join told using (id) order by recording_id, place desc
  ), moved as (
    update recording r set state = last.state from last
    where r.contact_id = $1 and r.id = last.recording_id and r.state in ('recording', 'paused')
  )
  select id from told`;

/** A hold passes, and a customer may come back; what a no or its user ended has stopped, and begins anew if it goes on at all. */
function codeOf(entry: Told<'paused' | 'resumed'>['entry']): ContactEventCode {
  if (entry.kind === 'resumed') return 'recording.resumed';
  return entry.reason === 'hold' || entry.reason === 'customer-away' ? 'recording.paused' : 'recording.stopped';
}

/** Pauses, stops and resumptions; the last one that is new decides the state. */
export async function pauseAndResume(telling: Telling, told: readonly Told<'paused' | 'resumed'>[]): Promise<void> {
  const idOf = (entry: Told<'paused' | 'resumed'>['entry']) => {
    const { kind, recordingId, at } = entry;
    return idOfFact(codeOf(entry) === 'recording.stopped' ? 'stopped' : kind, recordingId, at.getTime());
  };
  const { contactId } = telling;
  const fresh = await telling.t.rows<{ id: string }>(
    moveRecordings,
    [
      contactId,
      told.map(({ entry }) => idOf(entry)),
      told.map(({ entry }) => codeOf(entry)),
      told.map(({ entry }) => (entry.kind === 'paused' ? 'paused' : 'recording')),
      told.map(({ entry }) => entry.at),
      told.map(({ entry }) => telling.rowOf(entry.recordingId)),
    ],
    'operative.books.recordings-moved',
  );
  for (const { place, entry } of firstOf(fresh, told, idOf)) {
    const about = { contactId, recordingId: telling.rowOf(entry.recordingId), at: entry.at.toISOString() };
    telling.tell(
      place,
      entry.kind === 'paused'
        ? domainEvent('recording.paused.v1', { ...about, reason: entry.reason })
        : domainEvent('recording.resumed.v1', about),
    );
    telling.noteRecording(place, entry.kind === 'paused' ? 'recording.pause' : 'recording.resume', about.recordingId);
  }
}

const removeRecording = `
  with told as (${toldOnce} values ($1, $2, ${happened('recording.removed')}, $3, $4) on conflict (contact_id, id) do nothing returning id),
  gone as (
    update recording_segment set state = 'removed'
    where contact_id = $1 and recording_id = $4 and coalesce(sealed_as, recording_id) = $5 and state <> 'removed'
      and exists (select from told) returning id
  ), emptied as (
    update recording set state = 'removed', ended_at = coalesce(ended_at, $3) where contact_id = $1 and id = $4 and exists (select from told)
      and not exists (select from recording_segment s where s.contact_id = $1 and s.recording_id = $4
        and coalesce(s.sealed_as, s.recording_id) <> $5 and s.state <> 'removed') returning id
  )
  select (select count(*)::int from gone) as files, exists (select from emptied) as emptied from told`;

/** Takes out of the books what one recorder's recording brought. Audio of another session of the part stays. */
export async function removeRecordings(telling: Telling, told: readonly Told<'removed'>[]): Promise<void> {
  const { t, contactId } = telling;
  for (const { place, entry } of told) {
    const recordingId = telling.rowOf(entry.recordingId);
    const fact = idOfFact('removed', entry.recordingId, entry.at.getTime());
    const [removed] = await t.rows<{ files: number; emptied: boolean }>(
      removeRecording,
      [contactId, fact, entry.at, recordingId, entry.recordingId],
      'operative.books.recording-removed',
    );
    if (removed === undefined) continue;
    const at = entry.at.toISOString();
    if (removed.emptied) telling.tell(place, domainEvent('recording.removed.v1', { contactId, recordingId, at, caseId: null }));
    telling.noteRecording(place, 'recording.remove', recordingId, { count: removed.files });
  }
}

const finishRecording = `
  with found as (
    select exists (select from recording where contact_id = $1 and id = $4 and state = 'removed') as empty,
      (select max(at) from contact_event where contact_id = $1 and subject_id = $4 and kind = ${happened('recording.removed')}) as removed_at
  ), told as (
    ${toldOnce} select $1, $2, case when empty then ${happened('recording.left-empty')}
        when $6::boolean then ${happened('recording.broke-off')} else ${happened('recording.finished')} end,
      case when empty then greatest($3::timestamptz, removed_at + interval '1 millisecond') else $3 end, $4
    from found on conflict (contact_id, id) do nothing returning id
  )
  update recording r set state = $5, ended_at = greatest(r.ended_at, $3)
  where r.contact_id = $1 and r.id = $4 and r.state <> 'removed' and exists (select from told)
  returning array(select distinct s.channel from recording_segment s
    where s.contact_id = r.contact_id and s.recording_id = r.id and s.state <> 'removed' order by s.channel) as channels`;

/** The id of the event that what one call brought to a recording has ended, by the id under which that call recorded. */
export function idOfFinished(recordingId: string, at: Date): string {
  return idOfFact('finished', recordingId, at.getTime());
}

/** Ends recordings; the event names the channels that were kept. One whose audio was taken back before has ended with that. */
export async function finishRecordings(telling: Telling, told: readonly Told<'finished'>[]): Promise<void> {
  const { t, contactId } = telling;
  for (const { place, entry } of told) {
    const { at: moment, recovered, brokeOff = false } = entry;
    const recordingId = telling.rowOf(entry.recordingId);
    const fact = idOfFinished(entry.recordingId, moment);
    const [finished] = await t.rows<{ channels: AudioChannel[] }>(
      finishRecording,
      [contactId, fact, moment, recordingId, recovered ? 'recovered' : 'finished', brokeOff],
      'operative.books.recording-finished',
    );
    if (finished === undefined) continue;
    const { channels } = finished;
    telling.tell(
      place,
      domainEvent('recording.finished.v1', { contactId, recordingId, at: moment.toISOString(), channels, recovered }),
    );
    telling.noteRecording(place, 'recording.finish', recordingId);
  }
}
