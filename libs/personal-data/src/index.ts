export { XaesSeries, xaesOpen, xaesSeal, xaesKeyBytes, xaesNonceBytes, xaesTagBytes } from './seal/xaes.js';
export { deriveDomainKey } from './seal/domain-key.js';
export { envelopeOverhead, readEnvelopeHeader, type EnvelopeHeader } from './seal/envelope.js';
export { openText, sealText, type SealContext } from './seal/seal-text.js';

export { keyDomains, keyKinds, ownerClasses } from './catalogue/vocabulary.js';
export type {
  AnalyticsUse,
  ColumnErasure,
  DataOrigin,
  EntityErasure,
  EntityKind,
  KeyDomain,
  KeyKind,
  OwnerClass,
} from './catalogue/vocabulary.js';
export { isNulledOnErasure, isSealed } from './catalogue/classification.js';
export type { Classification, FreeTextOptions, PersonalOptions, PseudonymOptions } from './catalogue/classification.js';
export { qualifiedTable } from './catalogue/entity.js';
export type {
  CatalogueColumn,
  CatalogueEntity,
  DataSubjectOptions,
  EntityClass,
  KeyOwnerColumn,
  KeyProvision,
  KeyReach,
} from './catalogue/entity.js';
export { DataSubjectEntity, FreeText, NotPersonal, Personal, Pseudonym, Secret } from './catalogue/decorators.js';
export { declareTable, type TableDeclaration } from './catalogue/declare-table.js';
export { dataCategoryOf } from './catalogue/data-category.js';
export {
  declarePlace,
  declaredPlaces,
  placeKinds,
  type CataloguePlace,
  type PlaceEnd,
  type PlaceKind,
} from './catalogue/places.js';
export { declarePlatformTables } from './catalogue/platform-tables.js';
export { Catalogue, catalogue, catalogueOf } from './catalogue/catalogue.js';
export {
  compareSchema,
  requireDecorated,
  type LiveColumn,
  type MappedColumn,
  type SchemaFinding,
} from './catalogue/compare-schema.js';
export { analyticsViewStatements, dropAnalyticsViews } from './catalogue/analytics-views.js';
export { commentStatements, describeCatalogue } from './catalogue/describe.js';
export type { PlainJson } from './catalogue/describe-entities.js';
export { sealedColumns, type SealedColumn } from './catalogue/sealed-columns.js';

export { buildReportPlan, type ReportPlan, type ReportStep } from './plan/report-plan.js';
export { buildErasurePlan, listKept, otherRole, planErasure, sharedPoint } from './plan/erasure-plan.js';
export type { ErasurePlan, ErasureStatement, ErasureStep, KeptRows } from './plan/erasure-plan.js';
export { traceSubject, type SubjectTrace, type TracedStep, type TraceOptions } from './plan/trace-subject.js';
export { decideFate, type Fate, type FateFacts } from './plan/fate.js';
export {
  holdScopeKinds,
  holdsOver,
  type HeldSubject,
  type HoldScope,
  type HoldScopeKind,
  type StandingHold,
} from './plan/holds.js';
export { keysOfRow, retain, type RetainedRows, type RetainedTrace, type Retention } from './plan/retain.js';
export { distinctOwners, ownersOf, type KeyOwner } from './plan/owners.js';
export type { SqlPorts } from './plan/subject-walk.js';
export type { Row, SqlPort } from './plan/find-rows.js';
export type { SubjectKeys } from './plan/subject-keys.js';

export { Access, AuditedAccess, recordAccess, type Actor, type Purpose, type Under } from './values/access.js';
export { personal, PersonalValue } from './values/personal-value.js';
export { Sealed, sealedTransformer } from './values/sealed.js';

export { dialledNumber, readCalledAddress, type CalledAddress } from './normalise/called-address.js';
export {
  isListedNumber,
  isRegion,
  isWithheldName,
  maskPhone,
  normalisePhone,
  normaliserVersion,
  phoneRules,
  trailingDigits,
  type NormalisedPhone,
} from './normalise/phone.js';
export { normaliseEmail, type NormalisedEmail } from './normalise/email.js';
