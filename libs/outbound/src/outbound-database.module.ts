import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { databaseModule, databaseToken, type Database } from '@voxkeep/platform';
import { Attempts } from './attempts/attempts.js';
import { BlockedNumbers } from './blocked-numbers/blocked-numbers.js';
import { CallLists } from './call-lists/call-lists.js';
import { Campaigns } from './campaigns/campaigns.js';
import { outboundEntities } from './entities/outbound-entities.js';

type Keeper = Type<object> & (new (database: Database) => object);
const keepers: readonly Keeper[] = [Campaigns, CallLists, BlockedNumbers, Attempts];

/** The outbound database: its data source and its keepers. */
@Module({})
export class OutboundDatabaseModule {
  static forRoot(): DynamicModule {
    const providers = keepers.map((Keeper): Provider => {
      return { provide: Keeper, useFactory: (database: Database) => new Keeper(database), inject: [databaseToken('outbound')] };
    });
    const database = databaseModule('outbound', outboundEntities);
    return { module: OutboundDatabaseModule, imports: [database], providers, exports: [database, ...keepers] };
  }
}
