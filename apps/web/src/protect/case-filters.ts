import { http } from '@voxkeep/contracts';
import { isAnswered, daysLeft } from './due.ts';

const groups = ['open', 'overdue', 'identity', 'over'] as const;
/** What the address of the case log holds: codes only. */
export interface CaseFilters {
  readonly kind?: (typeof http.caseKinds)[number];
  readonly state?: (typeof groups)[number];
  readonly mine?: true;
}
export const caseGroups: readonly NonNullable<CaseFilters['state']>[] = groups;

interface Filtered {
  readonly kind: string;
  readonly state: http.CaseDetail['state'];
  readonly handedOver: boolean;
  readonly dueAt: string;
  readonly owner: string | null;
}

/** Reads the filters out of the address; what does not parse is left out. */
export function readCaseFilters(search: Readonly<Record<string, unknown>>): CaseFilters {
  const kind = http.caseKinds.find((known) => known === search['kind']);
  const state = groups.find((known) => known === search['state']);
  return { ...(kind && { kind }), ...(state && { state }), ...(search['mine'] === true && { mine: true }) };
}

/** The cases that fit; `login` is who looks, `now` epoch ms. */
export function filterCases<T extends Filtered>(cases: readonly T[], filters: CaseFilters, login: string, now: number): T[] {
  return cases.filter(
    (one) =>
      (!filters.kind || one.kind === filters.kind) && (!filters.mine || one.owner === login) && isIn(one, filters.state, now),
  );
}

function isIn(one: Filtered, group: CaseFilters['state'], now: number): boolean {
  if (group === 'over') return isAnswered(one);
  if (group === 'identity') return one.state === 'identity-check';
  if (group === 'overdue') return !isAnswered(one) && daysLeft(one.dueAt, now) < 0;
  return group === undefined || !isAnswered(one);
}
