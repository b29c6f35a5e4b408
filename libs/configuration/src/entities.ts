import { declarePlatformTables } from '@voxkeep/personal-data';
import { UserAccount } from './accounts/user-account.entity.js';
import { UserAddress } from './accounts/user-address.entity.js';
import { Leaf } from './audit/leaf.entity.js';
import { Checkpoint, Head, Tile } from './audit/log.entity.js';
import { Verification } from './audit/verification.entity.js';
import { CategoryOff } from './categories/category-switch.entity.js';
import { CommunicationGrant, StreamContact } from './diagnostics/communication-grant.entity.js';
import { Case, CaseSubject } from './protection/case.entity.js';
import { CaseStep, ErasureJournalEntry } from './protection/case-step.entity.js';
import { Certificate, ErasureEvidenceEntry, Review } from './protection/certificate.entity.js';
import { HeldKey, HeldOwner, StatutoryTerm } from './protection/holds/held.entity.js';
import { Hold, HoldScopeRow } from './protection/holds/hold.entity.js';
import { CaseVerification } from './protection/case-verification.entity.js';
import { Delivery } from './protection/delivery.entity.js';
import { Suppression } from './protection/suppression.entity.js';
import { GroupMember, Role, RoleMember, UserGroup } from './rights/membership.entity.js';
import { declareBackupTables } from './protection/backup-tables.js';
import { Incident } from './registers/incident.entity.js';
import { OtherSystem, SystemTask } from './registers/other-system.entity.js';
import { declareRegisterTables } from './registers/tables.js';
import { declareRetentionTables } from './retention/tables.js';
import { RightGrant } from './rights/right-grant.entity.js';
import { Setting } from './settings/setting.entity.js';
import { RecoveryCode } from './sign-in/recovery-code.entity.js';
import { SecondFactor } from './sign-in/second-factor.entity.js';
import { Session } from './sign-in/session.entity.js';
import { SignInKey, SignInLimit } from './sign-in/sign-in-limit.entity.js';
import { UserCredential } from './sign-in/user-credential.entity.js';
import { ConsentWording } from './telephony/consent-wording.entity.js';
import { ConsentPolicy, RecordingPolicy } from './telephony/policy.entity.js';
import { Queue } from './telephony/queue.entity.js';
import { Trunk } from './telephony/trunk.entity.js';

declarePlatformTables('configuration');
declareRetentionTables();
declareRegisterTables();
declareBackupTables();

/** Every entity of the database; naming them here is what puts them into the catalogue. */
export const configurationEntities = [
  UserAccount,
  UserAddress,
  UserCredential,
  SecondFactor,
  RecoveryCode,
  Session,
  SignInLimit,
  SignInKey,
  UserGroup,
  GroupMember,
  Role,
  RoleMember,
  RightGrant,
  Queue,
  Trunk,
  RecordingPolicy,
  ConsentPolicy,
  ConsentWording,
  Setting,
  CategoryOff,
  Case,
  CaseSubject,
  CaseStep,
  CaseVerification,
  Delivery,
  ErasureJournalEntry,
  Hold,
  HoldScopeRow,
  HeldKey,
  HeldOwner,
  StatutoryTerm,
  Review,
  ErasureEvidenceEntry,
  Certificate,
  Suppression,
  OtherSystem,
  SystemTask,
  Incident,
  CommunicationGrant,
  StreamContact,
  Leaf,
  Verification,
  Tile,
  Checkpoint,
  Head,
] as const;
