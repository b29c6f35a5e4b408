import { newId, type Database, type Transaction } from '@voxkeep/platform';
import type { Actor } from '../contacts/contact-types.js';
import { isArchived } from './consent-rows.js';

/** What a reset is about; no channel means every channel. */
export interface ResetScope {
  readonly purpose: string;
  readonly channel: string | null;
}

export interface ResetRecord extends ResetScope {
  readonly id: string;
  /** How many rows it closes. */
  readonly counted: number;
  readonly preparedAt: Date;
  readonly doneAt: Date | null;
}

export type ResetOutcome =
  { readonly done: ResetRecord } | { readonly refused: 'not-there' | 'other-purpose' | 'done-before' | 'too-old' | 'changed' };

/** How long a prepared reset may be confirmed, in milliseconds. */
export const resetPreparedForMs = 15 * 60_000;

const columns = `id, purpose, channel, counted, prepared_at as "preparedAt", done_at as "doneAt"`;

/**
 * Closes every consent of a purpose as of now, in two steps: a count that is shown, and a confirmation that holds for that count only.
 * No row is changed or removed; those entered before the reset are the archive.
 */
export class ConsentResets {
  constructor(private readonly operative: Database) {}

  /** Counts what would be closed. */
  prepare({ purpose, channel }: ResetScope, now: Date, by: Actor): Promise<ResetRecord> {
    return this.operative.transaction(async (t) => {
      const id = newId();
      const counted = await openRows(t, { purpose, channel });
      await t.rows('insert into consent_reset (id, purpose, channel, counted, prepared_at) values ($1, $2, $3, $4, $5)', [
        ...[id, purpose, channel, counted, now],
      ]);
      await t.audit({
        action: 'consent.reset-prepare',
        actor: by,
        object: { kind: 'consent-reset', id },
        purpose,
        count: counted,
      });
      return { id, purpose, channel, counted, preparedAt: now, doneAt: null };
    });
  }

  /** Does it, if the purpose is said once more and what was counted is still what is there. */
  confirm(id: string, purposeAgain: string, now: Date, by: Actor): Promise<ResetOutcome> {
    return this.operative.transaction(async (t) => {
      await t.rows('lock table consent in share mode');
      const [found] = await t.rows<ResetRecord>(`select ${columns} from consent_reset where id = $1 for update`, [id]);
      const refused = found === undefined ? 'not-there' : refusalOf(found, now);
      if (found === undefined || refused !== undefined) return { refused: refused ?? 'not-there' };
      if (found.purpose !== purposeAgain) return { refused: 'other-purpose' };
      if ((await openRows(t, found)) !== found.counted) return { refused: 'changed' };
      await t.rows('update consent_reset set done_at = greatest($2::timestamptz, now()) where id = $1', [id, now]);
      const { purpose, counted } = found;
      await t.audit({ action: 'consent.reset', actor: by, object: { kind: 'consent-reset', id }, purpose, count: counted });
      return { done: { ...found, doneAt: now } };
    });
  }

  /** The resets that were done, newest first. */
  list(): Promise<readonly ResetRecord[]> {
    return this.operative.rows<ResetRecord>(
      `select ${columns} from consent_reset where done_at is not null order by done_at desc limit 100`,
    );
  }
}

function refusalOf({ doneAt, preparedAt }: ResetRecord, now: Date): 'done-before' | 'too-old' | undefined {
  if (doneAt !== null) return 'done-before';
  return now.getTime() - preparedAt.getTime() > resetPreparedForMs ? 'too-old' : undefined;
}

async function openRows(t: Transaction, { purpose, channel }: ResetScope): Promise<number> {
  const [counted] = await t.rows<{ rows: number }>(
    `select count(*)::int as rows from consent c
     where c.purpose = $1 and ($2::text is null or c.channel = $2) and not ${isArchived('c')}`,
    [purpose, channel],
  );
  return counted?.rows ?? 0;
}
