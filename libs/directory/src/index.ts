export { DirectoryDatabaseModule } from './directory-database.module.js';
export { directoryEntities, directorySealed } from './entities/directory-entities.js';
export { People, type NewPerson, type PersonKind, type PersonPoint, type PersonRecord, type PointLink } from './people/people.js';
export {
  ContactPoints,
  type ContactPointKind,
  type ContactPointRecord,
  type NewContactPoint,
} from './contact-points/contact-points.js';
export { PointIndexes, type PointToIndex, type PointWithIndex } from './contact-points/point-indexes.js';
export {
  DirectoryEntries,
  type DirectoryEntryRecord,
  type EntryQuery,
  type EntrySource,
  type NewDirectoryEntry,
} from './entries/directory-entries.js';
export {
  mergedWith,
  personsBehind,
  sharedAmong,
  PersonLinks,
  type LinkType,
  type MergeOutcome,
  type StoredLink,
} from './identity/person-links.js';
export {
  Proposals,
  type Decision,
  type DecisionOutcome,
  type NewProposal,
  type ProposalKind,
  type ProposalReason,
  type StoredProposal,
} from './identity/proposals.js';
export { NameIndexes } from './names/name-indexes.js';
export { foldName, matchName, nameParts, nameTerms, searchedNameTerm } from './names/fold-name.js';
