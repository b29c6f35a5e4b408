import type { Database } from '@voxkeep/platform';
import { recordingsOfContact, withTimes, type RecordingRecord, type SegmentRecord } from '../contacts/contact-detail.js';

/** A segment whose file was being written when its recorder stopped. */
export interface OpenSegment extends Pick<
  SegmentRecord,
  'id' | 'recordingId' | 'channel' | 'number' | 'fileId' | 'codec' | 'owner'
> {
  readonly contactId: string;
  readonly startMs: number;
  readonly openedAt: Date;
}

/** Rights are decided on queue and agents; the files open under the contact's two key owners. */
export interface PlaybackRecording extends RecordingRecord {
  readonly contactId: string;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  readonly queueId: string | null;
  readonly customerOwner: string | null;
  readonly agentOwner: string | null;
  readonly agentUserIds: readonly string[];
}

/** Open segments of a recorder's contacts, in the order in which they were begun. */
export async function listOpenSegments(database: Database, recorderId: string): Promise<readonly OpenSegment[]> {
  const rows = await database.rows<Omit<OpenSegment, 'startMs'> & { startMs: string }>(
    `select s.contact_id as "contactId", s.id, s.recording_id as "recordingId", s.channel, s.number, s.file_id as "fileId", s.codec,
       s.start_ms as "startMs", s.owner, c.opened_at as "openedAt"
     from recording_segment s join contact c on c.id = s.contact_id
     where s.state = 'open' and c.recorder_id = $1 order by s.contact_id, s.channel, s.number`,
    [recorderId],
  );
  return rows.map((row) => ({ ...row, startMs: Number(row.startMs) }));
}

const playbackHead = `
  select c.id as "contactId", c.opened_at as "openedAt", c.closed_at as "closedAt", c.queue_id as "queueId",
    c.customer_owner as "customerOwner", c.agent_owner as "agentOwner",
    array(select distinct p.user_id from contact_party p
      where p.contact_id = c.id and p.role = 'agent' and p.user_id is not null) as "agentUserIds"
  from recording r join contact c on c.id = r.contact_id where r.id = $1`;

/** Finds by the recording's id alone: one index probe per month, then the contact's own partitions. */
export async function findForPlayback(database: Database, recordingId: string): Promise<PlaybackRecording | undefined> {
  const [head] = await database.rows<Omit<PlaybackRecording, keyof RecordingRecord>>(
    playbackHead,
    [recordingId],
    'operative.playback.head',
  );
  if (head === undefined) return undefined;
  const [found] = await database.rows<{ recordings: RecordingRecord[] }>(
    `select (${recordingsOfContact}) as recordings`,
    [head.contactId],
    'operative.playback.recordings',
  );
  const recording = found?.recordings.find(({ id }) => id === recordingId);
  return recording && { ...head, ...withTimes(['startedAt', 'endedAt'])(recording) };
}
