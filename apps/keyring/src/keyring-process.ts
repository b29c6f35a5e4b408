import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { VoxkeepError } from '@voxkeep/contracts';
import { KeyringServer, lockKeyring } from '@voxkeep/keyring';
import { assertClassified, checkSchema, Database, settings } from '@voxkeep/platform';

/** Lock, schema check, server: in this order at start, in the opposite one at the end. */
@Injectable()
export class KeyringProcess implements OnApplicationBootstrap, OnApplicationShutdown {
  private release: () => Promise<void> = () => Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly server: KeyringServer,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { url, directUrl } = settings().database.keyring;
    this.release = await lockKeyring(directUrl ?? url, endForLostLock);
    await checkSchema(this.database);
    await assertClassified(this.database);
    await this.server.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.server.stop();
    await this.database.close();
    await this.release();
  }
}

/** Without the lock another keyring might serve: the process ends as for any surprise, and its supervisor starts it anew. */
function endForLostLock(): never {
  throw new VoxkeepError('keyring.lock-lost');
}
