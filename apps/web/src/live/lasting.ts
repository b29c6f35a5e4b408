import type { http } from '@voxkeep/contracts';

type LiveContact = Pick<http.LiveSnapshot['contacts'][number], 'state' | 'openedAt'>;

/** For how long a call goes on, in ms. Null: it is over, and its contact is shown only because its recording waits for the vault. */
export function lastingMs({ state, openedAt }: LiveContact, now: number): number | null {
  return state === 'ended' ? null : now - Date.parse(openedAt);
}
