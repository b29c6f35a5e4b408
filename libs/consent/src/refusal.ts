/**
 * Why nothing may be kept: the policy or the user has it off · the customer was never told or asked · was asked and did not answer ·
 * said no · took it back. The words are those of recording_outcome (03).
 */
export const refusalReasons = ['off', 'not-asked', 'unanswered', 'refused', 'withdrawn'] as const;
export type RefusalReason = (typeof refusalReasons)[number];

export interface Refusal {
  readonly refused: RefusalReason;
}
