import type { Database } from '@voxkeep/platform';
import { appendStep } from './case-transaction.js';

/** What is suppressed for a case: how many numbers and addresses, why, on which ground and until when. */
export interface SuppressionView {
  readonly points: number;
  readonly purpose: string;
  readonly ground: string;
  readonly until: Date;
}
/** `index`: the 16-byte fingerprint of kind `suppression`, made by the keyring. */
export interface SuppressedPoint {
  readonly kind: 'phone' | 'email';
  readonly index: Buffer;
}
export type SuppressionTerms = Pick<SuppressionView, 'purpose' | 'ground' | 'until'>;

/** Numbers and addresses of erased persons that must not be brought in again (04 e). Only fingerprints are kept, and they end. */
export class Suppressions {
  constructor(private readonly database: Database) {}

  async of(caseId: string): Promise<SuppressionView | null> {
    const [row] = await this.database.rows<SuppressionView>(
      `select count(*)::int as points, min(purpose) as purpose, min(ground) as ground, min(until_at) as until
         from protection.suppression where case_id = $1 having count(*) > 0`,
      [caseId],
    );
    return row ?? null;
  }

  /** Sets what is suppressed for a case, in place of what was. */
  set(caseId: string, points: readonly SuppressedPoint[], terms: SuppressionTerms, by: string): Promise<void> {
    return this.database.transaction(async (t) => {
      await t.rows('delete from protection.suppression where case_id = $1', [caseId]);
      await t.rows(
        `insert into protection.suppression (case_id, index_hash, kind, purpose, ground, until_at, set_by)
         select $1, n.index_hash, n.kind, $4, $5, $6, $7 from unnest($2::bytea[], $3::text[]) as n (index_hash, kind)
         on conflict do nothing`,
        [
          ...[caseId, points.map(({ index }) => index), points.map(({ kind }) => kind)],
          ...[terms.purpose, terms.ground, terms.until, by],
        ],
      );
      await appendStep(t, caseId, by, { step: 'suppression', affected: points.length, result: 'done' });
      await t.audit({
        ...{ action: 'suppression.set', actor: by, object: { kind: 'case', id: caseId } },
        ...{ purpose: 'data-subject-request', columns: ['suppression.index_hash'], count: points.length },
      });
    });
  }

  /** Ends what is suppressed for a case; answers how many fingerprints were removed. */
  end(caseId: string, by: string): Promise<number> {
    return this.database.transaction(async (t) => {
      const gone = await t.rows('delete from protection.suppression where case_id = $1 returning 1', [caseId]);
      if (gone.length === 0) return 0;
      await appendStep(t, caseId, by, { step: 'suppression', affected: gone.length, result: 'ended' });
      await t.audit({
        ...{ action: 'suppression.end', actor: by, object: { kind: 'case', id: caseId } },
        ...{ purpose: 'data-subject-request', count: gone.length },
      });
      return gone.length;
    });
  }

  /** Removes what is over, also of cases that came to nothing; answers how many. */
  removeOver(now: Date, by: string): Promise<number> {
    return this.database.transaction(async (t) => {
      const gone = await t.rows(
        `delete from protection.suppression s using protection."case" c
          where c.id = s.case_id and (s.until_at <= $1 or c.state in ('refused', 'withdrawn', 'duplicate')) returning 1`,
        [now],
      );
      if (gone.length > 0) await t.audit({ action: 'suppression.expire', actor: by, purpose: 'retention', count: gone.length });
      return gone.length;
    });
  }
}

/** What other programs see of suppressions: which fingerprints count now. */
export class SuppressedIndexes {
  constructor(private readonly database: Database) {}

  /** Whether anything is suppressed at all; without it nothing has to be looked up. */
  async any(): Promise<boolean> {
    return (await this.database.rows('select 1 from access.suppressed limit 1')).length > 0;
  }

  /** Those of the given fingerprints that are suppressed, in hex. */
  async among(indexes: readonly Buffer[]): Promise<ReadonlySet<string>> {
    const rows = await this.database.rows<{ index: Buffer }>(
      'select index_hash as index from access.suppressed where index_hash = any($1::bytea[])',
      [indexes],
    );
    return new Set(rows.map(({ index }) => index.toString('hex')));
  }
}
