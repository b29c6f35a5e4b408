import { Inject, Injectable } from '@nestjs/common';
import { Cases, type CaseView } from '@voxkeep/configuration';
import { VoxkeepError } from '@voxkeep/contracts';
import { VaultStore } from '@voxkeep/platform';
import { contactsOf, type ErasureScope } from './erasure-scope.js';
import { evidenceOf } from './evidence.js';
import { ExecutionParts } from './execution-parts.js';
import { remainsOf } from './remains.js';
import { erasureOrder } from './row-erasure.js';
import type { Samples } from './key-destruction.js';
import { removeFiles } from './vault.js';
import { indexesOf, type Checks } from './verification.js';

/** What one run has in hand once everything has come to rest. */
interface InHand {
  readonly scope: ErasureScope;
  readonly indexes: readonly Buffer[];
  readonly samples: Samples;
}

const nothingFound = { lines: [], ciphertexts: [], files: 0, keys: [] } as const;

/** The step at which an execution stopped. */
export class StepFailure extends Error {
  constructor(
    readonly step: string,
    override readonly cause: unknown,
  ) {
    super(step);
    this.name = 'StepFailure';
  }
}

/**
 * Erases the person of a case that is `restricting`, in steps of which each may be done again: restrict what stays, mark, bring to rest, freeze, files,
 * keys, rows, verify. Files and keys go before the rows that name them, so that an interruption loses the way to neither.
 */
@Injectable()
export class Execution {
  constructor(
    @Inject(Cases) private readonly cases: Cases,
    @Inject(ExecutionParts) private readonly parts: ExecutionParts,
    @Inject(VaultStore) private readonly vault: VaultStore,
  ) {}

  /** Runs all steps and notes each in the case. Throws {@link StepFailure}; running again resumes. */
  async run(found: CaseView, by: string): Promise<void> {
    await this.restrict(found, by);
    await this.rest(found, by);
    const inHand = await this.freeze(found, by);
    const { scope } = inHand;
    await this.step(found, by, 'remove-files', () => removeFiles(this.vault, scope.fileIds));
    await this.step(found, by, 'destroy-keys', () => this.destroyKeys(found, scope, by));
    for (const database of erasureOrder)
      await this.step(found, by, 'erase-rows', () => this.parts.rows.erase(database, found, scope, by), database);
    await this.verify(found, by, inHand);
  }

  private async destroyKeys(found: CaseView, { owners }: ErasureScope, by: string): Promise<number> {
    const keys = await this.parts.keys.destroy(found, owners, by);
    await this.parts.records.noteEvidence(found.id, { ...nothingFound, keys });
    return keys.length;
  }

  /** Whether something that was kept so far may go now. */
  async hasMoreToErase(found: CaseView): Promise<boolean> {
    return remainsOf((await this.parts.scopes.of(found)).trace).length > 0;
  }

  /** Takes the keys of what stays from every service, before anything else: what is kept may be kept, not used (GDPR Art. 18). */
  private async restrict(found: CaseView, by: string): Promise<void> {
    const { staying } = await this.parts.scopes.of(found);
    await this.step(found, by, 'restrict-retained', () => this.parts.keys.restrict(found, staying, by));
    const outcome = await this.cases.start(found.id, found.planHash ?? '', by);
    if ('refused' in outcome)
      throw new StepFailure('executing', new VoxkeepError('erasure.not-started', { refused: outcome.refused }));
  }

  private async rest(found: CaseView, by: string): Promise<void> {
    const { live, scopes } = this.parts;
    await this.step(found, by, 'look-up-pending-numbers', async () => {
      await live.settleAttribution();
      return 0;
    });
    const { scope } = await scopes.of(found);
    await this.step(found, by, 'mark-contacts', () => live.mark(contactsOf(scope), found.id, by));
    await this.step(found, by, 'end-live-recordings', () => live.end(scope.liveContactIds, by));
    await this.step(found, by, 'await-consumers', () => live.settleConsumers());
  }

  private async freeze(found: CaseView, by: string): Promise<InHand> {
    const { scopes, frozen, keys, live, records } = this.parts;
    const { trace, scope } = await scopes.of(found);
    const inHand = { scope, indexes: indexesOf(trace), samples: keys.takeSamples(trace) };
    await this.step(found, by, 'write-erasure-journal', async () => {
      await live.mark(contactsOf(scope), found.id, by);
      await frozen.append(found.id, scope.keys, by);
      await records.noteEvidence(found.id, evidenceOf(trace, scope));
      return Object.values(scope.keys).flat().length;
    });
    return inHand;
  }

  private async verify(found: CaseView, by: string, { scope, indexes, samples }: InHand): Promise<void> {
    await this.cases.move(found.id, 'verifying', by);
    const { verification, keys, records } = this.parts;
    const checks: Checks[number][] = [];
    await this.step(found, by, 'verify-nothing-found', async () => {
      checks.push(...(await verification.demandNothing(found, await records.filesOf(found.id), indexes)));
      return 0;
    });
    await this.step(found, by, 'verify-unreadable', async () => {
      const tried = await keys.demandGone(found, scope.owners, samples, by);
      checks.push(...tried);
      return tried.find(({ query }) => query === 'ciphertext-samples')?.checked ?? 0;
    });
    await records.noteEvidence(found.id, { ...nothingFound, checks });
    await this.cases.move(found.id, 'live-erased', by);
    await this.parts.closure.afterLiveErased(found, by);
  }

  private async step(found: CaseView, by: string, step: string, work: () => Promise<number>, database?: string): Promise<void> {
    try {
      const affected = await work();
      await this.cases.note(found.id, { step, database: database ?? null, affected, result: 'done' }, by);
    } catch (failure) {
      throw new StepFailure(step, failure);
    }
  }
}
