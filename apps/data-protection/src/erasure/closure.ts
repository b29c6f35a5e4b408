import { Inject, Injectable } from '@nestjs/common';
import { Cases, ErasureRecords, Suppressions, type CaseView } from '@voxkeep/configuration';
import { settings } from '@voxkeep/platform';
import { Certificates } from '../certificate/certificates.js';
import { Scopes } from './scopes.js';

const system = 'system:data-protection';
const dayMs = 24 * 3600 * 1000;

/** What follows an execution: the certificate, waiting for the last backup of the keys, and the closure. */
@Injectable()
export class Closure {
  constructor(
    @Inject(Cases) private readonly cases: Cases,
    @Inject(ErasureRecords) private readonly records: ErasureRecords,
    @Inject(Scopes) private readonly scopes: Scopes,
    @Inject(Certificates) private readonly certificates: Certificates,
    @Inject(Suppressions) private readonly suppressions: Suppressions,
  ) {}

  /**
   * Certifies what is gone and lets the case wait: for holds when something is held, otherwise for the last backup of the keys.
   * What backups of the data still hold is ciphertext; it cannot be read once the last copy of its keys has expired (04 e).
   */
  async afterLiveErased(found: CaseView, by: string): Promise<void> {
    const at = new Date();
    const { keyringBackupDays } = settings().erasure;
    await this.records.noteLiveErased(found.id, at, new Date(at.getTime() + keyringBackupDays * dayMs));
    const { scope } = await this.scopes.of(found);
    await this.certificates.issue(found, 'live-erased', scope, by);
    await this.cases.note(found.id, { step: 'backups', result: 'ciphertext-without-keys' }, by);
    const held = scope.retained.some(({ reason }) => reason === 'hold');
    await this.cases.move(found.id, held ? 'suspended-by-hold' : 'backup-pending', by);
  }

  /** Removes the fingerprints whose term is over. */
  async endSuppressions(now: Date): Promise<void> {
    await this.suppressions.removeOver(now, system);
  }

  /** Closes every case whose last key backup has ended by now, with the second stage of its certificate. */
  async closeDue(now: Date): Promise<void> {
    for (const id of await this.records.backupsOver(now)) {
      const found = await this.cases.find(id);
      if (found === undefined) continue;
      const { scope } = await this.scopes.of(found);
      await this.certificates.issue(found, 'closed', scope, system);
      await this.cases.move(id, scope.retained.length > 0 ? 'partly-refused' : 'closed', system);
    }
  }
}
