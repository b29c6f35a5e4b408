import { domainEvent, VoxkeepError, type GapReason, type AuditAct } from '@voxkeep/contracts';
import { ConsentGrant } from '@voxkeep/consent';
import type { AuditEntry, Database, Transaction } from '@voxkeep/platform';
import type { Actor } from '../contacts/contact-types.js';
import { findForPlayback, listOpenSegments, type OpenSegment, type PlaybackRecording } from './read-recordings.js';
import type {
  ClosedSegment,
  NewGap,
  NewOutcome,
  NewRecording,
  NewSegment,
  RecordingBegun,
  RemovedFile,
} from './recording-types.js';

/** Recordings, their segments and gaps, and the one outcome of each contact part. Opening one demands a live consent grant. */
export class Recordings {
  constructor(private readonly operative: Database) {}

  /**
   * Opens the recording of a contact part under a grant. Nothing is written when the contact has closed or the grant has ended.
   * Throws `consent.forged-grant` when the grant was not made by the consent gate.
   */
  begin(grant: ConsentGrant, media: NewRecording, by: Actor): Promise<RecordingBegun> {
    if (!ConsentGrant.isGenuine(grant)) throw new VoxkeepError('consent.forged-grant');
    return this.operative.transaction(async (t) => {
      const [live] = await t.rows('select id from contact where id = $1 and closed_at is null for update', [grant.contactId]);
      if (live === undefined) return { begun: false, because: 'contact-closed' };
      if (!grant.isLive()) return { begun: false, because: 'grant-ended' };
      const existing = await insertRecording(t, grant, media);
      if (existing !== undefined) return { begun: true, recordingId: existing, created: false };
      const { id: recordingId, part, startedAt } = media;
      await t.append(
        domainEvent('recording.started.v1', { contactId: grant.contactId, recordingId, at: startedAt.toISOString(), part }),
      );
      await t.audit({ ...about('recording.start', recordingId, by), subject: grant.contactId, purpose: grant.purpose });
      return { begun: true, recordingId, created: true };
    });
  }

  /** Registers a segment before its first sealed byte reaches the disk, so that a crash leaves no file without a row. */
  addSegment(contactId: string, segment: NewSegment, by: Actor): Promise<void> {
    const { id, recordingId, channel, number, fileId, codec, startMs, owner } = segment;
    return this.operative.transaction(async (t) => {
      await t.rows(
        `insert into recording_segment (contact_id, id, recording_id, channel, number, file_id, codec, start_ms, octets, state, owner)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 0, 'open', $9) on conflict (contact_id, id) do nothing`,
        [contactId, id, recordingId, channel, number, fileId, codec, startMs, owner],
        'operative.segment.insert',
      );
      await t.audit({ ...about('recording.segment-open', recordingId, by), subject: contactId });
    });
  }

  /** Closes a segment with its length and hash. A segment that is closed already stays as it is. */
  closeSegment(contactId: string, segmentId: string, { octets, sha512, state, fileId }: ClosedSegment, by: Actor): Promise<void> {
    return this.operative.transaction(async (t) => {
      const [closed] = await t.rows<{ recordingId: string }>(
        `update recording_segment set octets = $3, sha512 = $4, state = $5, file_id = coalesce($6, file_id)
         where contact_id = $1 and id = $2 and state = 'open' returning recording_id as "recordingId"`,
        [contactId, segmentId, octets, sha512, state, fileId],
        'operative.segment.close',
      );
      if (closed !== undefined)
        await t.audit({ ...about('recording.segment-close', closed.recordingId, by), subject: contactId });
    });
  }

  /** Takes an open segment out of the books of which nothing was kept; its file, if there is one, is the caller's to remove. */
  dropSegment(contactId: string, segmentId: string, by: Actor): Promise<void> {
    return this.operative.transaction(async (t) => {
      const [dropped] = await t.rows<{ recordingId: string }>(
        `update recording_segment set state = 'removed'
         where contact_id = $1 and id = $2 and state = 'open' returning recording_id as "recordingId"`,
        [contactId, segmentId],
      );
      if (dropped !== undefined)
        await t.audit({ ...about('recording.segment-drop', dropped.recordingId, by), subject: contactId });
    });
  }

