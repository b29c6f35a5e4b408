import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { isVoxkeepError } from '@voxkeep/contracts';
import { NameIndexes, directorySealed, nameTerms } from '@voxkeep/directory';
import { KEYRING, Seals, type KeyringClient } from '@voxkeep/keyring';
import type { AuditedAccess } from '@voxkeep/personal-data';
import { newId } from '@voxkeep/platform';
import { CaseAccess } from '../subject/case-access.js';
import { textOf } from './person-descriptions.js';
import { repeat } from '../recurring.js';

const by = 'system:data-protection';
const batch = 300;
/** A search waits for at most so many names; more are indexed in the background, which leaves the keyring room for searches. */
const mostAtOnce = 3;
const everyMs = 30_000;

/**
 * Keeps the short indexes of names. They are made here and not where names are written, so that no other process needs the index key of
 * names (ADR 0019).
 */
@Injectable()
export class NameIndexing implements OnApplicationBootstrap, OnApplicationShutdown {
  #end: () => void = () => undefined;
  #running: Promise<boolean> | undefined;

  constructor(
    @Inject(NameIndexes) private readonly indexes: NameIndexes,
    @Inject(KEYRING) private readonly keyring: KeyringClient,
    @Inject(Seals) private readonly seals: Seals,
    @Inject(CaseAccess) private readonly access: CaseAccess,
  ) {}

  onApplicationBootstrap(): void {
    this.#end = repeat('index-names', everyMs, () => this.catchUp(1));
  }

  async onApplicationShutdown(): Promise<void> {
    this.#end();
    await this.#running?.catch(() => undefined);
  }

  /** Indexes names that have none; answers whether all have one now. Of two at once, the second waits for the first. */
  catchUp(batches = mostAtOnce): Promise<boolean> {
    this.#running ??= this.#index(batches).finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #index(batches: number): Promise<boolean> {
    for (let done = 0; done < batches; done += 1) {
      const people = await this.indexes.unindexed(batch);
      if (people.length === 0) return true;
      const under = { kind: 'search', id: newId() } as const;
      const stated = { action: 'person.index-name' as const, by, purpose: 'administration', under };
      const audited = await this.access.record('directory', stated, people.length, ['person.full_name']);
      const { values: opened } = await this.seals.openEach(audited, directorySealed.person, people, ['fullName']);
      const names = people.map(({ id }) => ({ id, terms: nameTerms(textOf(opened.get(id)?.fullName, audited) ?? '') }));
      const known = await this.#termIndexes([...new Set(names.flatMap(({ terms }) => terms))], audited);
      if (known === undefined) return false;
      await this.indexes.put(
        names.map(({ id, terms }) => ({ id, indexes: [...new Set(terms.flatMap((term) => known.get(term) ?? []))] })),
        by,
      );
    }
    return (await this.indexes.unindexed(1)).length === 0;
  }

  /** The index of each term; undefined while the keyring allows no further look-ups. */
  async #termIndexes(terms: readonly string[], audited: AuditedAccess): Promise<ReadonlyMap<string, number> | undefined> {
    if (terms.length === 0) return new Map();
    try {
      const indexes = await this.keyring.index(
        audited,
        terms.map((value) => ({ kind: 'name', value })),
      );
      return new Map(terms.map((term, at) => [term, indexes[at]?.readUInt16BE(0) ?? 0]));
    } catch (refused) {
      if (isVoxkeepError(refused, 'keyring.rate-limited')) return undefined;
      throw refused;
    }
  }
}
