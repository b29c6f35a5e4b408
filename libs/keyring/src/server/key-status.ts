import type { Database } from '@voxkeep/platform';
import type { KeyringStatus, KeyringWork } from '../protocol/reports.js';
import type { IndexKeys } from './index-keys.js';
import type { OwnerRotations } from './owner-rotations.js';
import type { RootKeys } from './root-keys.js';

const countKeys = `
  select owner_class as "ownerClass", state, count(*)::int as count from subject_key group by 1, 2
   union all
  select owner_class, 'destroyed', count(*)::int from destroyed_key group by 1 order by 1, 2`;

/** Tells what the keyring holds and what is under way, in figures. */
export class KeyStatus {
  constructor(
    private readonly database: Database,
    private readonly roots: RootKeys,
    private readonly indexes: IndexKeys,
    private readonly rotations: OwnerRotations,
  ) {}

  async work(): Promise<KeyringWork> {
    const orders = await this.rotations.all();
    return {
      indexes: [...this.indexes.versions()],
      ownerRotations: orders.map(({ ownerClass, createdBefore, resealedAt }) => ({
        ownerClass,
        createdBefore: createdBefore.toISOString(),
        resealedAt: resealedAt?.toISOString() ?? null,
      })),
    };
  }

  async status(): Promise<KeyringStatus> {
    const { current, former } = this.roots;
    const keys = await this.database.rows<KeyringStatus['keys'][number]>(countKeys);
    return {
      ...(await this.work()),
      keys,
      rootVersion: current.version,
      rootRotation: former ? { fromVersion: former.version, left: await this.keysUnder(former.version) } : null,
    };
  }

  private async keysUnder(version: number): Promise<number> {
    const [row] = await this.database.rows<{ count: number }>(
      'select count(*)::int as count from subject_key where root_version = $1',
      [version],
    );
    return row?.count ?? 0;
  }
}
