import type { http } from '@voxkeep/contracts';
import { isAnswered } from './due.ts';

/** What is asked for more before it is done. */
export type Act = 'extension' | 'refusal';
/** A button: what it asks of the case, or what it asks for first. `leads`: on the way forward. */
export type Offered = {
  readonly word: 'begin' | 'answer' | 'own' | 'extend' | 'refuse' | 'withdraw';
  readonly leads?: true;
} & ({ readonly path: string } | { readonly asks: Act });
type Case = Pick<http.CaseDetail, 'kind' | 'state' | 'extended' | 'handedOver'>;

const planned: readonly string[] = ['report', 'portability', 'erasure'];
const close: Offered = { word: 'answer', path: 'answer', leads: true };

/** Whether who asked may still have to be verified. */
export function isWaiting({ state }: Pick<Case, 'state'>): boolean {
  return state === 'received' || state === 'identity-check';
}

/** What may be done with a case now. A report that was handed over is answered, and waits only to be closed. */
export function actsOf(shown: Case): readonly Offered[] {
  const { kind, state, extended } = shown;
  const isBuilt = state === 'reported';
  if (isAnswered(shown)) return isBuilt ? [close] : [];
  const isPlain = !planned.includes(kind);
  const all: readonly (readonly [boolean, Offered])[] = [
    [isPlain && isWaiting(shown), { word: 'begin', path: 'begin', leads: true }],
    [isBuilt || (isPlain && state === 'executing'), close],
    [true, { word: 'own', path: 'owner' }],
    [!extended, { word: 'extend', asks: 'extension' }],
    [!isBuilt, { word: 'refuse', asks: 'refusal' }],
    [!isBuilt, { word: 'withdraw', path: 'withdrawal' }],
  ];
  return all.filter(([may]) => may).map(([, offered]) => offered);
}
