import { randomUUID } from 'node:crypto';
import type { ConsentEvidence } from '../evidence.js';
import { mintGrant, type ConsentGrant, type MintedGrant } from '../grant/consent-grant.js';
import type { PartPolicy } from '../policy.js';
import type { Refusal } from '../refusal.js';
import { Deliberation } from './deliberation.js';
import type { Stance } from './stance.js';

/**
 * Decides whether a contact part may be kept. Same policy and evidence, same answer. No answer is no (R55). Evidence is ordered by the
 * time it was received. The grant's id is a random uuid v4, or comes from `newGrantId`.
 */
export function decideConsent(
  policy: PartPolicy,
  evidence: readonly ConsentEvidence[],
  newGrantId: () => string = randomUUID,
): ConsentGrant | Refusal {
  const deliberation = new Deliberation(policy);
  for (const fact of evidence) deliberation.weigh(fact);
  const { stance } = deliberation;
  return stance.given ? grantFor(policy, stance, newGrantId()).grant : { refused: stance.reason };
}

/** Mints the grant of a yes. Stays inside libs/consent. */
export function grantFor(policy: PartPolicy, stance: Extract<Stance, { given: true }>, grantId: string): MintedGrant {
  const { contactId, purpose, channels, mode } = policy;
  return mintGrant({ grantId, contactId, purpose, channels, policyMode: mode, evidence: stance.evidence });
}
