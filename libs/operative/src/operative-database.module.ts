import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { databaseModule, databaseToken, type Database } from '@voxkeep/platform';
import { ContactArchive } from './archive/contact-archive.js';
import { CallBooks } from './books/call-books.js';
import { RecorderCommands } from './commands/recorder-commands.js';
import { ConsentExpiry } from './consents/consent-expiry.js';
import { ConsentLedger } from './consents/consent-ledger.js';
import { ConsentResets } from './consents/consent-resets.js';
import { Consents } from './consents/consents.js';
import { Contacts } from './contacts/contacts.js';
import { operativeEntities } from './entities/operative-entities.js';
import { UntoldEndings } from './endings/untold-endings.js';
import { ErasedContacts } from './erasure/erased-contacts.js';
import { ContactPartitions } from './partitions/contact-partitions.js';
import { Presences } from './presence/presences.js';
import { RecorderStandings } from './recorders/recorder-standings.js';
import { Recordings } from './recordings/recordings.js';
import { TrunkCounts } from './trunks/trunk-counts.js';

type Keeper = Type<object> & (new (database: Database) => object);
const keepers: readonly Keeper[] = [
  Contacts,
  Recordings,
  CallBooks,
  Consents,
  ConsentLedger,
  ConsentResets,
  ConsentExpiry,
  RecorderCommands,
  UntoldEndings,
  ErasedContacts,
  ContactPartitions,
  ContactArchive,
  Presences,
  TrunkCounts,
  RecorderStandings,
];

/** The operative database: its data source and its keepers. */
@Module({})
export class OperativeDatabaseModule {
  static forRoot(): DynamicModule {
    const providers = keepers.map((Keeper): Provider => {
      return { provide: Keeper, useFactory: (database: Database) => new Keeper(database), inject: [databaseToken('operative')] };
    });
    const database = databaseModule('operative', operativeEntities);
    return { module: OperativeDatabaseModule, imports: [database], providers, exports: [database, ...keepers] };
  }
}
