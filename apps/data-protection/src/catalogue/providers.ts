import type { Provider } from '@nestjs/common';
import { databaseToken, type Database } from '@voxkeep/platform';
import { DELETION_TERMS, OPEN_STREAMS } from '../report/ports.js';
import { RuledTerms } from './deletion-terms.js';
import { StreamsOverPerson } from './open-streams.js';
import { RecordsOfProcessing } from './records.js';

const inject = [databaseToken('configuration')];

/** The catalogue as people read it, and what the configuration says of terms and streams. After the empty ports of the report. */
export const catalogueProviders: Provider[] = [
  RecordsOfProcessing,
  { provide: DELETION_TERMS, inject, useFactory: (configuration: Database) => new RuledTerms(configuration) },
  { provide: OPEN_STREAMS, inject, useFactory: (configuration: Database) => new StreamsOverPerson(configuration) },
];
