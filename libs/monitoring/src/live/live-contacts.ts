import { readEvent, silenceAlarms, type AudioChannel, type RecordingAlarm } from '@voxkeep/contracts';
import type { Database, OutboxEvent, Transaction } from '@voxkeep/platform';
import { changeOf } from './live-changes.js';

/** Notified, without a payload, when a transaction has changed something: read `snapshot` again. */
export const liveChannel = 'live';

export interface LiveContactRow {
  readonly contactId: string;
  readonly openedAt: Date;
  readonly direction: string;
  readonly queueId: string | null;
  readonly trunkId: string | null;
  /** `ended`: no call of it goes on; its recording waits to be put away. */
  readonly state: 'waiting' | 'connected' | 'ended';
  /** `none`, `recording`, `paused` (a hold), `stopped` (by a no), `stopped-by-user`, `finished`, `removed` or the outcome. */
  readonly recordingState: string;
  /** Something of it is being written: of one side at least audio comes, and can be kept. */
  readonly isRecorded: boolean;
  readonly consentState: 'none' | 'asked' | 'given' | 'refused' | 'withdrawn';
  readonly agentUserId: string | null;
}

/** Something that is wrong now with the recording of a contact; without a channel with all of it. */
export interface AlarmRow {
  readonly contactId: string;
  readonly alarm: RecordingAlarm;
  readonly channel: AudioChannel | null;
  readonly raisedAt: Date;
}

export interface QueueStateRow {
  readonly queueId: string;
  readonly live: number;
  readonly waiting: number;
  readonly recorded: number;
}

export interface TrunkStateRow {
  readonly trunkId: string;
  readonly live: number;
  readonly lastContactAt: Date | null;
}

export interface LiveSnapshotRows {
  readonly contacts: readonly LiveContactRow[];
  readonly alarms: readonly AlarmRow[];
  readonly queues: readonly QueueStateRow[];
  readonly trunks: readonly TrunkStateRow[];
}

/** What the asker may see: contacts of these queues (or all) and their own. */
export interface LiveScope {
  readonly queueIds: readonly string[] | 'all';
  readonly ownUserId: string | null;
}

interface Touched {
  readonly queueId: string | null;
  readonly trunkId: string | null;
}

const isSilence = `a.alarm in (${silenceAlarms.map((alarm) => `'${alarm}'`).join(', ')})`;
const writesNothing = `a.alarm in ('journal-failing', 'nothing-came')
  or (${isSilence} and (a.channel is null or a.channel = 'mixed'))`;
const goesOn = `l.state in ('waiting', 'connected')`;
/**
 * Being recorded is told by what comes: one side that is silent leaves the other; where nothing came at all, both sides or the stream of
 * both are silent, or the journal fails, nothing is being written. `l`: a live contact.
 */
const isRecorded = `${goesOn} and l.recording_state = 'recording' and not exists (
  select from recording_assurance a where a.contact_id = l.contact_id and a.cleared_at is null having bool_or(${writesNothing})
    or count(distinct a.channel) filter (where ${isSilence}) > 1)`;
const countQueues = `
  insert into queue_state (queue_id, live, waiting, recorded)
  select q.id, count(l) filter (where ${goesOn}), count(l) filter (where l.state = 'waiting'),
    count(l) filter (where ${isRecorded})
  from unnest($1::uuid[]) as q (id) left join live_contact l on l.queue_id = q.id group by q.id
  on conflict (queue_id) do update set live = excluded.live, waiting = excluded.waiting, recorded = excluded.recorded`;
const countTrunks = `
  insert into trunk_state (trunk_id, live, last_contact_at)
  select t.id, count(l) filter (where ${goesOn}), max(l.opened_at)
  from unnest($1::uuid[]) as t (id) left join live_contact l on l.trunk_id = t.id group by t.id
  on conflict (trunk_id) do update set live = excluded.live,
    last_contact_at = greatest(trunk_state.last_contact_at, excluded.last_contact_at)`;

