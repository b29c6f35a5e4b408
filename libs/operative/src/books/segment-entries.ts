import type { AuditAct } from '@voxkeep/contracts';
import { firstOf } from './first-of.js';
import type { Told } from './batches.js';
import type { Telling } from './telling.js';

const insertSegments = `
  insert into recording_segment
    (contact_id, id, recording_id, channel, number, file_id, codec, start_ms, octets, state, owner, sealed_as, sealed_number)
  select $1, id, recording_id, channel, number, file_id, codec, start_ms, 0, 'open', owner, sealed_as, sealed_number
  from unnest($2::uuid[], $3::uuid[], $4::text[], $5::int[], $6::uuid[], $7::text[], $8::bigint[], $9::uuid[], $10::uuid[], $11::int[])
    as s (id, recording_id, channel, number, file_id, codec, start_ms, owner, sealed_as, sealed_number)
  on conflict (contact_id, id) do nothing returning id`;

const noteInseparable = `
  update recording set inseparable = true where contact_id = $1 and id = any($2::uuid[]) and not inseparable`;

/**
 * Registers segments. Recording id and number stand authenticated in the header of the file, so they cannot be chosen here: where the
 * row must have others (the part has a recording already, or the number is taken), it remembers those of the header.
 */
export async function addSegments(telling: Telling, told: readonly Told<'segment'>[]): Promise<void> {
  const placed = told.map(({ entry: { segment } }) => ({ ...segment, ...telling.placeOf(segment) }));
  const moved = told.map(({ entry: { segment } }, n) => {
    const stays = placed[n]?.recordingId === segment.recordingId && placed[n].number === segment.number;
    return stays ? undefined : segment;
  });
  const added = await telling.t.rows<{ id: string }>(
    insertSegments,
    [
      telling.contactId,
      placed.map(({ id }) => id),
      placed.map(({ recordingId }) => recordingId),
      placed.map(({ channel }) => channel),
      placed.map(({ number }) => number),
      placed.map(({ fileId }) => fileId),
      placed.map(({ codec }) => codec),
      placed.map(({ startMs }) => startMs),
      placed.map(({ owner }) => owner),
      moved.map((sealed) => sealed?.recordingId ?? null),
      moved.map((sealed) => sealed?.number ?? null),
    ],
    'operative.books.segments',
  );
  const shared = placed.filter(({ inseparable }) => inseparable).map(({ recordingId }) => recordingId);
  if (shared.length > 0)
    await telling.t.rows(noteInseparable, [telling.contactId, [...new Set(shared)]], 'operative.books.inseparable');
  for (const { place, entry } of firstOf(added, told, ({ segment }) => segment.id))
    telling.noteRecording(place, 'recording.segment-open', telling.rowOf(entry.segment.recordingId));
}

/** Closes segments with length and hash; what is closed already stays as it is. */
export async function closeSegments(telling: Telling, told: readonly Told<'segment-closed'>[]): Promise<void> {
  const closings = told.map(({ entry }) => entry.closed);
  const closed = await telling.t.rows<{ id: string; recordingId: string }>(
    `update recording_segment s set octets = c.octets, sha512 = c.sha512, state = c.state, file_id = coalesce(c.file_id, s.file_id)
     from unnest($2::uuid[], $3::bigint[], $4::bytea[], $5::text[], $6::uuid[]) c (id, octets, sha512, state, file_id)
     where s.contact_id = $1 and s.id = c.id and s.state = 'open' returning s.id, s.recording_id as "recordingId"`,
    [
      telling.contactId,
      told.map(({ entry }) => entry.segmentId),
      closings.map(({ octets }) => octets),
      closings.map(({ sha512 }) => sha512),
      closings.map(({ state }) => state),
      closings.map(({ fileId }) => fileId ?? null),
    ],
    'operative.books.segments-closed',
  );
  noteEach(telling, 'recording.segment-close', closed, told);
}

/** Takes open segments out of the books of which nothing was kept. */
export async function dropSegments(telling: Telling, told: readonly Told<'segment-dropped'>[]): Promise<void> {
  const dropped = await telling.t.rows<{ id: string; recordingId: string }>(
    `update recording_segment set state = 'removed'
     where contact_id = $1 and id = any($2::uuid[]) and state = 'open' returning id, recording_id as "recordingId"`,
    [telling.contactId, told.map(({ entry }) => entry.segmentId)],
    'operative.books.segments-dropped',
  );
  noteEach(telling, 'recording.segment-drop', dropped, told);
}

function noteEach<Kind extends 'segment-closed' | 'segment-dropped'>(
  telling: Telling,
  action: AuditAct,
  rows: readonly { readonly id: string; readonly recordingId: string }[],
  told: readonly Told<Kind>[],
): void {
  for (const { id, recordingId } of rows) {
    const place = told.find((one) => (one.entry as { segmentId: string }).segmentId === id)?.place ?? told.length;
    telling.noteRecording(place, action, recordingId);
  }
}
