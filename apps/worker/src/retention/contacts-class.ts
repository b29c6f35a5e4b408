import { Inject, Injectable } from '@nestjs/common';
import { Databases } from '../databases.js';
import { contactTables, filesOf, judgeContacts, type ContactTables } from './contact-tables.js';
import { ContactRemoval, type Batch } from './contact-removal.js';
import { noStep, termsOf, type Frame, type Measure, type Progress, type RetentionClass, type Step } from './frame.js';
import { Params } from './judgement.js';
import { Keys, type RunKeys } from './keys.js';
import { measureRows } from './measure.js';
import { dropMonth, mostKept, wholeMonths, type Month } from './month-drop.js';
import { removeInParts } from './remove-in-parts.js';

const batchSize = 200;
const lowestId = '00000000-0000-0000-0000-000000000000';

/** How far one class has come in one database. */
interface Tally {
  held: number;
  failed: number;
}

/** Contacts with everything of them: recordings, files, keys, events. Whole months are dropped, the rest is deleted in batches (R42, R43). */
@Injectable()
export class ContactsClass implements RetentionClass {
  readonly name = 'contact';

  constructor(
    @Inject(Databases) private readonly databases: Databases,
    @Inject(ContactRemoval) private readonly removal: ContactRemoval,
    @Inject(Keys) private readonly keys: Keys,
  ) {}

  async measure(frame: Frame): Promise<readonly Measure[]> {
    const holding = await frame.holding();
    const measures: Measure[] = [];
    for (const tables of this.tables()) {
      const params = new Params();
      const judged = judgeContacts(tables, frame, holding, params);
      measures.push(await measureRows(tables.database, this.name, judged, params, filesOf(tables)));
    }
    return measures;
  }

  async remove(frame: Frame, progress: Progress): Promise<void> {
    const terms = termsOf(frame, this.name);
    if (terms.length === 0) return;
    const run = await this.keys.begin(progress.runId, this.name);
    for (const tables of this.tables()) {
      const general = terms.some(({ channel, queueId }) => channel === null && queueId === null);
      const earliest = new Date(Math.min(...terms.map(({ before }) => before.getTime())));
      if (general) for (const month of await wholeMonths(tables, earliest)) await this.month(tables, frame, run, progress, month);
      await this.rest(tables, frame, run, progress);
    }
  }

  private tables(): readonly ContactTables[] {
    return [contactTables(this.databases.of('operative')), contactTables(this.databases.of('history'))];
  }

  /** Prepares a month contact by contact, then lets it go as a whole. */
  private async month(tables: ContactTables, frame: Frame, run: RunKeys, progress: Progress, month: Month): Promise<void> {
    const { hash: before } = await frame.holding();
    const prepared: { gone: string[]; kept: string[] } = { gone: [], kept: [] };
    for (let after = month.from; ;) {
      const found = await this.removal.find(tables, frame, { after, below: month.to, limit: batchSize });
      if (found.seen === 0) break;
      const { done, failed } = await removeInParts(this.name, found.all, (ids) =>
        this.removal.remove(tables, frame, ids, run, false),
      );
      prepared.gone.push(...done.flatMap(({ gone }) => gone));
      prepared.kept.push(...done.flatMap(({ kept }) => kept));
      await progress.add({ ...this.step(tables), ...sumOf(done) });
      // What could not be prepared leaves its month to the other way, which counts it.
      if (failed > 0 || prepared.kept.length > mostKept) return;
      after = found.last;
    }
    // A hold that came since leaves the month to the other way, which asks again.
    const dropped = await frame.guarded(async ({ hash }) => (hash === before ? dropMonth(tables, month, prepared) : undefined));
    if (dropped !== undefined) await progress.add({ ...this.step(tables), removed: dropped, months: 1 });
  }

  private async rest(tables: ContactTables, frame: Frame, run: RunKeys, progress: Progress): Promise<void> {
    const latest = new Date(Math.max(...termsOf(frame, this.name).map(({ before }) => before.getTime())));
    const [bound] = await tables.database.rows<{ id: string }>('select lowest_id_at($1) as id', [latest]);
    const tally: Tally = { held: 0, failed: 0 };
    for (let after = lowestId; ;) {
      const among = { after, limit: batchSize * 5, ...(bound && { below: bound.id }) };
      const found = await this.removal.find(tables, frame, among);
      if (found.seen === 0) break;
      tally.held += found.held;
      for (let at = 0; at < found.due.length; at += batchSize)
        await progress.add(await this.batch(tables, frame, run, found.due.slice(at, at + batchSize), tally));
      after = found.last;
    }
    await progress.add({ ...this.step(tables), ...tally });
  }

  /** Contacts that fail are counted and left for the next run; a keyring that cannot be reached ends the class. */
  private async batch(tables: ContactTables, frame: Frame, run: RunKeys, ids: readonly string[], tally: Tally): Promise<Step> {
    const { done, failed } = await removeInParts(this.name, ids, (some) => this.removal.remove(tables, frame, some, run, true));
    tally.held += done.reduce((sum, { held }) => sum + held, 0);
    tally.failed += failed;
    return { ...this.step(tables), ...tally, removed: done.flatMap(({ gone }) => gone).length, ...sumOf(done) };
  }

  private step({ database }: ContactTables): Step {
    return noStep(this.name, database.name);
  }
}

function sumOf(batches: readonly Batch[]): Pick<Step, 'files' | 'octets' | 'keys'> {
  const sum = (of: 'files' | 'octets' | 'keys'): number => batches.reduce((total, batch) => total + batch[of], 0);
  return { files: sum('files'), octets: sum('octets'), keys: sum('keys') };
}