  /** States that nothing was kept from one moment to another, and why. */
  gap(contactId: string, { id, recordingId, channel, fromMs, toMs, reason }: NewGap, by: Actor): Promise<void> {
    return this.operative.transaction(async (t) => {
      await t.rows(
        `insert into recording_gap (contact_id, id, recording_id, channel, from_ms, to_ms, reason)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
        [contactId, id, recordingId, channel, fromMs, toMs, reason],
      );
      await t.audit({ ...about('recording.gap', recordingId, by), subject: contactId });
    });
  }

  /** Says that nothing is kept until it is resumed. */
  pause(contactId: string, recordingId: string, at: Date, reason: GapReason, by: Actor): Promise<void> {
    const event = domainEvent('recording.paused.v1', { contactId, recordingId, at: at.toISOString(), reason });
    return this.moveState(
      contactId,
      recordingId,
      { from: ['recording'], to: 'paused' },
      event,
      about('recording.pause', recordingId, by),
    );
  }

  /** Says that the recording goes on in a new segment. */
  resume(contactId: string, recordingId: string, at: Date, by: Actor): Promise<void> {
    const event = domainEvent('recording.resumed.v1', { contactId, recordingId, at: at.toISOString() });
    return this.moveState(
      contactId,
      recordingId,
      { from: ['paused'], to: 'recording' },
      event,
      about('recording.resume', recordingId, by),
    );
  }

  /** Ends the recording; the event names the channels that were kept. `recovered`: closed after a crash, from the journal. */
  finish(contactId: string, recordingId: string, at: Date, recovered: boolean, by: Actor): Promise<void> {
    return this.operative.transaction(async (t) => {
      const [finished] = await t.rows<{ channels: ('customer' | 'agent' | 'mixed')[] }>(
        `update recording r set state = $3, ended_at = $4
         where r.contact_id = $1 and r.id = $2 and r.state in ('recording', 'paused')
         returning array(select distinct s.channel from recording_segment s
           where s.contact_id = r.contact_id and s.recording_id = r.id and s.state <> 'removed' order by s.channel) as channels`,
        [contactId, recordingId, recovered ? 'recovered' : 'finished', at],
      );
      if (finished === undefined) return;
      const { channels } = finished;
      await t.append(domainEvent('recording.finished.v1', { contactId, recordingId, at: at.toISOString(), channels, recovered }));
      await t.audit({ ...about('recording.finish', recordingId, by), subject: contactId });
    });
  }

  /** Takes the audio of a recording out of the books; the caller removes the files and destroys their keys. */
  remove(contactId: string, recordingId: string, caseId: string | null, by: Actor): Promise<readonly RemovedFile[]> {
    return this.operative.transaction(async (t) => {
      const files = await t.rows<RemovedFile>(
        `update recording_segment set state = 'removed' where contact_id = $1 and recording_id = $2
         returning file_id as "fileId", owner, encode(sha512, 'hex') as sha512`,
        [contactId, recordingId],
      );
      await t.rows(
        `update recording set state = 'removed', ended_at = coalesce(ended_at, greatest(started_at, now())) where contact_id = $1 and id = $2`,
        [contactId, recordingId],
      );
      await t.append(domainEvent('recording.removed.v1', { contactId, recordingId, at: new Date().toISOString(), caseId }));
      await t.audit({ ...about('recording.remove', recordingId, by), subject: contactId, count: files.length });
      return files;
    });
  }

  /** Records the outcome of a contact part. Exactly one: the first counts, a second changes nothing and says so. */
  recordOutcome(contactId: string, result: NewOutcome, by: Actor): Promise<'recorded' | 'already-recorded'> {
    const { part, outcome, at, sipStatus = null } = result;
    const cause = result.cause ?? null;
    return this.operative.transaction(async (t) => {
      const [recorded] = await t.rows(
        `insert into recording_outcome (contact_id, part, outcome, cause, sip_status, at)
         values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning part`,
        [contactId, part, outcome, cause, sipStatus, at],
        'operative.outcome.insert',
      );
      if (recorded === undefined) return 'already-recorded';
      await t.append(domainEvent('recording.outcome.v1', { contactId, at: at.toISOString(), part, outcome, cause }));
      await t.audit({ action: 'recording.outcome', actor: by, object: { kind: 'contact', id: contactId } });
      return 'recorded';
    });
  }

  /** Segments that a recorder left open when it was killed, with everything needed to close their files as recovered. */
  openSegmentsOf(recorderId: string): Promise<readonly OpenSegment[]> {
    return listOpenSegments(this.operative, recorderId);
  }

  /** A recording with what decides who may hear it and what is needed to play it. */
  forPlayback(recordingId: string): Promise<PlaybackRecording | undefined> {
    return findForPlayback(this.operative, recordingId);
  }

  private moveState(
    contactId: string,
    recordingId: string,
    { from, to }: { readonly from: readonly string[]; readonly to: string },
    event: ReturnType<typeof domainEvent>,
    entry: AuditEntry,
  ): Promise<void> {
    return this.operative.transaction(async (t) => {
      const [moved] = await t.rows(
        'update recording set state = $3 where contact_id = $1 and id = $2 and state = any($4) returning id',
        [contactId, recordingId, to, from],
      );
      if (moved === undefined) return;
      await t.append(event);
      await t.audit({ ...entry, subject: contactId });
    });
  }
}

function about(action: AuditAct, recordingId: string, actor: Actor): AuditEntry {
  return { action, actor, object: { kind: 'recording', id: recordingId } };
}

/** Inserts the row, or answers the id of the recording that the part has already. */
async function insertRecording(t: Transaction, grant: ConsentGrant, media: NewRecording): Promise<string | undefined> {
  const { kind, id } = grant.evidence;
  const [inserted] = await t.rows(
    `insert into recording (contact_id, id, part, state, codec, inseparable, consent_id, evidence_kind, started_at)
     values ($1, $2, $3, 'recording', $4, $5, $6, $7, $8) on conflict do nothing returning id`,
    [grant.contactId, media.id, media.part, media.codec, media.inseparable, id, kind, media.startedAt],
    'operative.recording.insert',
  );
  if (inserted !== undefined) return undefined;
  const [existing] = await t.rows<{ id: string }>(
    `update recording set state = 'recording', ended_at = null where contact_id = $1 and part = $2 and state <> 'removed' returning id`,
    [grant.contactId, media.part],
  );
  return existing?.id ?? media.id;
}
