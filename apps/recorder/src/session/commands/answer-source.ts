import type { AnswerSource } from '@voxkeep/consent';

const sources: Readonly<Record<string, AnswerSource>> = { ivr: 'ivr', agent: 'agent', dpo: 'dpo', customer: 'customer' };

/** Who said what a command tells: what its asker named, or another system. */
export function answerSourceOf(evidenceKind: string | null): AnswerSource {
  return sources[evidenceKind ?? ''] ?? 'integration';
}
