import { Inject, Injectable } from '@nestjs/common';
import { KEYRING, type KeyOwner, type KeyringClient } from '@voxkeep/keyring';
import { Access, type AuditedAccess } from '@voxkeep/personal-data';
import { Database, databaseToken } from '@voxkeep/platform';
import { byWorker } from '../by.js';

/** The keys of one run: the access that is on record for it. */
export interface RunKeys {
  readonly runId: string;
  readonly audited: AuditedAccess;
}

/** Keys that go with the rows of a run. What a hold keeps stays, and so do the rows that need it. */
@Injectable()
export class Keys {
  constructor(
    @Inject(KEYRING) private readonly keyring: KeyringClient,
    @Inject(databaseToken('configuration')) private readonly configuration: Database,
  ) {}

  /** Puts on record that a run retires keys of a class; without the record none is touched. */
  async begin(runId: string, className: string): Promise<RunKeys> {
    const access = Access.by({ actorId: 'worker', kind: 'system' }, { code: 'retention' });
    const audited = await this.configuration.recordAccess(access, {
      action: 'retention.retire-keys',
      actor: byWorker,
      object: { kind: 'retention-run', id: runId },
      purpose: 'retention',
      columns: [className],
    });
    return { runId, audited };
  }

  /** Destroys the keys of these owners for good; answers how many are gone and which a hold keeps. */
  async retire(
    { runId, audited }: RunKeys,
    owners: readonly KeyOwner[],
  ): Promise<{ readonly destroyed: number; readonly held: ReadonlySet<string> }> {
    if (owners.length === 0) return { destroyed: 0, held: new Set() };
    const { destroyed, held } = await this.keyring.retire(audited, runId, owners);
    return { destroyed: destroyed.length, held: new Set(held.map(({ ownerId }) => ownerId)) };
  }
}
