import { endsByRule, type ContactEndReason, type ContactPart } from '@voxkeep/contracts';
import { newId, type Database, type Transaction } from '@voxkeep/platform';
import type { BookEntry } from '../books/book-entry.js';
import { writeEntries } from '../books/write-entries.js';
import type { Actor } from '../contacts/contact-types.js';
import { decideUntoldOutcome, type UntoldPart } from './decide-untold-outcome.js';

/** When and why a contact is ended that nobody else ends. */
export interface UntoldEnding {
  readonly at: Date;
  readonly reason: ContactEndReason;
}

/** `called`: a recorder has taken it meanwhile, so that its end is the recorder's to tell. */
export type EndedUncalled = 'ended' | 'already-ended' | 'called' | 'unknown';

/** A contact that a recorder took and has not ended, with what that recorder said when it was last asked for it. */
export interface HeldContact {
  readonly contactId: string;
  /** When the recorder was last asked whether it holds the call. */
  readonly askedAt: Date | null;
  /** The oldest question that has no answer. */
  readonly unansweredSince: Date | null;
  readonly answeredAt: Date | null;
  /** Its last answer; null when there was none. */
  readonly answer: 'held' | 'not-held' | null;
}

interface Locked {
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  readonly recorderId: string | null;
}

const lockContact = `
  select opened_at as "openedAt", closed_at as "closedAt", recorder_id as "recorderId" from contact where id = $1 for update`;

const untoldParts = `
  select coalesce(r.part, 'agent') as part,
    case when r.id is not null and exists (select from erased_contact e where e.contact_id = c.id) then 'removed' else r.state end as state,
    c.recorder_id is not null as "hadCall",
    exists (select from recording_segment s where s.contact_id = c.id and s.recording_id = r.id
      and s.state in ('closed', 'recovered') and s.octets > 0) as "hasAudio",
    (select k.state from consent k where k.contact_id = c.id and k.state <> 'asked' order by k.at desc, k.id desc limit 1) as "lastWord"
  from contact c left join recording r on r.contact_id = c.id
  where c.id = $1 and not exists (
    select from recording_outcome o where o.contact_id = c.id and (r.part is null or o.part = r.part))`;

const held = `
  select c.id as "contactId",
    (select max(k.asked_at) from recorder_command k where k.contact_id = c.id and k.kind = 'look') as "askedAt",
    (select min(k.asked_at) from recorder_command k where k.contact_id = c.id and k.acknowledged_at is null) as "unansweredSince",
    a.acknowledged_at as "answeredAt",
    case when a.result = 'no-live-recording' then 'not-held' when a.result is not null then 'held' end as answer
  from contact c
  left join lateral (
    select k.acknowledged_at, k.result from recorder_command k
    where k.contact_id = c.id and k.kind in ('look', 'end') and k.acknowledged_at is not null order by k.acknowledged_at desc, k.id desc limit 1
  ) a on true
  where c.closed_at is null and c.recorder_id is not null and c.id > $2
    and (coalesce(c.connected_at, c.opened_at) < $1 or a.result = 'no-live-recording')
  order by c.id limit $3`;

/** Whether of a closed contact `c` something is untold that {@link UntoldEndings.settle} tells. */
export const isUntold = `(
    exists (select from recording r where r.contact_id = c.id and (r.ended_at is null or not exists (
      select from recording_outcome o where o.contact_id = c.id and o.part = r.part)))
    or not exists (select from recording_outcome o where o.contact_id = c.id))`;

const untold = `select c.id from contact c where c.closed_at < $1 and ${isUntold} and c.id > $2 order by c.id limit $3`;

/** Ends and outcomes of contacts of which nobody tells them: no call came, the recorder is gone, the books were cut off. */
export class UntoldEndings {
  constructor(private readonly operative: Database) {}

  /**
   * Open contacts that another system announced before `before` and that no recorder took; in ascending order from the one after `after`.
   * An announcement counts from when it came to us: it may come late, with the time at which the contact began.
   */
  async listUncalled(before: Date, after: string, limit: number): Promise<readonly string[]> {
    const rows = await this.operative.rows<{ id: string }>(
      `select id from contact where closed_at is null and recorder_id is null and greatest(opened_at, recorded_at) < $1 and id > $2
       order by id limit $3`,
      [before, after, limit],
    );
    return rows.map(({ id }) => id);
  }

  /**
   * Open contacts whose call a recorder took before `before`, and those that it was asked for and does not hold; in ascending order
   * from the one after `after`. Only answers to a look or to an end count: others may come before a call is whole.
   */
  listHeld(before: Date, after: string, limit: number): Promise<readonly HeldContact[]> {
    return this.operative.rows<HeldContact>(held, [before, after, limit]);
  }

