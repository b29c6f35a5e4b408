import { Inject, Injectable } from '@nestjs/common';
import type { CaseView, ErasureEvidence } from '@voxkeep/configuration';
import { VoxkeepError } from '@voxkeep/contracts';
import { ContactPoints } from '@voxkeep/directory';
import type { SubjectTrace } from '@voxkeep/personal-data';
import { VaultStore } from '@voxkeep/platform';
import { remainsOf } from './remains.js';
import { Scopes } from './scopes.js';

/** What was looked at and how often; nothing was found. */
export type Checks = NonNullable<ErasureEvidence['checks']>;

/** Blind indexes of the contact points that go: what a later search for the person would look up. */
export function indexesOf(trace: SubjectTrace): readonly Buffer[] {
  return trace.steps
    .filter(({ table }) => table === 'contact_point')
    .flatMap(({ rows, erasedBy }) => rows.filter((_, at) => erasedBy[at] !== undefined))
    .map((row) => row['value_index'])
    .filter((index) => Buffer.isBuffer(index));
}

/** Searches for an erased person once more, by the ids that were frozen and by number and address. */
@Injectable()
export class Verification {
  constructor(
    @Inject(Scopes) private readonly scopes: Scopes,
    @Inject(ContactPoints) private readonly contactPoints: ContactPoints,
    @Inject(VaultStore) private readonly vault: VaultStore,
  ) {}

  /**
   * Answers what was looked at: tables of the report plan, blind indexes, vault files. Throws `erasure.not-complete` { database, table, rows }, `erasure.still-found`
   * or `erasure.file-left`.
   */
  async demandNothing(found: CaseView, fileIds: readonly string[], indexes: readonly Buffer[]): Promise<Checks> {
    const { trace } = await this.scopes.of(found);
    const [left] = remainsOf(trace);
    if (left !== undefined) throw new VoxkeepError('erasure.not-complete', left);
    const points = await this.contactPoints.findByIndex(indexes);
    if (points.length > 0) throw new VoxkeepError('erasure.still-found', { contactPoints: points.length });
    for (const fileId of fileIds) {
      const file = await this.vault.openForRead(fileId);
      await file?.close();
      if (file !== undefined) throw new VoxkeepError('erasure.file-left');
    }
    return [
      { query: 'report-plan', checked: trace.steps.length },
      { query: 'blind-index', checked: indexes.length },
      { query: 'vault-files', checked: fileIds.length },
    ];
  }
}
