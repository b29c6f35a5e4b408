import type { http } from '@voxkeep/contracts';

/** A screen reader is not talked over: between two sentences lie at least so many milliseconds. */
export const summaryEveryMs = 5000;

/** The figures of the sentence; the tables show the same. */
export interface Figures {
  readonly count: number;
  /** Null: the recorder does not answer. */
  readonly recorded: number | null;
}

/** Figures that were told, and when (epoch ms). */
export interface Told extends Figures {
  readonly at: number;
}

/** Counts the contacts of a snapshot that go on, and those that are being recorded. */
export function figuresOf({ contacts, silentSince }: Pick<http.LiveSnapshot, 'contacts' | 'silentSince'>): Figures {
  const goingOn = contacts.filter(({ state }) => state !== 'ended');
  return { count: goingOn.length, recorded: silentSince === null ? goingOn.filter(({ recorded }) => recorded).length : null };
}

/** Milliseconds until these figures may be told, or undefined when they are what was told last. */
export function waitBefore(figures: Figures, last: Told | undefined, now: number): number | undefined {
  if (last === undefined) return 0;
  if (last.count === figures.count && last.recorded === figures.recorded) return undefined;
  return Math.max(0, last.at + summaryEveryMs - now);
}
