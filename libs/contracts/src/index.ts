import * as http from './http/index.js';

export { VoxkeepError, isVoxkeepError, type ErrorData } from './error.js';
export { databaseNames, storeNames, type DatabaseName, type StoreName } from './stores.js';
export {
  audioChannels,
  consentEvidenceKinds,
  consentStates,
  contactChannels,
  contactParts,
  dataCategories,
  switchableCategories,
  directions,
  failureCauses,
  gapReasons,
  grantEvidenceKinds,
  languages,
  lossCauseCodes,
  lossCauses,
  codecRefusals,
  offeredCodecs,
  purposeCodes,
  recorderTroubles,
  recordingAlarms,
  silenceAlarms,
  recordingModes,
  keptOutcomes,
  recordingOutcomes,
  trunkNotices,
  withdrawalRules,
  type AudioChannel,
  type CodecRefusal,
  type OfferedCodecName,
  type ConsentEvidenceKind,
  type ConsentState,
  type ContactChannel,
  type ContactPart,
  type DataCategory,
  type SwitchableCategory,
  type Direction,
  type FailureCause,
  type GapReason,
  type GrantEvidenceKind,
  type Language,
  type LossCause,
  type LossSide,
  type PurposeCode,
  type RecorderTrouble,
  type RecordingAlarm,
  type RecordingMode,
  type RecordingOutcome,
  type TrunkNotice,
  type WithdrawalRule,
} from './vocabulary.js';
export {
  contactEndReasons,
  contactEventCodes,
  eventsOfNeighbours,
  endsByRule,
  type ContactEndReason,
  type ContactEventCode,
  type EndByRule,
} from './contact-codes.js';
export { domainEvent, eventSchemas, readEvent, type DomainEvent, type EventPayload, type EventType } from './events.js';
export { accessTypes, objectTypes, type AccessType, type ObjectType } from './rights.js';

/** The HTTP schemas of the three APIs, browser-safe: one source for validation, OpenAPI and the web client. */
export { http };
export { auditActs, declaredAct, type AuditAct } from './audit-acts.js';
