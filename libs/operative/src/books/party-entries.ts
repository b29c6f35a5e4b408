import { domainEvent } from '@voxkeep/contracts';
import { firstOf } from './first-of.js';
import type { Told } from './batches.js';
import type { Telling } from './telling.js';

/** Puts parties on the contact. Their address stays under the owner that the recorder sealed it with. */
export async function joinParties(telling: Telling, told: readonly Told<'party-joined'>[]): Promise<void> {
  const { t, contactId } = telling;
  const parties = told.map(({ entry }) => entry.party);
  const joined = await t.rows<{ id: string }>(
    `insert into contact_party (contact_id, id, role, user_id, customer_owner, aor, label, from_at)
     select $1, * from unnest($2::uuid[], $3::text[], $4::uuid[], $5::uuid[], $6::bytea[], $7::text[], $8::timestamptz[])
     on conflict (contact_id, id) do nothing returning id`,
    [
      contactId,
      parties.map(({ id }) => id),
      parties.map(({ role }) => role),
      parties.map(({ userId }) => userId),
      told.map(({ entry }) => entry.owner),
      parties.map(({ aor }) => aor?.envelope ?? null),
      parties.map(({ label }) => label),
      parties.map(({ at }) => at),
    ],
    'operative.books.parties',
  );
  for (const { place, entry } of firstOf(joined, told, (party) => party.party.id)) {
    const { id: partyId, role, userId, at } = entry.party;
    telling.tell(place, domainEvent('contact.party-joined.v1', { contactId, at: at.toISOString(), partyId, role, userId }));
    telling.note(place, 'contact.party-join');
  }
}

/** Ends the stay of parties. */
export async function leaveParties(telling: Telling, told: readonly Told<'party-left'>[]): Promise<void> {
  const { t, contactId } = telling;
  const left = await t.rows<{ id: string }>(
    `update contact_party p set to_at = l.at from unnest($2::uuid[], $3::timestamptz[]) l (id, at)
     where p.contact_id = $1 and p.id = l.id and p.to_at is null returning p.id`,
    [contactId, told.map(({ entry }) => entry.partyId), told.map(({ entry }) => entry.at)],
    'operative.books.parties-left',
  );
  for (const { place, entry } of firstOf(left, told, ({ partyId }) => partyId)) {
    const { partyId, at } = entry;
    telling.tell(place, domainEvent('contact.party-left.v1', { contactId, at: at.toISOString(), partyId }));
    telling.note(place, 'contact.party-leave');
  }
}

/** Gives the contact the customer's number, unless it has one; it is looked up like one with which a call begins. */
export async function bringNumbers(telling: Telling, told: readonly Told<'customer-number'>[]): Promise<void> {
  const { t, contactId } = telling;
  for (const { place, entry } of told) {
    const [filled] = await t.rows(
      `update contact set customer_number = $2, attribution = case attribution when 'attributed' then attribution else 'pending' end
       where id = $1 and customer_owner = $3 and customer_number is null returning id`,
      [contactId, entry.customerNumber.envelope, entry.owner],
      'operative.books.number',
    );
    if (filled !== undefined) telling.note(place, 'contact.supplement', { columns: ['customerNumber'] });
  }
}
