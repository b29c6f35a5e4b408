import type { KeyKind } from '@voxkeep/personal-data';
import type { Database } from '@voxkeep/platform';

/** What a case erased: random ids by kind. `id` gives the order. */
export interface JournalEntry {
  readonly id: string;
  readonly caseId: string;
  readonly at: Date;
  readonly keyKind: KeyKind;
  readonly keyIds: readonly string[];
}

/** The list of everything that was erased, append-only. After a restore it is read from the last entry of the backup on (04 e). */
export class ErasureJournal {
  constructor(private readonly database: Database) {}

  /** Appends what a case is about to erase, before the first row goes, so that a crash in between is repaired by doing it again. */
  append(caseId: string, keys: Partial<Record<KeyKind, readonly string[]>>, by: string): Promise<void> {
    return this.database.transaction(async (t) => {
      for (const [kind, ids] of Object.entries(keys)) {
        if (ids.length === 0) continue;
        await t.rows('insert into protection.erasure_journal (case_id, key_kind, key_ids) values ($1, $2, $3)', [
          caseId,
          kind,
          ids,
        ]);
      }
      await t.audit({
        action: 'erasure.journal',
        actor: by,
        object: { kind: 'case', id: caseId },
        purpose: 'data-subject-request',
      });
    });
  }

  /** The entries after this one, oldest first. */
  listAfter(id = '0', limit = 1000): Promise<readonly JournalEntry[]> {
    return this.database.rows<JournalEntry>(
      `select id, case_id as "caseId", at, key_kind as "keyKind", key_ids as "keyIds" from protection.erasure_journal where id > $1 order by id limit $2`,
      [id, limit],
    );
  }
}
