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
import { settings } from '@voxkeep/platform';
import { CountersController } from './counters.controller.js';
import { RecorderLife } from './recorder-life.js';
import { Recorder } from './session/recorder.js';
import type { RecorderOptions } from './session/recorder-terms.js';

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
    optionsFromSettings(),
  );
}

function optionsFromSettings(): RecorderOptions {
  const { recorder, sip, vault, journal } = settings();
  return {
    recorderId: recorder.id,
    sip: { address: sip.address, port: sip.port, rtpLow: sip.rtpLow, rtpHigh: sip.rtpHigh },
    vault,
    journalFolder: journal.directory,
    ...(journal.second !== undefined && { secondJournalFolder: journal.second }),
    silence: {
      askAfterMs: recorder.askAfterSeconds * 1000,
      askPausedAfterMs: recorder.askPausedAfterSeconds * 1000,
      endAfterMs: recorder.endAfterSeconds * 1000,
    },
  };
}
