import { diagnostics, isOutOfReach } from '@voxkeep/platform';
import { contactLeft, type contactWorks } from './events.js';

type ContactWork = (typeof contactWorks)[number];

/** Below every id: where a round begins. */
export const lowestId = '00000000-0000-0000-0000-000000000000';

/**
 * Does something for every contact that `page` finds after an id, in ascending order of ids. One that fails is told and left to the next
 * round, so that none stands before the others for ever. Answers the sum of what was done.
 */
export async function eachContact<C extends string | { readonly contactId: string }>(
  work: ContactWork,
  page: (after: string) => Promise<readonly C[]>,
  act: (contact: C) => Promise<number>,
): Promise<number> {
  let sum = 0;
  for (let after = lowestId; ;) {
    const contacts = await page(after);
    for (const contact of contacts) {
      after = idOf(contact);
      sum += (await orLeave(work, after, () => act(contact))) ?? 0;
    }
    if (contacts.length === 0) return sum;
  }
}

/** What `act` answers; undefined when it failed, which is told. Throws when a database or the keyring is away: no contact is to blame for that. */
export async function orLeave<T>(work: ContactWork, contact: string, act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    if (isOutOfReach(error)) throw error;
    diagnostics.record(contactLeft, { contact, work, error });
    return undefined;
  }
}

const idOf = (contact: string | { readonly contactId: string }): string =>
  typeof contact === 'string' ? contact : contact.contactId;
