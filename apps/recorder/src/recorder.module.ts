import { Module } from '@nestjs/common';
import { ConfigurationDatabaseModule, TelephonyViews } from '@voxkeep/configuration';
import { KEYRING, KeyringModule, type KeyringClient } from '@voxkeep/keyring';
import {
  CallBooks,
  TrunkCounts,
  RecorderStandings,
  Consents,
  Contacts,
  OperativeDatabaseModule,
  RecorderCommands,
  Recordings,
} from '@voxkeep/operative';
import { CountersController } from './counters.controller.js';
import { RecorderLife } from './recorder-life.js';
import { recorderOptions } from './recorder-options.js';
import { Recorder } from './session/recorder.js';

/** The recorder process: operative, the views of configuration, the keyring, and nothing else (02, Processes). */
@Module({
  imports: [OperativeDatabaseModule.forRoot(), ConfigurationDatabaseModule.forRoot(), KeyringModule],
  controllers: [CountersController],
  providers: [
    {
      provide: Recorder,
      inject: [
        CallBooks,
        Contacts,
        Recordings,
        Consents,
        RecorderCommands,
        TrunkCounts,
        RecorderStandings,
        TelephonyViews,
        KEYRING,
      ],
      useFactory: recorderOf,
    },
    RecorderLife,
  ],
})
export class RecorderModule {}

function recorderOf(
  ...[books, contacts, recordings, consents, commands, trunkCounts, standings, telephony, keyring]: [
    CallBooks,
    Contacts,
    Recordings,
    Consents,
    RecorderCommands,
    TrunkCounts,
    RecorderStandings,
    TelephonyViews,
    KeyringClient,
  ]
): Recorder {
  return new Recorder(
    { operative: { books, contacts, recordings, consents }, commands, trunkCounts, standings, telephony, keyring },
    recorderOptions(),
  );
}
