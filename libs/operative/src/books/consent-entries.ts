import type { NewConsent } from '../consents/consent-rows.js';
import { consentParameters, insertConsents } from '../consents/consent-rows.js';
import { consentEvents } from '../consents/consents.js';
import type { Told } from './batches.js';
import { firstOf } from './first-of.js';
import type { Telling } from './telling.js';

/** Records what was asked and answered in the contact. */
export async function recordConsents(telling: Telling, told: readonly Told<'consent'>[]): Promise<void> {
  const { contactId, by } = telling;
  const consents = told.map(({ entry }): NewConsent => ({ ...entry.consent, contactId }));
  const recorded = await telling.t.rows<{ id: string; recordedBy: string | null }>(
    insertConsents,
    consentParameters(consents, by),
    'operative.books.consents',
  );
  const authors = new Map(recorded.map(({ id, recordedBy }) => [id, recordedBy ?? by]));
  for (const { place, entry } of firstOf(recorded, told, ({ consent }) => consent.id)) {
    const { id, state, personId, contactPointId, purpose } = entry.consent;
    for (const event of consentEvents({ ...entry.consent, contactId })) telling.tell(place, event);
    const subject = personId ?? contactPointId ?? contactId;
    telling.note(place, `consent.${state}`, { actor: authors.get(id) ?? by, object: { kind: 'consent', id }, subject, purpose });
  }
}
