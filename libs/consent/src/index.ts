export {
  answerSources,
  type AnswerSource,
  type ApiAnswer,
  type Asked,
  type ConsentEvidence,
  type Digit,
  type StandingAnswer,
  type Withdrawn,
} from './evidence.js';
export { ConsentGate, isGranted, type Decision, type OnDecision } from './gate/consent-gate.js';
export { decideConsent } from './gate/decide-consent.js';
export { ConsentGrant, restoreGrant, type EvidenceReference, type GrantTerms } from './grant/consent-grant.js';
export type { ConsentKeys, PartPolicy } from './policy.js';
export { consentReceipt, type ReceiptEvent, type ReceiptFacts } from './receipt/consent-receipt.js';
export { refusalReasons, type Refusal, type RefusalReason } from './refusal.js';
