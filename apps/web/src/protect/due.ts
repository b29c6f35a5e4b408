import type { http } from '@voxkeep/contracts';

type State = http.CaseDetail['state'];
const answered: readonly State[] = [
  ...(['closed', 'refused', 'partly-refused', 'duplicate', 'withdrawn'] as const),
  ...(['reported', 'answered', 'live-erased', 'backup-pending'] as const),
];
const dayMs = 24 * 3600 * 1000;

/** Whether nothing more is owed to the person. */
export function isAnswered(state: State): boolean {
  return answered.includes(state);
}

/** Whole days until a case is due, negative once it is overdue. `dueAt` ISO, `now` epoch ms. */
export function daysLeft(dueAt: string, now: number): number {
  return Math.floor((Date.parse(dueAt) - now) / dayMs);
}

/** Cases that are still owed an answer first, the most urgent on top; then the answered ones, the newest on top. */
export function byUrgency<T extends { readonly state: State; readonly dueAt: string; readonly openedAt: string }>(
  cases: readonly T[],
): T[] {
  return [...cases].sort((a, b) => {
    if (isAnswered(a.state) !== isAnswered(b.state)) return isAnswered(a.state) ? 1 : -1;
    return isAnswered(a.state) ? b.openedAt.localeCompare(a.openedAt) : a.dueAt.localeCompare(b.dueAt);
  });
}
