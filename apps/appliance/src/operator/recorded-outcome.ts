import { setTimeout as wait } from 'node:timers/promises';
import { Contacts, type ContactDetail, type CorrelationKey } from '@voxkeep/operative';
import type { Database } from '@voxkeep/platform';

const pollMs = 150;

/** What the books said last of a call; no contact: they do not know it. */
export interface CallInBooks {
  readonly contact?: ContactDetail;
  readonly holds: boolean;
}

/** Until when something is waited for: so many milliseconds, or until the signal. */
export interface Patience {
  readonly ms: number;
  readonly until?: AbortSignal;
}

/** The contact of a call by the first of its names that is known, as soon as `holds` of it; else as it is when patience ends. */
export async function awaitContact(
  operative: Database,
  names: readonly CorrelationKey[],
  holds: (contact: ContactDetail) => boolean,
  { ms, until }: Patience,
): Promise<CallInBooks> {
  const contacts = new Contacts(operative);
  const end = performance.now() + ms;
  for (;;) {
    const isLast = performance.now() >= end || until?.aborted === true;
    const contact = await findByAnyOf(contacts, names);
    if (contact && holds(contact)) return { contact, holds: true };
    if (isLast) return { ...(contact && { contact }), holds: false };
    await wait(pollMs);
  }
}

async function findByAnyOf(contacts: Contacts, names: readonly CorrelationKey[]): Promise<ContactDetail | undefined> {
  for (const name of names) {
    const id = await contacts.findByKey(name);
    if (id !== undefined) return contacts.get(id);
  }
  return undefined;
}
