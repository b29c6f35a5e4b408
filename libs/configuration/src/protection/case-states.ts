import type { http } from '@voxkeep/contracts';

export type CaseKind = 'report' | 'erasure';
export type CaseState = http.CaseDetail['state'];

const refusable = ['refused', 'failed'] as const;

/** Which state may follow which. A report needs no second person; an erasure runs only after one approved the frozen plan. */
const following: Readonly<Record<CaseKind, Partial<Record<CaseState, readonly CaseState[]>>>> = {
  report: {
    received: ['scoped', ...refusable],
    scoped: ['scoped', 'executing', ...refusable],
    executing: ['reported', 'failed'],
    failed: ['scoped', 'executing', 'refused'],
    reported: ['closed'],
  },
  erasure: {
    received: ['scoped', ...refusable],
    scoped: ['scoped', 'approved', ...refusable],
    // A plan that no longer fits is scoped anew, and then approved anew.
    approved: ['scoped', 'executing', ...refusable],
    executing: ['verifying', 'failed'],
    verifying: ['live-erased', 'failed'],
    failed: ['scoped', 'executing', 'refused'],
    'live-erased': ['closed'],
  },
};

/** Whether a case of this kind may go from one state to another. */
export function mayFollow(kind: CaseKind, from: CaseState, to: CaseState): boolean {
  return following[kind][from]?.includes(to) ?? false;
}
