import type { AnswerSource } from '@voxkeep/consent';
import type { PendingCommand } from '@voxkeep/operative';

const sources: Readonly<Record<string, AnswerSource>> = {
  ivr: 'ivr',
  agent: 'agent',
  user: 'agent',
  dpo: 'dpo',
  customer: 'customer',
};

/** Who said what a command tells: what its asker named, or another system. */
export function answerSourceOf(evidenceKind: string | null): AnswerSource {
  return sources[evidenceKind ?? ''] ?? 'integration';
}

/** A user stops their own recording, and says so; what an agent or a system tells otherwise is the customer's word. */
export function isOwnStop({ kind, evidenceKind }: Pick<PendingCommand, 'kind' | 'evidenceKind'>): boolean {
  return kind === 'consent-refused' && evidenceKind === 'user';
}
