import type { http } from '@voxkeep/contracts';

type Kind = http.CaseDetail['kind'];
type State = http.CaseDetail['state'];

/** Only an erasure erases: a copy of the data is put together, and anything else is simply worked on. */
const begun = {
  erasure: 'executing',
  report: 'executing-copy',
  portability: 'executing-copy',
  rectification: 'executing-act',
  restriction: 'executing-act',
  objection: 'executing-act',
  other: 'executing-act',
} as const satisfies Record<Kind, string>;

/** The code of the word for a step of a case: what it is that begins depends on what was asked. */
export function stepWord(kind: Kind, step: string): string {
  return step === 'executing' ? begun[kind] : step;
}

/** The code of the word for the state of a case, by what was asked. */
export function stateWord(kind: Kind, state: State): State | (typeof begun)[Kind] {
  return state === 'executing' ? begun[kind] : state;
}
