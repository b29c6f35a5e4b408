import { Module, type DynamicModule } from '@nestjs/common';
import { databaseModule, databaseToken, type Database } from '@voxkeep/platform';
import { ClosedContacts } from './contacts/closed-contacts.js';
import { historyEntities } from './entities/history-entities.js';

/** The history database: its data source and its keeper. */
@Module({})
export class HistoryDatabaseModule {
  static forRoot(): DynamicModule {
    const database = databaseModule('history', historyEntities);
    const closed = {
      provide: ClosedContacts,
      useFactory: (opened: Database) => new ClosedContacts(opened),
      inject: [databaseToken('history')],
    };
    return { module: HistoryDatabaseModule, imports: [database], providers: [closed], exports: [database, ClosedContacts] };
  }
}
