import { Module, type DynamicModule } from '@nestjs/common';
import { databaseModule, databaseToken, type Database } from '@voxkeep/platform';
import { reportingEntities } from './entities/reporting-entities.js';
import { AnalyticsReferences } from './facts/analytics-references.js';
import { ContactFacts } from './facts/contact-facts.js';

/** The reporting database: its data source and its keeper. */
@Module({})
export class ReportingDatabaseModule {
  static forRoot(): DynamicModule {
    const database = databaseModule('reporting', reportingEntities);
    const facts = {
      provide: ContactFacts,
      useFactory: (opened: Database) => new ContactFacts(opened),
      inject: [databaseToken('reporting')],
    };
    const references = {
      provide: AnalyticsReferences,
      useFactory: (opened: Database) => new AnalyticsReferences(opened),
      inject: [databaseToken('reporting')],
    };
    return {
      module: ReportingDatabaseModule,
      imports: [database],
      providers: [facts, references],
      exports: [database, ContactFacts, AnalyticsReferences],
    };
  }
}
