import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { VoxkeepError, isVoxkeepError } from '@voxkeep/contracts';
import { ContactPoints, directorySealed, type NewContactPoint } from '@voxkeep/directory';
import { KEYRING, Seals, type IndexTerm, type KeyringClient } from '@voxkeep/keyring';
import { phoneRules, type AuditedAccess } from '@voxkeep/personal-data';
import { Database, databaseToken, newId, tooMany, type SignedIn } from '@voxkeep/platform';
import { indexTerm, tailTerm, type PointValue } from './terms.js';

/** Values that are indexed, sealed and written together. */
const batch = 1000;

/** How long a request waits for the keyring to allow further look-ups, in milliseconds. */
const patienceMs = 100_000;

/** Makes sure that numbers and addresses stand in the directory, each once, sealed under a key of its own. */
@Injectable()
export class KnownPoints {
  constructor(
    @Inject(databaseToken('directory')) private readonly directory: Database,
    @Inject(ContactPoints) private readonly points: ContactPoints,
    @Inject(KEYRING) private readonly keyring: KeyringClient,
    @Inject(Seals) private readonly seals: Seals,
  ) {}

  /**
   * Contact point ids by term, in batches of a thousand. The keyring limits look-ups; this waits for it and gives up with 429
   * `import.index-rate` when that takes too long: what was written stays, so a second attempt goes on from there.
   */
  async ensure(values: readonly PointValue[], by: SignedIn): Promise<ReadonlyMap<string, string>> {
    const distinct = [...new Map(values.map((value) => [value.term, value])).values()];
    const ids = new Map<string, string>();
    if (distinct.length === 0) return ids;
    const audited = await this.directory.recordAccess(by.access({ code: 'administration' }), {
      action: 'contact-point.look-up',
      actor: by.userId,
      purpose: 'administration',
      columns: ['value_index'],
      count: distinct.length,
    });
    const waiting = new Patience(patienceMs);
    for (let from = 0; from < distinct.length; from += batch)
      await this.ensureBatch(distinct.slice(from, from + batch), { audited, waiting, by: by.userId }, ids);
    return ids;
  }

  private async ensureBatch(values: readonly PointValue[], run: Run, ids: Map<string, string>): Promise<void> {
    const indexes = await this.index(run, values.map(indexTerm));
    const there = await this.points.findByIndex(indexes);
    const known = new Map(there.map(({ id, valueIndex }) => [valueIndex.toString('hex'), id]));
    const missing: Indexed[] = [];
    for (const [at, value] of values.entries()) {
      const index = indexes[at];
      if (!index) throw new VoxkeepError('keyring.failed', { operation: 'index' });
      const id = known.get(index.toString('hex'));
      if (id === undefined) missing.push({ value, index });
      else ids.set(value.term, id);
    }
    const made = await this.points.ensure(await this.sealed(missing, run), run.by);
    for (const [at, { value }] of missing.entries()) ids.set(value.term, made[at]?.id ?? '');
  }

  /** Fingerprints in the order of the values, under the key that suppressions have of their own; waits as {@link ensure} does. */
  async fingerprints(values: readonly PointValue[], by: SignedIn): Promise<readonly Buffer[]> {
    const audited = await this.directory.recordAccess(by.access({ code: 'administration' }), {
      ...{ action: 'suppression.look-up', actor: by.userId, purpose: 'administration' },
      ...{ columns: ['index_hash'], count: values.length },
    });
    const run = { audited, waiting: new Patience(patienceMs), by: by.userId };
    const made: Buffer[] = [];
    for (let from = 0; from < values.length; from += batch) {
      const terms = values.slice(from, from + batch).map(({ term }) => ({ kind: 'suppression', value: term }) as const);
      made.push(...(await this.index(run, terms)));
    }
    return made;
  }

  private async sealed(missing: readonly Indexed[], run: Run): Promise<readonly NewContactPoint[]> {
    if (missing.length === 0) return [];
    const rows = missing.map(({ value }) => ({ row: { id: newId() }, values: { value: value.value } }));
    const phones = missing.filter(({ value }) => value.kind === 'phone');
    const tails = await this.index(
      run,
      phones.map(({ value }) => tailTerm(value)),
    );
    const sealed = await this.seals.sealMany<'value'>(directorySealed.contactPoint, rows);
    return missing.map((point, at): NewContactPoint => {
      const value = sealed[at]?.value;
      const row = rows[at]?.row;
      if (!value || !row) throw new VoxkeepError('contact-point.unsealed');
      const tail = tails[phones.indexOf(point)] ?? null;
      return { id: row.id, kind: point.value.kind, value, valueIndex: point.index, tail, normaliserVersion: phoneRules };
    });
  }

  /** What tells whether a call brings the number with which this contact is announced; waits as {@link ensure} does. */
  announcedMark(contactId: string, { term }: PointValue): Promise<Buffer> {
    return whenAllowed(new Patience(patienceMs), () => this.keyring.announcedMark(contactId, term));
  }

  private async index({ audited, waiting }: Run, terms: readonly IndexTerm[]): Promise<readonly Buffer[]> {
    return terms.length === 0 ? [] : whenAllowed(waiting, () => this.keyring.index(audited, terms));
  }
}

async function whenAllowed<T>(waiting: Patience, ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (refused) {
      if (!isVoxkeepError(refused, 'keyring.rate-limited')) throw refused;
      await waiting.spend(Number(refused.data['retryAfterMs']));
    }
  }
}

interface Indexed {
  readonly value: PointValue;
  readonly index: Buffer;
}

interface Run {
  readonly audited: AuditedAccess;
  readonly waiting: Patience;
  readonly by: string;
}

/** The time that one request may spend waiting. */
class Patience {
  constructor(private leftMs: number) {}

  async spend(ms: number): Promise<void> {
    this.leftMs -= ms;
    if (!(this.leftMs >= 0)) throw tooMany('import.index-rate', 60);
    await pause(ms);
  }
}
