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
export { ConsentPolicies, Queues, RecordingPolicies, Trunks } from './telephony/keepers.js';
export { SiteSettings, type SettingValue } from './settings/site-settings.js';

export { AccessViews } from './access/access-views.js';
export {
  TelephonyViews,
  type ConsentRules,
  type FoundUser,
  type QueueRules,
  type RecordingRules,
  type TrunkView,
} from './access/telephony-views.js';

export { mayFollow, type CaseKind, type CaseState } from './protection/case-states.js';
export {
  Cases,
  type CaseOutcome,
  type CaseSubjects,
  type CaseView,
  type NewCase,
  type NewStep,
  type PlanHashes,
  type StepView,
} from './protection/cases.js';
export { ErasureJournal, type JournalEntry } from './protection/erasure-journal.js';
export { AuditLog, type AuditEvent, type AuditQuery, type StoredCheckpoint } from './audit/audit-log.js';
export type { LogState } from './audit/log-writer.js';
