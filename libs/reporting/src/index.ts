export { ReportingDatabaseModule } from './reporting-database.module.js';
export { reportingEntities } from './entities/reporting-entities.js';
export { ContactFacts, type QueueIntervalRow } from './facts/contact-facts.js';
export { AnalyticsReferences } from './facts/analytics-references.js';
export { smallestCell, type AnonymisedReport, type ReportQuery, type ReportRow } from './facts/contact-report.js';
