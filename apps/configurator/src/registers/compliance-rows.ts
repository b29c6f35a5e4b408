import { obligations, type ComplianceItemView, type PlainTrunkView } from '@voxkeep/configuration';
import type { http } from '@voxkeep/contracts';

type Logins = ReadonlyMap<string, string>;

/** The register as pages show it: overdue first, then by due date; what is not offered at the end. `today` is `2026-11-22`. */
export function complianceRows(views: readonly ComplianceItemView[], logins: Logins, today: string): http.ComplianceItem[] {
  const kept = new Map(views.map((view) => [view.id, view]));
  return obligations
    .map(({ id, promises, reviewMonths }) => rowOf(id, promises, reviewMonths === null ? undefined : kept.get(id), logins, today))
    .sort((one, other) => rankOf(one).localeCompare(rankOf(other)));
}

/** A plain trunk whose day has passed is as bad as one that nobody explained. */
export function plainTrunkRows(trunks: readonly PlainTrunkView[], today: string): http.ComplianceRegister['plainTrunks'] {
  return trunks.map((trunk) => ({ ...trunk, state: trunkState(trunk, today) }));
}

function trunkState({ expiresOn }: PlainTrunkView, today: string): 'unexplained' | 'explained' | 'expired' {
  if (expiresOn === null) return 'unexplained';
  return expiresOn < today ? 'expired' : 'explained';
}

function rowOf(
  id: string,
  promises: readonly string[],
  view: ComplianceItemView | undefined,
  logins: Logins,
  today: string,
): http.ComplianceItem {
  const common = { id, promises: [...promises] };
  const none = { ownerUserId: null, ownerOffice: null, owner: null, dueOn: null, overdue: false, reviewMonths: null };
  if (!view) return { ...common, ...none, state: 'not-offered', history: [] };
  const { ownerUserId, ownerOffice, state, dueOn, reviewMonths } = view;
  return {
    ...common,
    ...{ state, ownerUserId, ownerOffice, dueOn, reviewMonths },
    owner: ownerUserId === null ? null : (logins.get(ownerUserId) ?? null),
    overdue: dueOn !== null && dueOn < today,
    history: view.history.map((entry) => ({ ...entry, by: logins.get(entry.by) ?? entry.by })),
  };
}

function rankOf({ state, dueOn, id }: http.ComplianceItem): string {
  return `${state === 'not-offered' ? '9' : '0'} ${dueOn ?? '9999'} ${id}`;
}