  /** Ends an announced contact of which no call came, with its outcome. One that a recorder has taken stays as it is. */
  endUncalled(contactId: string, ending: UntoldEnding, by: Actor): Promise<EndedUncalled> {
    return this.operative.transaction(async (t) => {
      const found = await lock(t, contactId);
      if (found === undefined) return 'unknown';
      if (found.closedAt !== null) return 'already-ended';
      if (found.recorderId !== null) return 'called';
      await endLocked(t, contactId, found, ending, by);
      return 'ended';
    });
  }

  /** Ends a contact that its recorder will not end: recordings, the outcome of each part, the contact. */
  endAbandoned(contactId: string, ending: UntoldEnding, by: Actor): Promise<'ended' | 'already-ended'> {
    return this.operative.transaction(async (t) => {
      const found = await lock(t, contactId);
      if (found?.closedAt !== null) return 'already-ended';
      await endLocked(t, contactId, found, ending, by);
      return 'ended';
    });
  }

  /**
   * Contacts that closed before `before` and of which something is untold: the outcome of a part (an alarm, not a mystery: 05, recording
   * assurance), or the end of a recording, from which its term counts. However long ago they closed, since what a recorder tells may
   * come late. In ascending order from the one after `after`.
   */
  async listUntold(before: Date, after: string, limit: number): Promise<readonly string[]> {
    const rows = await this.operative.rows<{ id: string }>(untold, [before, after, limit]);
    return rows.map(({ id }) => id);
  }

  /** Tells of a closed contact what is untold, from what its rows say; answers how many outcomes that were. */
  settle(contactId: string, at: Date, by: Actor): Promise<number> {
    return this.operative.transaction(async (t) => {
      const found = await lock(t, contactId);
      if (!found?.closedAt) return 0;
      const outcomes = await untoldOutcomes(t, contactId, at);
      const ends = await untoldEnds(t, contactId, found.closedAt);
      await writeEntries(t, contactId, [...ends, ...outcomes], by);
      await endRecordings(t, contactId, found.closedAt);
      return outcomes.length;
    });
  }
}

/** The lock under which books are written comes first, so that two that write about one contact never wait for each other. */
async function lock(t: Transaction, contactId: string): Promise<Locked | undefined> {
  await t.rows('select pg_advisory_xact_lock(hashtextextended($1, 0))', [contactId], 'operative.books.lock');
  const [found] = await t.rows<Locked>(lockContact, [contactId]);
  return found;
}

async function endLocked(t: Transaction, contactId: string, found: Locked, ending: UntoldEnding, by: Actor): Promise<void> {
  const at = ending.at < found.openedAt ? found.openedAt : ending.at;
  const entries: BookEntry[] = [
    ...(await untoldEnds(t, contactId, at)),
    ...(await untoldOutcomes(t, contactId, at)),
    ...eventOf(ending, at),
    { kind: 'closed', at, reason: ending.reason },
  ];
  await writeEntries(t, contactId, entries, by);
}

/** That a rule made the end stands among the events of the contact; a command has its own record. */
function eventOf({ reason }: UntoldEnding, at: Date): readonly BookEntry[] {
  const rule = endsByRule.find((each) => each === reason);
  return rule ? [{ kind: 'event', id: newId(), code: `contact.ended.${rule}`, at, subjectId: null, channel: null }] : [];
}

async function untoldEnds(t: Transaction, contactId: string, at: Date): Promise<readonly BookEntry[]> {
  const running = await t.rows<{ id: string }>(
    `select id from recording where contact_id = $1 and state in ('recording', 'paused')`,
    [contactId],
  );
  return running.map(({ id: recordingId }) => ({ kind: 'finished', recordingId, at, recovered: false }));
}

/** What the books do not end: recordings whose audio was taken out. */
async function endRecordings(t: Transaction, contactId: string, at: Date): Promise<void> {
  await t.rows(
    `update recording set ended_at = greatest(started_at, $2),
       state = case when state in ('recording', 'paused') then 'finished' else state end
     where contact_id = $1 and ended_at is null`,
    [contactId, at],
  );
}

async function untoldOutcomes(t: Transaction, contactId: string, at: Date): Promise<readonly BookEntry[]> {
  const parts = await t.rows<UntoldPart & { readonly part: ContactPart }>(untoldParts, [contactId]);
  return parts.map(({ part, ...told }) => ({
    kind: 'outcome',
    outcome: { part, at, ...decideUntoldOutcome(told) },
    measures: [],
  }));
}
