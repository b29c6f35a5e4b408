import type { http } from '@voxkeep/contracts';

const dayMs = 86_400_000;
/** A run that would remove more than this share of a class asks first; so much may the data move after a rehearsal. */
export const usualShare = 0.05;

/** How many rows of a class are there and how many are due; one per class and database, since contacts move from one to another. */
export interface Figure {
  readonly class: string;
  readonly total: number;
  readonly due: number;
}

/** What is known when a run is about to begin. */
export interface Outset {
  readonly now: Date;
  readonly databaseNow: Date;
  /** When retention last looked at the clock; null before the first time. */
  readonly lastAt: Date | null;
  readonly figures: readonly Figure[];
  /** What the approved rehearsal counted, until the first run under it is done; null afterwards. */
  readonly approved: readonly Figure[] | null;
}

/**
 * Whether a run may go ahead (09, retention brake). `clock`: the time differs by more than a day from the last look at it or from the
 * database's clock. `share`: more than 5 % of a class would go, and nobody has approved that figure. `data-changed`: the first run
 * under an approval would remove materially more than was rehearsed. Undefined: go ahead. Pure.
 */
export function decideBrake(outset: Outset): http.RehearsalReason | undefined {
  if (isClockOff(outset)) return 'clock';
  const approved = outset.approved && byClass(outset.approved);
  const beyond = [...byClass(outset.figures)].some(([name, { total, due }]) => {
    const usual = total * usualShare;
    return due > Math.max(usual, (approved?.get(name)?.due ?? 0) * (1 + usualShare));
  });
  if (!beyond) return undefined;
  return approved ? 'data-changed' : 'share';
}

function isClockOff({ now, databaseNow, lastAt }: Outset): boolean {
  const differs = (other: Date) => Math.abs(now.getTime() - other.getTime()) > dayMs;
  return differs(databaseNow) || (lastAt !== null && differs(lastAt));
}

function byClass(figures: readonly Figure[]): ReadonlyMap<string, Figure> {
  const sums = new Map<string, Figure>();
  for (const { class: name, total, due } of figures) {
    const sum = sums.get(name) ?? { class: name, total: 0, due: 0 };
    sums.set(name, { class: name, total: sum.total + total, due: sum.due + due });
  }
  return sums;
}
