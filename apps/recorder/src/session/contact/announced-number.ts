import { setTimeout as pause } from 'node:timers/promises';
import type { KeyringClient } from '@voxkeep/keyring';
import type { WaitingContact } from '@voxkeep/operative';
import { diagnostics } from '@voxkeep/platform';
import { comparisonFailed } from '../events.js';

/** `unknown`: the keyring did not say in time, so that nobody may be taken for the customer. */
export type Compared = 'may-be' | 'another' | 'unknown';

/**
 * Tells whether a call may be the one for which an announced contact waits. The books have a mark of the announced number, and only the
 * keyring can make the mark of another. A number that is withheld or unknown, on either side, is nobody else's.
 */
export async function compareNumbers(
  keyring: Pick<KeyringClient, 'announcedMark'>,
  { contactId, announcedMark }: Omit<WaitingContact, 'announcedMark'> & { readonly announcedMark: Buffer | null },
  number: string | undefined,
  withinMs: number,
): Promise<Compared> {
  if (announcedMark === null || number === undefined) return 'may-be';
  const answered = new AbortController();
  const tooLate = pause(withinMs, undefined, { signal: answered.signal, ref: false }).catch(() => undefined);
  const own = await Promise.race([markOf(keyring, contactId, number), tooLate]);
  answered.abort();
  if (own === undefined) return 'unknown';
  return own.equals(announcedMark) ? 'may-be' : 'another';
}

async function markOf(
  keyring: Pick<KeyringClient, 'announcedMark'>,
  contactId: string,
  number: string,
): Promise<Buffer | undefined> {
  try {
    return await keyring.announcedMark(contactId, number);
  } catch (error) {
    diagnostics.record(comparisonFailed, { contact: contactId, error });
    return undefined;
  }
}
