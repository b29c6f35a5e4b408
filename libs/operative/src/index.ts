export { OperativeDatabaseModule } from './operative-database.module.js';
export { operativeEntities, operativeSealed } from './entities/operative-entities.js';
export { ownKey } from './contacts/contact-rows.js';
export { Contacts, type Attached, type ComparableContact, type NamedContact, type NewContactEvent } from './contacts/contacts.js';
export {
  attributions,
  type Actor,
  type AnnouncedContact,
  type Attribution,
  type ContactRecord,
  type CorrelationKey,
  type NewContact,
  type NewParty,
  type OpenedContact,
  type PartOutcome,
  type PartyRole,
} from './contacts/contact-types.js';
export type { ContactPage, ContactQuery, ContactRow, VisibleScope } from './contacts/search-contacts.js';
export type { ContactDetail, GapRecord, PartyRecord, RecordingRecord, SegmentRecord } from './contacts/contact-detail.js';
export { waitsForVault, waitsSince, type CallOfContact } from './contacts/waits-for-vault.js';
export { Recordings } from './recordings/recordings.js';
export type {
  ClosedSegment,
  NewGap,
  NewOutcome,
  NewRecording,
  NewSegment,
  RecordingBegun,
  RemovedFile,
} from './recordings/recording-types.js';
export type { OpenSegment, PlaybackRecording } from './recordings/read-recordings.js';
export { CallBooks } from './books/call-books.js';
export type {
  BookedContact,
  BookedGap,
  BookEntry,
  ChannelMeasure,
  ContactInBooks,
  MayJoin,
  WaitingContact,
} from './books/book-entry.js';
export { Consents, type ConsentOf, type ConsentRecord, type NewConsent, type WordOfContact } from './consents/consents.js';
export { ConsentLedger, type LedgerQuery, type LedgerRow } from './consents/consent-ledger.js';
export { ConsentExpiry } from './consents/consent-expiry.js';
export { ConsentResets, type ResetOutcome, type ResetRecord, type ResetScope } from './consents/consent-resets.js';
export { RecorderCommands } from './commands/recorder-commands.js';
export {
  commandKinds,
  commandResults,
  type CommandKind,
  type CommandResult,
  type NewCommand,
  type PendingCommand,
} from './commands/command-types.js';
export { UntoldEndings, type EndedUncalled, type HeldContact, type UntoldEnding } from './endings/untold-endings.js';
export { ErasedContacts } from './erasure/erased-contacts.js';
export { ContactPartitions } from './partitions/contact-partitions.js';
export { ContactArchive, type ArchivedContact } from './archive/contact-archive.js';
export { RecorderStandings } from './recorders/recorder-standings.js';
export { TrunkCounts, type TrunkCount } from './trunks/trunk-counts.js';
export { Presences } from './presence/presences.js';
