import type { StoreName } from '@voxkeep/contracts';
import { openDatabase, settings, type Database } from '@voxkeep/platform';
import type { MadeSet } from './make-set.js';

const dayMs = 24 * 3600 * 1000;

/** A set as the register of the site knows it. */
export interface RegisteredSet {
  readonly name: string;
  readonly madeAt: Date;
  readonly expiresAt: Date;
  readonly removedAt: Date | null;
  readonly keyringExpiresAt: Date;
  readonly keyringRemovedAt: Date | null;
}

/** Which sets there are, in the site's own database: an erasure is closed when the last copy of its keys has gone. */
export class BackupRegister {
  private constructor(private readonly database: Database) {}

  /** Opens the register of a running site. */
  static async open(ownerUrls: ReadonlyMap<StoreName, string>): Promise<BackupRegister> {
    const address = { url: ownerUrls.get('configuration') ?? '', poolSize: 1, program: 'voxkeep backup' };
    return new BackupRegister(await openDatabase('configuration', address));
  }

  close(): Promise<void> {
    return this.database.close();
  }

  /** Registers a set that is going to be made, before a byte of it is written: a copy that nobody knows of could outlive an erasure. */
  async begin(name: string, madeAt: Date): Promise<void> {
    const { keyringBackupDays, dataBackupDays } = settings().erasure;
    const until = (days: number) => new Date(madeAt.getTime() + days * dayMs);
    await this.database.transaction(async (t) => {
      await t.rows(
        `insert into protection.backup_set (name, made_at, log_size, octets, expires_at, keyring_expires_at)
         values ($1, $2, 0, 0, $3, $4)`,
        [name, madeAt, until(dataBackupDays), until(keyringBackupDays)],
      );
      await t.audit({
        action: 'backup.begin',
        actor: 'system:operator',
        object: { kind: 'backup', id: name },
        purpose: 'backup',
      });
    });
  }

  /** Notes what became of it. */
  async finish({ manifest, octets }: MadeSet): Promise<void> {
    await this.database.transaction(async (t) => {
      await t.rows('update protection.backup_set set log_size = $2, octets = $3 where name = $1', [
        manifest.name,
        manifest.checkpoint.size,
        octets,
      ]);
      const object = { kind: 'backup', id: manifest.name };
      await t.audit({ action: 'backup.make', actor: 'system:operator', object, purpose: 'backup' });
    });
  }

  /** Notes that a set, or only its copy of the keyring, is gone. Once. */
  async noteRemoved(name: string, what: 'set' | 'keyring', at: Date): Promise<void> {
    const column = what === 'set' ? 'removed_at' : 'keyring_removed_at';
    await this.database.transaction(async (t) => {
      const noted = await t.rows(
        `update protection.backup_set set ${column} = $2 where name = $1 and ${column} is null returning 1`,
        [name, at],
      );
      if (noted.length === 0) return;
      const object = { kind: 'backup', id: name };
      await t.audit({ action: `backup.remove-${what}`, actor: 'system:operator', object, purpose: 'storage-limitation' });
    });
  }

  /** Every set of which something may still be there, the oldest first. */
  standing(): Promise<readonly RegisteredSet[]> {
    return this.database.rows<RegisteredSet>(
      `select name, made_at as "madeAt", expires_at as "expiresAt", removed_at as "removedAt",
              keyring_expires_at as "keyringExpiresAt", keyring_removed_at as "keyringRemovedAt"
         from protection.backup_set where removed_at is null or keyring_removed_at is null order by made_at`,
    );
  }
}
