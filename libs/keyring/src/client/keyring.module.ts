import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { settings } from '@voxkeep/platform';
import { Seals } from '../seals/seals.js';
import { connectKeyring } from './connect-keyring.js';
import { KEYRING, type KeyringClient } from './keyring-client.js';

/** Gives a process its keyring client ({@link KEYRING}) on the socket of the settings, and {@link Seals} on top of it. */
@Global()
@Module({
  providers: [
    { provide: KEYRING, useFactory: () => connectKeyring(settings().keyring.socket) },
    { provide: Seals, useFactory: (keyring: KeyringClient) => new Seals(keyring), inject: [KEYRING] },
  ],
  exports: [KEYRING, Seals],
})
export class KeyringModule implements OnApplicationShutdown {
  constructor(@Inject(KEYRING) private readonly keyring: KeyringClient) {}

  onApplicationShutdown(): void {
    this.keyring.close();
  }
}
