import { domainEvent } from '@voxkeep/contracts';
import type { Told } from './batches.js';
import type { Telling } from './telling.js';

const insertOutcome = `
  with recorded as (
    insert into recording_outcome (contact_id, part, outcome, cause, sip_status, at)
    values ($1, $2, $3, $4, $5, $6) on conflict (contact_id, part) do nothing returning part
  ), measured as (
    insert into recording_measure (contact_id, part, channel, expected_ms, kept_ms, missing_ours_ms, missing_theirs_ms, main_cause)
    select $1, recorded.part, m.* from recorded,
      unnest($7::text[], $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[], $12::text[]) m
    on conflict (contact_id, part, channel) do nothing
  )
  select part from recorded`;

/** Records the outcome of a part with what was granted and kept of each channel. The first counts. */
export async function recordOutcomes(telling: Telling, told: readonly Told<'outcome'>[]): Promise<void> {
  const { t, contactId } = telling;
  for (const { place, entry } of told) {
    const { outcome: result, measures } = entry;
    const { part, outcome, at, sipStatus = null } = result;
    const cause = result.cause ?? null;
    const [recorded] = await t.rows(
      insertOutcome,
      [
        ...[contactId, part, outcome, cause, sipStatus, at],
        measures.map(({ channel }) => channel),
        measures.map(({ expectedMs }) => expectedMs),
        measures.map(({ keptMs }) => keptMs),
        measures.map(({ missingOursMs }) => missingOursMs),
        measures.map(({ missingTheirsMs }) => missingTheirsMs),
        measures.map(({ mainCause }) => mainCause),
      ],
      'operative.books.outcome',
    );
    if (recorded === undefined) continue;
    telling.tell(place, domainEvent('recording.outcome.v1', { contactId, at: at.toISOString(), part, outcome, cause }));
    telling.note(place, 'recording.outcome');
  }
}

const closeContact = `
  with closed as (
    update contact set closed_at = $2, end_reason = $3 where id = $1 and closed_at is null returning opened_at
  ), gone as (
    update contact_party set to_at = $2 where contact_id = $1 and to_at is null and exists (select from closed)
  )
  select opened_at as "openedAt" from closed`;

/** Closes the contact and the parties still on it; the first closing counts. */
export async function closeContacts(telling: Telling, told: readonly Told<'closed'>[]): Promise<void> {
  const { t, contactId } = telling;
  for (const { place, entry } of told) {
    const params = [contactId, entry.at, entry.reason];
    const [closed] = await t.rows<{ openedAt: Date }>(closeContact, params, 'operative.books.closed');
    if (closed === undefined) continue;
    const openedAt = closed.openedAt.toISOString();
    telling.tell(place, domainEvent('contact.closed.v1', { contactId, at: entry.at.toISOString(), openedAt }));
    telling.note(place, 'contact.close');
  }
}
