import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { KEYRING, type KeyringClient } from '@voxkeep/keyring';
import { Database, Readiness, databaseToken } from '@voxkeep/platform';

/** Names the parts without which this process cannot answer. */
@Injectable()
export class Parts implements OnModuleInit {
  constructor(
    @Inject(Readiness) private readonly readiness: Readiness,
    @Inject(KEYRING) private readonly keyring: KeyringClient,
    @Inject(databaseToken('configuration')) private readonly configuration: Database,
    @Inject(databaseToken('directory')) private readonly directory: Database,
  ) {}

  onModuleInit(): void {
    this.readiness.register('keyring', async () => (await this.keyring.health()) === 'ready');
    for (const database of [this.configuration, this.directory])
      this.readiness.register(database.name, () => database.rows('select 1'));
  }
}
