import type { Database } from '@voxkeep/platform';

/** Somebody heard or downloaded a recording. */
export interface ListeningEvent {
  readonly seq: number;
  readonly eventId: string;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly recordingId: string | null;
  readonly contactId: string | null;
  readonly purpose: string | null;
}

export interface ListeningQuery {
  readonly actor?: string;
  readonly recordingId?: string;
  readonly from?: Date;
  readonly to?: Date;
  /** `seq` of the last one of the page before. */
  readonly before?: number;
  readonly limit?: number;
}

/** Who heard which recording, when and why: the listenings among the events of the audit log. */
export class ListeningLog {
  constructor(private readonly database: Database) {}

  /** A page, newest first; 50 unless told and at most 500. */
  async page({ actor, recordingId, from, to, before, limit = 50 }: ListeningQuery): Promise<readonly ListeningEvent[]> {
    const rows = await this.database.rows<Omit<ListeningEvent, 'seq'> & { readonly seq: string }>(
      `select seq, event_id as "eventId", at, actor, action, recording_id as "recordingId", contact_id as "contactId", purpose
       from audit.listening_log
       where ($1::text is null or actor = $1) and ($2::text is null or recording_id = $2)
         and ($3::timestamptz is null or at >= $3) and ($4::timestamptz is null or at < $4) and ($5::bigint is null or seq < $5)
       order by seq desc limit $6`,
      [actor, recordingId, from, to, before, Math.min(limit, 500)],
    );
    return rows.map((row) => ({ ...row, seq: Number(row.seq) }));
  }
}
