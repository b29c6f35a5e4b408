import type { http } from '@voxkeep/contracts';

export type CaseKind = http.CaseDetail['kind'];
export type CaseState = http.CaseDetail['state'];

/** Ways out of a case other than doing what was asked. Whoever asked need not be verified for them. */
export const sideExits: readonly CaseState[] = ['refused', 'duplicate', 'withdrawn', 'failed'];
const refusable = ['refused', 'failed'] as const;
const leavable = [...refusable, 'duplicate', 'withdrawn'] as const;

type States = Partial<Record<CaseState, readonly CaseState[]>>;

/** A copy of the data is found, frozen, built and handed over; no second person is needed (GDPR Art. 15, 20). */
const copy: States = {
  received: ['scoped', ...leavable],
  'identity-check': ['scoped', ...leavable],
  scoped: ['scoped', 'executing', ...leavable],
  executing: ['reported', 'failed'],
  failed: ['scoped', 'executing', 'refused', 'withdrawn'],
  reported: ['closed', 'partly-refused'],
};
/** Something is done and answered (GDPR Art. 16, 18, 21). */
const act: States = {
  received: ['executing', ...leavable],
  'identity-check': ['executing', ...leavable],
  executing: ['answered', 'partly-refused', 'failed', 'withdrawn'],
  failed: ['executing', 'refused', 'withdrawn'],
  answered: ['closed'],
};

/** Which state may follow which. An erasure runs only after a second person approved the frozen plan. */
const following: Readonly<Record<CaseKind, States>> = {
  report: copy,
  portability: copy,
  rectification: act,
  restriction: act,
  objection: act,
  other: act,
  erasure: {
    received: ['scoped', ...leavable],
    'identity-check': ['scoped', ...leavable],
    scoped: ['scoped', 'hold-check', ...leavable],
    'hold-check': ['scoped', 'approved', 'suspended-by-hold', ...leavable],
    // A plan that no longer fits is scoped anew, and then approved anew.
    approved: ['scoped', 'restricting', ...leavable],
    restricting: ['executing', 'failed'],
    executing: ['verifying', 'failed'],
    verifying: ['live-erased', 'failed'],
    failed: ['scoped', 'restricting', 'refused'],
    'live-erased': ['backup-pending', 'suspended-by-hold'],
    // Once nothing holds the rest any more: looked at anew when nobody had approved, carried on when the rest had been approved.
    'suspended-by-hold': ['scoped', 'restricting', ...leavable],
    'backup-pending': ['closed', 'partly-refused'],
    // What a law had kept goes when its term ends.
    'partly-refused': ['restricting'],
  },
};

/** Whether a case of this kind may go from one state to another. */
export function mayFollow(kind: CaseKind, from: CaseState, to: CaseState): boolean {
  return following[kind][from]?.includes(to) ?? false;
}

/** Whether whoever asked may still have to be verified. */
export function isWaitingForIdentity(state: CaseState): boolean {
  return state === 'received' || state === 'identity-check';
}

/** Whether nothing follows any more. */
export function isOver(state: CaseState): boolean {
  return ['closed', 'refused', 'partly-refused', 'duplicate', 'withdrawn'].includes(state);
}

/** Whether a case of this kind runs on a frozen plan. */
export function needsPlan(kind: CaseKind): boolean {
  return ['report', 'portability', 'erasure'].includes(kind);
}
