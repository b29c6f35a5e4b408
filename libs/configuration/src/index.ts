export { ConfigurationDatabaseModule } from './configuration-database.module.js';
export { configurationEntities } from './entities.js';
/** Classes that name sealed columns to `Seals`; rows of them never leave this lib. */
export { UserAccount } from './accounts/user-account.entity.js';
export { SecondFactor } from './sign-in/second-factor.entity.js';

export {
  Accounts,
  newAccountIds,
  type Account,
  type CreateOutcome,
  type FirstAccount,
  type NewAccount,
  type SealedDisplayName,
  type StateOutcome,
} from './accounts/accounts.js';
export { Addresses, type Address, type NewAddress } from './accounts/addresses.js';
export { addressKinds, type AddressKind } from './accounts/user-address.entity.js';

export { Credentials, type SignInAccount } from './sign-in/credentials.js';
export { findPasswordFault, type PasswordFault } from './sign-in/password-rules.js';
export { Passwords, passwordCost, type PasswordCheck, type PasswordCost } from './sign-in/passwords.js';
export { SecondFactors, type SealedSecret, type StoredFactor } from './sign-in/second-factors.js';
export { Sessions, sessionTimes, type OpenedSession, type SessionRow, type SessionTimes } from './sign-in/sessions.js';
export { SignInAttempts, type Admission, type Attempt } from './sign-in/sign-in-attempts.js';
export { findTotpStep, newTotpSecret, totpAddress } from './sign-in/totp.js';

export type { Actor } from './rights/actor.js';
export type { LastAdministrator } from './rights/administrators.js';
export { Groups, type GroupOutcome, type GroupRow } from './rights/groups.js';
export { Rights, type GrantOutcome, type RevokeOutcome, type StoredGrant } from './rights/rights.js';
export { Roles, type Member, type MembershipOutcome, type RoleRow } from './rights/roles.js';

export type { RemoveOutcome, SaveOutcome } from './telephony/configured.js';
export { ConsentWordings, type NewWording } from './telephony/consent-wordings.js';
export type { ConsentWording } from './telephony/consent-wording.entity.js';
export { ConsentPolicies, Queues, RecordingPolicies, Trunks } from './telephony/keepers.js';
export { SiteSettings, type SettingValue } from './settings/site-settings.js';

export { CategorySwitches, type CategorySwitch, type SwitchOutcome } from './categories/category-switches.js';
export { Collecting, type CollectingPlace, type OffSince, type SwitchedOff } from './categories/collecting.js';
export { AccessViews } from './access/access-views.js';
export {
  TelephonyViews,
  type ConsentRules,
  type CalledAs,
  type FoundUser,
  type QueueRules,
  type RecordingRules,
  type TrunkView,
  type WordingView,
} from './access/telephony-views.js';

export { isOver, isWaitingForIdentity, mayFollow, needsPlan, type CaseKind, type CaseState } from './protection/case-states.js';
export { Cases, type CaseOutcome, type PlanHashes, type StepView } from './protection/cases.js';
export type { CaseSubjects, CaseView, NewCase } from './protection/case-view.js';
export type { NewStep } from './protection/case-transaction.js';
export { CaseActs, type ActOutcome } from './protection/case-acts.js';
export { CaseVerifications, type AttemptOutcome, type VerificationRow } from './protection/case-verifications.js';
export {
  isKnowledgeLocked,
  levelOf,
  mayHoldRecordings,
  requiredLevel,
  type RequestWeight,
  type VerificationAttempt,
  type VerificationLevel,
} from './protection/required-level.js';
export { CommunicationGrant, type GrantEnd, type GrantState } from './diagnostics/communication-grant.entity.js';
export { CommunicationGrants } from './diagnostics/communication-grants.js';
export type { CommunicationGrantOutcome, GrantKeys, GrantView, NewGrant } from './diagnostics/grant-view.js';
export { OpenGrants } from './diagnostics/open-grants.js';
export { ErasureJournal, type JournalEntry } from './protection/erasure-journal.js';
export {
  ErasureRecords,
  reviewDecisions,
  type CertificateStage,
  type ErasureEvidence,
  type ReviewDecision,
  type StatutoryRule,
  type StoredCertificate,
} from './protection/erasure-records.js';
export {
  certificateFormat,
  type CertificateLine,
  type CertificatePayload,
} from './protection/certificate/certificate-payload.js';
export {
  payloadHash,
  readCertificate,
  writeCertificate,
  type CertificateBody,
  type CertificateParts,
  type CertificateVerdict,
} from './protection/certificate/certificate-file.js';
export { verifyCertificate, type CertificateCheck, type TrustedKeys } from './protection/certificate/verify-certificate.js';
export { Holds } from './protection/holds/holds.js';
export {
  SuppressedIndexes,
  Suppressions,
  type SuppressedPoint,
  type SuppressionTerms,
  type SuppressionView,
} from './protection/suppressions.js';
export { holdStates, type HoldOutcome, type HoldState, type HoldView, type NewHold } from './protection/holds/hold-view.js';
export {
  Deliveries,
  mostAttempts,
  type AdmittedLink,
  type DeliveryContent,
  type DeliveryOptions,
  type DeliveryState,
  type DeliveryView,
} from './protection/deliveries.js';
export { AuditLog, type StoredCheckpoint } from './audit/audit-log.js';
export { AuditProofs, type EventReference, type LeafProof, type ProofRefusal } from './audit/audit-proofs.js';
export { AuditSearch, type AuditEvent, type AuditFilters, type AuditQuery } from './audit/audit-search.js';
export { ListeningLog, type ListeningEvent, type ListeningQuery } from './audit/listening-log.js';
export { LogScan, type ScannedLeaf } from './audit/log-scan.js';
export { Verifications, type StoredVerification, type VerificationResult } from './audit/verifications.js';
export type { LogState } from './audit/log-writer.js';

export { Orphans, orphanKinds, type Orphan, type OrphanKind } from './retention/orphans.js';
export { Rehearsals, type ApprovalInForce, type ApprovalOutcome, type RehearsalResult } from './retention/rehearsals.js';
export { RetentionRules, hashOfRules, type RuleOutcome } from './retention/retention-rules.js';
export { RetentionRuns } from './retention/retention-runs.js';
export { OtherSystems, type OtherSystemOutcome } from './registers/other-systems.js';
export { SystemTasks, type SystemAnswer, type SystemTaskView } from './registers/system-tasks.js';
export { OtherSystem } from './registers/other-system.entity.js';
export {
  Compliance,
  type ComplianceEvidence,
  type ComplianceItemView,
  type ComplianceTerms,
  type PlainTrunkView,
} from './registers/compliance.js';
export { obligations, type Obligation } from './registers/obligations.js';
export { Incident } from './registers/incident.entity.js';
export { Incidents, type IncidentChange, type IncidentOutcome, type NewIncident } from './registers/incidents.js';
export { EvidenceFreezes, type FreezeOutcome, type FreezeView, type TakenEvidence } from './registers/evidence-freezes.js';
