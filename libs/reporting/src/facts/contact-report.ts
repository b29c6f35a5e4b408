import { keptOutcomes, type RecordingOutcome } from '@voxkeep/contracts';
import type { Database } from '@voxkeep/platform';

/** `to` is excluded. Days are those of `timeZone` (IANA name). */
export interface ReportQuery {
  readonly from: Date;
  readonly to: Date;
  readonly by: 'queue' | 'day' | 'outcome';
  readonly timeZone: string;
  /** Queues whose figures the asker may see. */
  readonly queueIds: readonly string[] | 'all';
}

/** `group`: queue id (empty text without a queue), day as YYYY-MM-DD, or outcome. */
export interface ReportRow {
  readonly group: string;
  readonly contacts: number;
  readonly handleSeconds: number;
  /** With audio: the sum of the three that follow. */
  readonly kept: number;
  readonly keptWhole: number;
  readonly keptWithGaps: number;
  /** Recorded before what is there was counted. */
  readonly keptUnchecked: number;
  readonly refused: number;
  readonly unanswered: number;
  readonly withdrawn: number;
  readonly notAsked: number;
  readonly off: number;
  readonly pausedThroughout: number;
  readonly failed: number;
}

/** Figures in which nobody can be singled out: cells with fewer than `smallestCell` contacts are left out and counted. */
export interface AnonymisedReport {
  readonly anonymised: true;
  readonly rows: readonly ReportRow[];
  readonly withheldCells: number;
}
export const smallestCell = 11;

const groups = {
  queue: `coalesce(f.queue_id::text, '')`,
  day: `to_char(f.opened_at at time zone $3, 'YYYY-MM-DD')`,
  outcome: `coalesce(f.outcome, '')`,
};
const counted = (...outcomes: readonly RecordingOutcome[]) =>
  `count(*) filter (where f.outcome in (${outcomes.map((outcome) => `'${outcome}'`).join(', ')}))::int`;

/** Counts contacts by queue, day or outcome, straight from the facts. */
export function reportContacts(database: Database, query: ReportQuery): Promise<readonly ReportRow[]> {
  const group = groups[query.by];
  return database.rows<ReportRow>(
    `select ${group} as "group", count(*)::int as contacts, coalesce(sum(f.handle_seconds), 0)::int as "handleSeconds",
       ${counted(...keptOutcomes)} as kept, ${counted('kept')} as "keptWhole",
       ${counted('kept-with-gaps')} as "keptWithGaps", ${counted('kept-unchecked')} as "keptUnchecked",
       ${counted('refused')} as refused, ${counted('unanswered')} as unanswered,
       ${counted('withdrawn')} as withdrawn, ${counted('not-asked')} as "notAsked", ${counted('off')} as off,
       ${counted('paused-throughout')} as "pausedThroughout", ${counted('failed')} as failed
     from contact_fact f
     where f.opened_at >= $1 and f.opened_at < $2 and $3::text is not null and ($4::uuid[] is null or f.queue_id = any($4))
     group by 1 order by 1`,
    [query.from, query.to, query.timeZone, query.queueIds === 'all' ? null : query.queueIds],
  );
}
