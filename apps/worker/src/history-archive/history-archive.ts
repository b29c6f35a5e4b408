import { Inject, Injectable } from '@nestjs/common';
import { ClosedContacts } from '@voxkeep/history';
import { ContactArchive, type ArchivedContact } from '@voxkeep/operative';
import { Database, databaseToken, isOutOfReach } from '@voxkeep/platform';
import { byWorker } from '../by.js';
import { lowestId, orLeave } from '../each-contact.js';

const batchSize = 100;
/** The same lock per contact that attribution and erasure take: while a contact moves, nobody changes it. */
const lockContacts = `select pg_advisory_xact_lock(hashtextextended(id, 0)) from (select unnest($1::text[]) as id order by 1) as c`;

/** Moves contacts that ended long enough ago into history. Interrupted between copy and removal, the next run finds the copy and removes. */
@Injectable()
export class HistoryArchive {
  constructor(
    @Inject(databaseToken('operative')) private readonly operative: Database,
    @Inject(ContactArchive) private readonly archive: ContactArchive,
    @Inject(ClosedContacts) private readonly history: ClosedContacts,
  ) {}

  /** Moves every contact that closed before `before` and of which nothing is untold; answers how many. Ciphertext is copied as it is. */
  async move(before: Date): Promise<number> {
    let moved = 0;
    for (let after = lowestId; ;) {
      const ids = (await this.archive.take(before, batchSize, after)).map(idOf);
      if (ids.length === 0) return moved;
      moved += await this.moveBatch(before, after, ids).catch((error: unknown) => this.moveEach(before, after, ids, error));
      after = ids.at(-1) ?? after;
    }
  }

  /** One that cannot be moved is left where it is, and does not keep the rest of its batch. */
  private async moveEach(before: Date, after: string, ids: readonly string[], failure: unknown): Promise<number> {
    if (isOutOfReach(failure)) throw failure;
    let moved = 0;
    for (const [at, id] of ids.entries())
      moved += (await orLeave('archive', id, () => this.moveBatch(before, ids[at - 1] ?? after, [id]))) ?? 0;
    return moved;
  }

  /** Takes once more under the locks, since what was seen without them may have changed. */
  private moveBatch(before: Date, after: string, ids: readonly string[]): Promise<number> {
    return this.operative.transaction(async (t) => {
      await t.rows(lockContacts, [ids]);
      const locked = new Set(ids);
      const batch = (await this.archive.take(before, ids.length, after)).filter((contact) => locked.has(idOf(contact)));
      if (batch.length === 0) return 0;
      await this.history.receive(batch, byWorker);
      const { removed, erased } = await this.archive.remove(batch.map(idOf), byWorker);
      if (erased.length > 0) await this.history.detach(erased, byWorker);
      return removed;
    });
  }
}

function idOf({ contact }: ArchivedContact): string {
  return (contact as { id: string }).id;
}
