import { readEvent, type RecorderTrouble } from '@voxkeep/contracts';
import type { Database, OutboxEvent, Transaction } from '@voxkeep/platform';
import { liveChannel } from './live-contacts.js';

/** A recorder that takes no new call. */
export interface RefusingRecorderRow {
  readonly recorder: string;
  readonly trouble: RecorderTrouble;
  readonly since: Date;
}

/** Brings events of the operative outbox in, inside the relay's transaction on this database; those of other kinds are left alone. */
export async function applyRecorderStandings(events: readonly OutboxEvent[], t: Transaction): Promise<void> {
  for (const { type, payload } of events) {
    const event = readEvent(type, payload);
    if (event?.type !== 'recorder.standing.v1') continue;
    const { recorderId, trouble, at } = event.payload;
    // Another reason for the same refusing does not begin it anew.
    await t.rows(
      `insert into recorder_standing as s (recorder_id, trouble, since) values ($1, $2, $3)
       on conflict (recorder_id) do update set trouble = excluded.trouble,
         since = case when (s.trouble is null) = (excluded.trouble is null) then s.since else excluded.since end`,
      [recorderId, trouble, at],
      'monitoring.recorder-standing',
    );
    await t.notify(liveChannel, '');
  }
}

/** Which recorders take no new calls. */
export class RecorderStandings {
  constructor(private readonly monitoring: Database) {}

  /** Those that refuse calls now, by name. */
  refusing(): Promise<readonly RefusingRecorderRow[]> {
    return this.monitoring.rows<RefusingRecorderRow>(
      'select recorder_id as recorder, trouble, since from recorder_standing where trouble is not null order by recorder_id',
    );
  }
}
