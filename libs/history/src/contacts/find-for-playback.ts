import type { Database } from '@voxkeep/platform';
import { recordingsOfContact, withTimes, type RecordingRecord } from './closed-contact-detail.js';

/** Rights are decided on queue and agents; the files open under the contact's two key owners. */
export interface ClosedPlaybackRecording extends RecordingRecord {
  readonly contactId: string;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  readonly queueId: string | null;
  readonly customerOwner: string | null;
  readonly agentOwner: string | null;
  readonly agentUserIds: readonly string[];
}

const playbackHead = `
  select c.id as "contactId", c.opened_at as "openedAt", c.closed_at as "closedAt", c.queue_id as "queueId",
    c.customer_owner as "customerOwner", c.agent_owner as "agentOwner",
    array(select distinct p.user_id from closed_contact_party p
      where p.contact_id = c.id and p.role = 'agent' and p.user_id is not null) as "agentUserIds"
  from closed_recording r join closed_contact c on c.id = r.contact_id where r.id = $1`;

/** Finds by the recording's id alone: one index probe per month, then the contact's own partitions. */
export async function findForPlayback(database: Database, recordingId: string): Promise<ClosedPlaybackRecording | undefined> {
  const [head] = await database.rows<Omit<ClosedPlaybackRecording, keyof RecordingRecord>>(
    playbackHead,
    [recordingId],
    'history.playback.head',
  );
  if (head === undefined) return undefined;
  const [found] = await database.rows<{ recordings: RecordingRecord[] }>(
    `select (${recordingsOfContact}) as recordings`,
    [head.contactId],
    'history.playback.recordings',
  );
  const recording = found?.recordings.find(({ id }) => id === recordingId);
  return recording && { ...head, ...withTimes(['startedAt', 'endedAt'])(recording) };
}
