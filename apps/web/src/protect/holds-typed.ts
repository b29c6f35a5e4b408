import { http } from '@voxkeep/contracts';

/** The fields of the form for a hold, as typed. Days are ISO dates, `to` is the last day. */
export type TypedHold = Readonly<Record<'matter' | 'basis' | 'contactRole' | 'kind' | 'keyId' | 'from' | 'to' | 'days', string>>;
export type WrongField = 'matter' | 'id' | 'period' | 'days';

export const emptyHold: TypedHold = {
  matter: '',
  basis: 'legal-claim',
  contactRole: 'legal',
  kind: 'person',
  keyId: '',
  from: '',
  to: '',
  days: '90',
};
const dayMs = 24 * 3600 * 1000;

/** What is sent, and which fields are wrong. A period covers its last day whole; days are those of UTC. */
export function bodyOf(typed: TypedHold): { readonly body: object; readonly wrong: readonly WrongField[] } {
  const { matter, basis, contactRole, kind, keyId, days } = typed;
  const period = { from: dayOf(typed.from, 0), to: dayOf(typed.to, dayMs) };
  const faults: readonly (readonly [WrongField, boolean])[] = [
    ['matter', http.matterReference.safeParse(matter.trim()).success],
    ['id', http.holdScope.shape.keyId.safeParse(keyId.trim()).success],
    ['period', isPeriod(period, kind === 'queue')],
    ['days', http.reviewHoldBody.safeParse({ reviewDays: Number(days) }).success],
  ];
  const scope = { kind, keyId: keyId.trim(), ...period };
  return {
    body: { matter: matter.trim(), basis, contactRole, reviewDays: Number(days), scopes: [scope] },
    wrong: faults.filter(([, fits]) => !fits).map(([name]) => name),
  };
}

/** The beginning of a typed day, moved on by so many milliseconds; null when nothing was typed. */
function dayOf(typed: string, plusMs: number): string | null {
  return typed === '' ? null : new Date(Date.parse(`${typed}T00:00:00Z`) + plusMs).toISOString();
}

function isPeriod({ from, to }: { readonly from: string | null; readonly to: string | null }, isDemanded: boolean): boolean {
  if (from === null || to === null) return !isDemanded;
  return from < to;
}
