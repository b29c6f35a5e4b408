export { HistoryDatabaseModule } from './history-database.module.js';
export { historyEntities, historySealed } from './entities/history-entities.js';
export { ClosedContacts } from './contacts/closed-contacts.js';
export type { ArchivedContact } from './contacts/archived-contact.js';
export type { ClosedContactRecord } from './contacts/closed-contact-types.js';
export type { ClosedContactPage, ClosedContactQuery, ClosedContactRow } from './contacts/search-closed-contacts.js';
export type { ClosedContactDetail } from './contacts/closed-contact-detail.js';
export type { ClosedPlaybackRecording } from './contacts/find-for-playback.js';
