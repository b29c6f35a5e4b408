import type { http } from '@voxkeep/contracts';

export const summaryEveryMs = 30_000;

export interface Summary {
  readonly at: number;
  readonly count: number;
  readonly recorded: number;
}

/**
 * The figures that are read out: the same ones as before until half a minute has passed, so that a screen reader is not talked
 * over (07-web, screen 15). `now` in epoch ms.
 */
export function nextSummary(last: Summary | undefined, snapshot: http.LiveSnapshot, now: number): Summary {
  if (last && now - last.at < summaryEveryMs) return last;
  return {
    at: now,
    count: snapshot.contacts.length,
    recorded: snapshot.contacts.filter((contact) => contact.recording === 'recording').length,
  };
}
