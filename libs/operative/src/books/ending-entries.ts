import { domainEvent } from '@voxkeep/contracts';
import { keyHash, ownKey } from '../contacts/contact-rows.js';
import type { Told } from './batches.js';
import { joinOutcomes, type Outcome } from './join-outcomes.js';
import type { KnownOutcome, Telling } from './telling.js';

const writeOutcome = `
  with told as (
    insert into recording_outcome as o (contact_id, part, outcome, cause, sip_status, at, sessions)
    values ($1, $2, $3, $4, $5, $6, $7)
    on conflict (contact_id, part) do update set outcome = excluded.outcome, cause = excluded.cause,
      sip_status = coalesce(excluded.sip_status, o.sip_status), at = greatest(o.at, excluded.at), sessions = excluded.sessions
    returning part
  )
  insert into recording_measure as m (contact_id, part, channel, expected_ms, kept_ms, missing_ours_ms, missing_theirs_ms, main_cause)
  select $1, told.part, of.* from told,
    unnest($8::text[], $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[], $13::text[]) of
  on conflict (contact_id, part, channel) do update set
    expected_ms = m.expected_ms + excluded.expected_ms, kept_ms = m.kept_ms + excluded.kept_ms,
    missing_ours_ms = m.missing_ours_ms + excluded.missing_ours_ms, missing_theirs_ms = m.missing_theirs_ms + excluded.missing_theirs_ms,
    main_cause = case when excluded.missing_ours_ms + excluded.missing_theirs_ms > m.missing_ours_ms + m.missing_theirs_ms
      then excluded.main_cause else m.main_cause end`;

/**
 * Records the outcome of a part with what was granted and kept of each channel. Each session of a part counts once, and the outcome is
 * that of all together; what a rule told counts until a session tells.
 */
export async function recordOutcomes(telling: Telling, told: readonly Told<'outcome'>[]): Promise<void> {
  for (const { place, entry } of told) await recordOne(telling, place, entry);
}

async function recordOne(telling: Telling, place: number, entry: Told<'outcome'>['entry']): Promise<void> {
  const { outcome: result, measures, sessionId } = entry;
  const { part, at, sipStatus = null } = result;
  const before = telling.outcomeOf(part);
  if (before && (sessionId === undefined || before.sessions.includes(sessionId))) return;
  const { outcome, cause = null, sessions } = together(before, result, sessionId);
  const { t, contactId } = telling;
  await t.rows(
    writeOutcome,
    [
      ...[contactId, part, outcome, cause, sipStatus, at, sessions],
      measures.map(({ channel }) => channel),
      measures.map(({ expectedMs }) => expectedMs),
      measures.map(({ keptMs }) => keptMs),
      measures.map(({ missingOursMs }) => missingOursMs),
      measures.map(({ missingTheirsMs }) => missingTheirsMs),
      measures.map(({ mainCause }) => mainCause),
    ],
    'operative.books.outcome',
  );
  telling.says(part, { outcome, cause, sessions });
  telling.tell(place, domainEvent('recording.outcome.v1', { contactId, at: at.toISOString(), part, outcome, cause }));
  telling.note(place, 'recording.outcome');
}

/** What is said of a part once one more has told: a rule's word gives way, sessions are counted together. */
function together(before: KnownOutcome | undefined, told: Outcome, sessionId: string | undefined): KnownOutcome {
  const sessions = sessionId === undefined ? [] : [...(before?.sessions ?? []), sessionId];
  const { outcome, cause } = before && before.sessions.length > 0 ? joinOutcomes(before, told) : told;
  return { outcome, cause, sessions };
}

/** $4: hash of the ended session's own key. A session that has ended has that hash under both names. */
const closeContact = `
  with ended as (
    insert into contact_key (system, key_hash, contact_id) select 'recording-session-ended', $4, $1 where $4::bytea is not null
    on conflict do nothing returning contact_id
  ), closed as (
    update contact set closed_at = $2, end_reason = $3, announced_mark = null where id = $1 and closed_at is null and ($4::bytea is null or not exists (
      select from contact_key k where k.contact_id = $1 and k.system = 'recording-session' and k.key_hash <> $4 and not exists (
        select from contact_key e where e.system = 'recording-session-ended' and e.key_hash = k.key_hash)))
    returning opened_at
  ), gone as (
    update contact_party set to_at = $2 where contact_id = $1 and to_at is null and exists (select from closed)
  )
  select (select opened_at from closed) as "openedAt" where exists (select from closed) or exists (select from ended)`;

/**
 * Closes the contact and the parties still on it; the first closing counts. A session that ends closes it only when no other session
 * that opened or adopted it goes on.
 */
export async function closeContacts(telling: Telling, told: readonly Told<'closed'>[]): Promise<void> {
  const { t, contactId } = telling;
  for (const { place, entry } of told) {
    const own = entry.openedAs === undefined ? null : keyHash(ownKey(entry.openedAs));
    const params = [contactId, entry.at, entry.reason, own];
    const [ended] = await t.rows<{ openedAt: Date | null }>(closeContact, params, 'operative.books.closed');
    if (ended === undefined) continue;
    // Another session of the contact is left: it may be over as well, and wait for the vault.
    if (ended.openedAt === null) {
      telling.waits(place);
      continue;
    }
    const openedAt = ended.openedAt.toISOString();
    telling.tell(place, domainEvent('contact.closed.v1', { contactId, at: entry.at.toISOString(), openedAt }));
    telling.note(place, 'contact.close');
  }
}
