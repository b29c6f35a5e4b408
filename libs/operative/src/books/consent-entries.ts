import type { NewConsent } from '../consents/consent-rows.js';
import { consentValues, insertedColumns } from '../consents/consent-rows.js';
import { consentEvents } from '../consents/consents.js';
import type { Told } from './batches.js';
import { firstOf } from './first-of.js';
import type { Telling } from './telling.js';

const types = 'uuid uuid uuid uuid text text text text text uuid bytea timestamptz timestamptz uuid'.split(' ');
const insertConsents = `
  insert into consent (${insertedColumns}) select * from unnest(${types.map((type, n) => `$${n + 1}::${type}[]`).join(', ')})
  on conflict (id) do nothing returning id`;

/** Records what was asked and answered in the contact. */
export async function recordConsents(telling: Telling, told: readonly Told<'consent'>[]): Promise<void> {
  const { contactId, by } = telling;
  const consents = told.map(({ entry }): NewConsent => ({ ...entry.consent, contactId }));
  const rows = consents.map((consent) => consentValues(consent, by));
  const columns = types.map((_, n) => rows.map((row) => row[n] ?? null));
  const recorded = await telling.t.rows<{ id: string }>(insertConsents, columns, 'operative.books.consents');
  for (const { place, entry } of firstOf(recorded, told, ({ consent }) => consent.id)) {
    const { id, state, personId, contactPointId, purpose } = entry.consent;
    for (const event of consentEvents({ ...entry.consent, contactId })) telling.tell(place, event);
    const subject = personId ?? contactPointId ?? contactId;
    telling.note(place, `consent.${state}`, { object: { kind: 'consent', id }, subject, purpose });
  }
}