/** The contacts that are going on now. Counts of queues and trunks are always derived from them, never added up. */
export class LiveContacts {
  constructor(private readonly monitoring: Database) {}

  /** Brings events of the operative outbox in, inside the relay's transaction on this database. Twice is once. */
  async apply(events: readonly OutboxEvent[], t: Transaction): Promise<void> {
    const touched: Touched[] = [];
    for (const { type, payload } of events) {
      const event = readEvent(type, payload);
      const change = event && changeOf(event);
      if (change) touched.push(...(await t.rows<Touched>(change.sql, change.params, change.name)));
    }
    await this.recount(t, touched);
  }

  /** Everything that goes on now and that the asker may see, oldest first, with the counts of queues and trunks. */
  async snapshot(scope: LiveScope): Promise<LiveSnapshotRows> {
    const queueIds = scope.queueIds === 'all' ? null : scope.queueIds;
    const [contacts, queues, trunks] = await Promise.all([
      this.monitoring.rows<LiveContactRow>(
        `select contact_id as "contactId", opened_at as "openedAt", direction, queue_id as "queueId", trunk_id as "trunkId", state,
           recording_state as "recordingState", (${isRecorded}) as "isRecorded", consent_state as "consentState", agent_user_id as "agentUserId"
         from live_contact l
         where state <> 'closed' and ($1::uuid[] is null or queue_id = any($1) or agent_user_id = $2)
         order by opened_at, contact_id limit 1000`,
        [queueIds, scope.ownUserId],
      ),
      this.monitoring.rows<QueueStateRow>(
        `select queue_id as "queueId", live, waiting, recorded from queue_state
         where $1::uuid[] is null or queue_id = any($1) order by queue_id`,
        [queueIds],
      ),
      this.monitoring.rows<TrunkStateRow>(
        'select trunk_id as "trunkId", live, last_contact_at as "lastContactAt" from trunk_state order by trunk_id',
      ),
    ]);
    const alarms = await this.alarmsOf(contacts.map(({ contactId }) => contactId));
    return { contacts, alarms, queues, trunks };
  }

  /** What is wrong now with the recordings of these contacts, oldest first. */
  alarmsOf(contactIds: readonly string[]): Promise<readonly AlarmRow[]> {
    if (contactIds.length === 0) return Promise.resolve([]);
    return this.monitoring.rows<AlarmRow>(
      `select contact_id as "contactId", alarm, channel, raised_at as "raisedAt" from recording_assurance
       where contact_id = any($1::uuid[]) and cleared_at is null order by raised_at, alarm, channel`,
      [contactIds],
    );
  }

  /** Forgets contacts that closed before `closedBefore`, and those opened before `openedBefore` whose end was never heard of. */
  clearStale({ closedBefore, openedBefore }: { readonly closedBefore: Date; readonly openedBefore: Date }): Promise<number> {
    return this.monitoring.transaction(async (t) => {
      const cleared = await t.rows<Touched>(
        `delete from live_contact where closed_at < $1 or (closed_at is null and opened_at < $2)
         returning queue_id as "queueId", trunk_id as "trunkId"`,
        [closedBefore, openedBefore],
      );
      await t.rows(
        `delete from recording_assurance a where not exists (select from live_contact l where l.contact_id = a.contact_id)`,
      );
      await this.recount(t, cleared);
      return cleared.length;
    });
  }

  /** Calls `onChange` after each change, and after a lost connection, when something may have been missed. */
  onChange(onChange: () => void): Promise<() => Promise<void>> {
    return this.monitoring.listen(liveChannel, onChange, onChange);
  }

  private async recount(t: Transaction, touched: readonly Touched[]): Promise<void> {
    if (touched.length === 0) return;
    await t.rows(countQueues, [distinct(touched.map(({ queueId }) => queueId))]);
    await t.rows(countTrunks, [distinct(touched.map(({ trunkId }) => trunkId))]);
    await t.notify(liveChannel, '');
  }
}

function distinct(ids: readonly (string | null)[]): readonly string[] {
  return [...new Set(ids.filter((id) => id !== null))];
}
