import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { KEYRING, type KeyringClient } from '@voxkeep/keyring';
import { Readiness } from '@voxkeep/platform';

/** Names the keyring as a part of this process. A sealed one stops the attribution of numbers and nothing else, so it is no failure. */
@Injectable()
export class Parts implements OnModuleInit {
  constructor(
    @Inject(Readiness) private readonly readiness: Readiness,
    @Inject(KEYRING) private readonly keyring: KeyringClient,
  ) {}

  onModuleInit(): void {
    this.readiness.register('keyring', async () => (await this.keyring.health()) !== 'unreachable');
  }
}
