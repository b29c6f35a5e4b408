export { DirectoryDatabaseModule } from './directory-database.module.js';
export { directoryEntities, directorySealed } from './entities/directory-entities.js';
export { People, type NewPerson, type PersonKind, type PersonPoint, type PersonRecord, type PointLink } from './people/people.js';
export {
  ContactPoints,
  type ContactPointKind,
  type ContactPointRecord,
  type NewContactPoint,
} from './contact-points/contact-points.js';
export {
  DirectoryEntries,
  type DirectoryEntryRecord,
  type EntryQuery,
  type EntrySource,
  type NewDirectoryEntry,
} from './entries/directory-entries.js';
