import { Module } from '@nestjs/common';
import { keyringEntities, KeyringServer } from '@voxkeep/keyring';
import { Database, openDatabase, settings } from '@voxkeep/platform';
import { KeyringProcess } from './keyring-process.js';
import { rootKeyProvider, unsealingOptions } from './root-key.js';

/** The keyring process: no HTTP port, one unix socket per client, one database. */
@Module({
  providers: [
    { provide: Database, useFactory: openKeyringDatabase },
    { provide: KeyringServer, useFactory: serverOn, inject: [Database] },
    KeyringProcess,
  ],
})
export class KeyringProcessModule {}

function openKeyringDatabase(): Promise<Database> {
  const { url } = settings().database.keyring;
  return openDatabase('keyring', { url, program: 'voxkeep keyring' }, keyringEntities);
}

function serverOn(database: Database): KeyringServer {
  const { keyring, witness } = settings();
  return new KeyringServer(database, rootKeyProvider(), {
    ...unsealingOptions(),
    socketDirectory: keyring.socketDirectory,
    directoryPerClient: keyring.directoryPerClient,
    witnessDirectory: witness.directory,
    indexTermsPerMinute: keyring.indexTermsPerMinute,
    scrubAfterMs: keyring.scrubAfterMinutes * 60_000,
  });
}
