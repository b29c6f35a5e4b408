import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { databaseModule, databaseToken, type Database } from '@voxkeep/platform';
import { ContactPoints } from './contact-points/contact-points.js';
import { PointIndexes } from './contact-points/point-indexes.js';
import { directoryEntities } from './entities/directory-entities.js';
import { DirectoryEntries } from './entries/directory-entries.js';
import { PersonLinks } from './identity/person-links.js';
import { Proposals } from './identity/proposals.js';
import { NameIndexes } from './names/name-indexes.js';
import { People } from './people/people.js';

type Keeper = Type<object> & (new (database: Database) => object);
const keepers: readonly Keeper[] = [People, ContactPoints, PointIndexes, DirectoryEntries, PersonLinks, Proposals, NameIndexes];

/** The directory database: its data source and its keepers. */
@Module({})
export class DirectoryDatabaseModule {
  static forRoot(): DynamicModule {
    const providers = keepers.map((Keeper): Provider => {
      return { provide: Keeper, useFactory: (database: Database) => new Keeper(database), inject: [databaseToken('directory')] };
    });
    const database = databaseModule('directory', directoryEntities);
    return { module: DirectoryDatabaseModule, imports: [database], providers, exports: [database, ...keepers] };
  }
}
