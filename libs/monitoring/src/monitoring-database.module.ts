import { Module, type DynamicModule } from '@nestjs/common';
import { databaseModule, databaseToken, type Database } from '@voxkeep/platform';
import { monitoringEntities } from './entities/monitoring-entities.js';
import { LiveContacts } from './live/live-contacts.js';
import { RecorderStandings } from './live/recorder-standings.js';
import { TrunkNotices } from './trunks/trunk-notices.js';
import { TrunkRefusals } from './trunks/trunk-refusals.js';

/** The monitoring database: its data source and its keeper. */
@Module({})
export class MonitoringDatabaseModule {
  static forRoot(): DynamicModule {
    const database = databaseModule('monitoring', monitoringEntities);
    const liveContacts = {
      provide: LiveContacts,
      useFactory: (opened: Database) => new LiveContacts(opened),
      inject: [databaseToken('monitoring')],
    };
    const refusals = {
      provide: TrunkRefusals,
      useFactory: (opened: Database) => new TrunkRefusals(opened),
      inject: [databaseToken('monitoring')],
    };
    const notices = {
      provide: TrunkNotices,
      useFactory: (opened: Database) => new TrunkNotices(opened),
      inject: [databaseToken('monitoring')],
    };
    const standings = {
      provide: RecorderStandings,
      useFactory: (opened: Database) => new RecorderStandings(opened),
      inject: [databaseToken('monitoring')],
    };
    return {
      module: MonitoringDatabaseModule,
      imports: [database],
      providers: [liveContacts, refusals, notices, standings],
      exports: [database, LiveContacts, TrunkRefusals, TrunkNotices, RecorderStandings],
    };
  }
}
