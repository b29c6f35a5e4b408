import type { http } from '@voxkeep/contracts';

type Case = Pick<http.CaseDetail, 'state' | 'handedOver'>;
type State = Case['state'];
const answered: readonly State[] = [
  ...(['closed', 'refused', 'partly-refused', 'duplicate', 'withdrawn'] as const),
  ...(['answered', 'live-erased', 'backup-pending'] as const),
];
const dayMs = 24 * 3600 * 1000;

/** Whether nothing more is owed to the person. A report that was only built has told the person nothing. */
export function isAnswered({ state, handedOver }: Case): boolean {
  return answered.includes(state) || (state === 'reported' && handedOver);
}

/** What is said of a case that is due no more: one whose report was handed over is still to be closed. */
export function dueWord({ state }: Case): 'handedOver' | 'nothingDue' {
  return state === 'reported' ? 'handedOver' : 'nothingDue';
}

/** Whole days until a case is due, negative once it is overdue. `dueAt` ISO, `now` epoch ms. */
export function daysLeft(dueAt: string, now: number): number {
  return Math.floor((Date.parse(dueAt) - now) / dayMs);
}

/** Cases that are still owed an answer first, the most urgent on top; then the answered ones, the newest on top. */
export function byUrgency<T extends Case & { readonly dueAt: string; readonly openedAt: string }>(cases: readonly T[]): T[] {
  return [...cases].sort((a, b) => {
    if (isAnswered(a) !== isAnswered(b)) return isAnswered(a) ? 1 : -1;
    return isAnswered(a) ? b.openedAt.localeCompare(a.openedAt) : a.dueAt.localeCompare(b.dueAt);
  });
}
