export { settings, settingsFrom, listSettings, forgetSettings, type Settings } from './settings/settings.js';
export { settingCatalogue } from './settings/setting-catalogue.js';
export type { SettingDefinition } from './settings/setting.js';
export { idOfFact, idRange, newId, newTimeOrderedId, timeOfId } from './ids/ids.js';
export { Database } from './database/database.js';
export { Transaction, type AuditEntry } from './database/transaction.js';
export { openDatabase, dataSourceOptions, type DatabaseAddress, type EntityClass } from './database/open-database.js';
export { SnakeNamingStrategy, snakeCase } from './database/snake-naming-strategy.js';
export { migrate, takeBack, knownMigrations, type MigrationReport } from './database/migrator.js';
export { checkSchema, programVersion, schemaRefusedExitCode, type SchemaVersion } from './database/schema-version.js';
export { isOutOfReach } from './database/out-of-reach.js';
export { sqlRefusal, violates } from './database/sql-error.js';
export { databaseModule, databaseToken } from './database/database.module.js';
export { liveColumns, type RowSource } from './database/live-columns.js';
export { assertClassified } from './database/catalogue-check.js';
export type { AuditRow, OutboxEvent } from './outbox/outbox-event.js';
export { declareJobTables } from './jobs/job-tables.js';
export { migrateJobs } from './jobs/migrate-jobs.js';
export { defineEvent, type DiagnosticEvent, type Fields, type Level } from './diagnostics/event.js';
export {
  code,
  dotted,
  errorFields,
  flag,
  int,
  ms,
  octets,
  optional,
  ref,
  routePattern,
  type Field,
} from './diagnostics/field.js';
export { Diagnostics, diagnostics, type DiagnosticsOptions } from './diagnostics/diagnostics.js';
export { describeError, type ErrorDescription } from './diagnostics/error-fields.js';
export { OutputGuard, type GuardedKind } from './diagnostics/output-guard.js';
export { References, keysInDirectory, passingKeys, type DayKeys } from './diagnostics/references.js';
export {
  defineCommunicationEvent,
  figure,
  said,
  saidList,
  siteId,
  type CommunicationEvent,
  type CommunicationFields,
  type CommunicationValues,
} from './diagnostics/communication/communication-event.js';
export { CommunicationLog, CommunicationStream } from './diagnostics/communication/communication-log.js';
export { communication } from './diagnostics/communication/communication.js';
export {
  digestNumber,
  grantScopes,
  type Communication,
  type GrantScope,
  type OpenGrant,
} from './diagnostics/communication/open-grant.js';
export { StreamFolder, StreamKeys, type StreamFile } from './diagnostics/communication/stream-folder.js';
export { newStreamKeyPair, openStream, type StreamKeyPair } from './diagnostics/communication/stream-seal.js';
export { NestLogger } from './diagnostics/nest-logger.js';
export { runProgram, type ProcessPort, type Running } from './program/run-program.js';
export { createApi, type ApiOptions } from './http/create-api.js';
export { Allows, AsksPurpose, Public, SignedInStage, TakesMultipart, type AccessDeclaration } from './http/access-declaration.js';
export { Answers, ZodBody, ZodParam, ZodQuery, fieldProblems } from './http/zod-parameters.js';
export { By, SignedIn } from './http/signed-in.js';
export { SESSION_SOURCE, type Decision, type Session, type SessionSource } from './http/session-source.js';
export {
  clearSessionCookie,
  hashSessionToken,
  newSessionToken,
  sessionCookieName,
  sessionTokenOf,
  setSessionCookie,
} from './http/session-cookie.js';
export {
  HttpProblem,
  conflict,
  forbidden,
  notFound,
  tooMany,
  unavailable,
  unprocessable,
  type FieldProblem,
} from './http/http-problem.js';
export { problemBody } from './http/problem-of.js';
export { declaredRoutes, type DeclaredRoute } from './http/declared-routes.js';
export { openApiDocument } from './http/open-api.js';
export { Readiness, ReadinessModule, type ReadinessReport } from './http/readiness.js';
export { securityHeaders } from './http/security-headers.js';
export {
  VaultFile,
  VaultReader,
  VaultStore,
  beginVault,
  diskTrouble,
  freeBytesOf,
  tryFolder,
  isVaultFailure,
  markName,
  rememberVault,
  syncFolder,
  systemCode,
  type DiskTrouble,
  type FinishedFile,
  type VaultEntry,
  type VaultOptions,
  type VaultState,
  type VaultTrouble,
} from './vault-store/index.js';
export { readAuditOutbox, readOutbox, type Apply, type ReadOptions } from './outbox/read-outbox.js';
export { OutboxRelay, type RelayTask } from './outbox/outbox-relay.js';
export { AuditBacklog, type WaitingRows } from './outbox/audit-backlog.js';
export { trimOutbox } from './outbox/trim-outbox.js';
export { renumberOutboxes } from './outbox/renumber-outboxes.js';
export { jobQueue } from './jobs/job-queue-of.js';
export { type JobCounts, type JobIds, type JobQueue, type NewJob } from './jobs/job-queue.js';
export { jobWorker, type JobHandlers, type JobInHand, type JobWorker, type JobWorkerOptions } from './jobs/job-worker.js';
export { jobQueueToken, jobsModule } from './jobs/jobs.module.js';
