import type { AuditAct } from '@voxkeep/contracts';
import type { Database, Transaction } from '@voxkeep/platform';

/** A law that has a class of data kept for so many days from the start date of the class. */
export interface StatutoryRule {
  readonly class: string;
  readonly days: number;
  readonly ground: string;
}
export const reviewDecisions = ['keep', 'redact', 'erase'] as const;
/** What is done with a record that may concern somebody else too. `reason` is a code, demanded unless it is erased. */
export interface ReviewDecision {
  readonly database: string;
  readonly table: string;
  readonly rowId: string;
  readonly decision: (typeof reviewDecisions)[number];
  readonly reason: string | null;
}
/** What one run found: rows by table, what stays, and SHA-512 of the recordings' ciphertext. */
export interface ErasureEvidence {
  readonly lines: readonly {
    readonly database: string;
    readonly table: string;
    readonly action: string;
    readonly records: number;
  }[];
  readonly ciphertexts: readonly string[];
  readonly files: number;
  /** Commitments, hex, of keys that were destroyed. */
  readonly keys: readonly string[];
  /** Random ids of the files that go; a resumed run looks for those of the runs before it as well. */
  readonly fileIds?: readonly string[];
  /** Those of `fileIds` that were still there; the others had gone before, by a withdrawal or a term. */
  readonly storedIds?: readonly string[];
  /** What was looked at afterwards, and how many times: each look found nothing, or the run failed. */
  readonly checks?: readonly { readonly query: string; readonly checked: number }[];
}
export type CertificateStage = 'live-erased' | 'closed';
/** A certificate as it is kept; `document` is the signed file once its proof was added. */
export interface StoredCertificate {
  readonly number: number;
  readonly stage: CertificateStage;
  readonly at: Date;
  readonly payload: unknown;
  /** SHA-256, hex, of the canonical JSON of the payload: what the audit log committed to. */
  readonly payloadHash: string;
  readonly document: string | null;
}

/** What stands beside the state of an erasure case: rules it went by, reviews, when the last backup ends, certificates. */
export class ErasureRecords {
  constructor(private readonly database: Database) {}

  statutoryRules(): Promise<readonly StatutoryRule[]> {
    return this.database.rows<StatutoryRule>('select class, days, ground from protection.statutory_term order by class');
  }

  /** Sets or, with `days` 0, removes the rule of a class. */
  setStatutoryRule({ class: name, days, ground }: StatutoryRule, by: string): Promise<void> {
    return this.database.transaction(async (t) => {
      if (days === 0) await t.rows('delete from protection.statutory_term where class = $1', [name]);
      else
        await t.rows(
          `insert into protection.statutory_term (class, days, ground, set_by) values ($1, $2, $3, $4)
           on conflict (class) do update set days = $2, ground = $3, set_by = $4, set_at = now()`,
          [name, days, ground, by],
        );
      await t.audit({ action: 'statutory-term.set', actor: by, purpose: 'legal-hold', columns: [`class:${name}`] });
    });
  }

  /** Notes by which rules the plan of a case was made. */
  async notePolicy(caseId: string, policyHash: string): Promise<void> {
    await this.database.rows('update protection."case" set policy_hash = $2 where id = $1', [caseId, policyHash]);
  }

  async policyOf(caseId: string): Promise<string | null> {
    const [row] = await this.database.rows<{ hash: string | null }>(
      'select policy_hash as hash from protection."case" where id = $1',
      [caseId],
    );
    return row?.hash ?? null;
  }

  reviewsOf(caseId: string): Promise<readonly ReviewDecision[]> {
    return this.database.rows<ReviewDecision>(
      `select database, table_name as "table", row_id as "rowId", decision, reason from protection.review
        where case_id = $1 order by database, table_name, row_id`,
      [caseId],
    );
  }

  review(caseId: string, { database, table, rowId, decision, reason }: ReviewDecision, by: string): Promise<void> {
    return this.database.transaction(async (t) => {
      await t.rows(
        `insert into protection.review (case_id, database, table_name, row_id, decision, reason, decided_by)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict (case_id, database, table_name, row_id)
         do update set decision = $5, reason = $6, decided_by = $7, decided_at = now()`,
        [caseId, database, table, rowId, decision, reason, by],
      );
      await auditErasure(t, `erasure.review-${decision}`, caseId, by);
    });
  }

  /** Notes that the live data are gone, and when the last backup of the keys will be. */
  async noteLiveErased(caseId: string, at: Date, backupsEndAt: Date): Promise<void> {
    await this.database.rows('update protection."case" set live_erased_at = $2, backups_end_at = $3 where id = $1', [
      caseId,
      at,
      backupsEndAt,
    ]);
  }

  async backupsOf(caseId: string): Promise<{ liveErasedAt: Date | null; backupsEndAt: Date | null }> {
    const [row] = await this.database.rows<{ liveErasedAt: Date | null; backupsEndAt: Date | null }>(
      'select live_erased_at as "liveErasedAt", backups_end_at as "backupsEndAt" from protection."case" where id = $1',
      [caseId],
    );
    return row ?? { liveErasedAt: null, backupsEndAt: null };
  }

  /** Cases that wait for nothing but backups whose last one has ended by now: by its date, and no copy of the keys from before is left. */
  async backupsOver(now: Date): Promise<readonly string[]> {
    const rows = await this.database.rows<{ id: string }>(
      `select id from protection."case" c where state = 'backup-pending' and backups_end_at <= $1
          and not exists (select from protection.backup_set b where b.keyring_removed_at is null and b.made_at <= c.live_erased_at)
        order by number`,
      [now],
    );
    return rows.map(({ id }) => id);
  }

  /** Notes what a run found. `stage` counts the certificates there were: what a resumed run finds is part of what was found before. */
  async noteEvidence(caseId: string, evidence: ErasureEvidence): Promise<void> {
    await this.database.rows(
      `insert into protection.erasure_evidence (case_id, number, stage, evidence)
       select $1, (select count(*) from protection.erasure_evidence where case_id = $1) + 1,
              (select count(*) from protection.certificate where case_id = $1), $2`,
      [caseId, JSON.stringify(evidence)],
    );
  }

  evidenceOf(caseId: string): Promise<readonly { readonly stage: number; readonly evidence: ErasureEvidence }[]> {
    return this.database.rows('select stage, evidence from protection.erasure_evidence where case_id = $1 order by number', [
      caseId,
    ]);
  }

  /** Ids of all files that the runs of a case were about to remove. */
  async filesOf(caseId: string): Promise<readonly string[]> {
    const runs = await this.evidenceOf(caseId);
    return [...new Set(runs.flatMap(({ evidence }) => evidence.fileIds ?? []))].sort();
  }

  /** Keeps a certificate; the audit log commits to its hash in the same transaction. Answers its number within the case. */
  certify(caseId: string, stage: CertificateStage, payload: unknown, payloadHash: string, by: string): Promise<number> {
    return this.database.transaction(async (t) => {
      const [row] = await t.rows<{ number: number }>(
        `insert into protection.certificate (case_id, number, stage, payload, payload_hash)
         select $1, coalesce(max(number), 0) + 1, $2, $3, $4 from protection.certificate where case_id = $1 returning number`,
        [caseId, stage, JSON.stringify(payload), payloadHash],
      );
      const number = row?.number ?? 1;
      await t.audit({
        action: `erasure.certify-${String(number) as `${number}`}`,
        actor: by,
        object: { kind: 'case', id: caseId },
        purpose: 'data-subject-request',
        detail: Buffer.from(payloadHash, 'hex'),
      });
      return number;
    });
  }

  certificatesOf(caseId: string): Promise<readonly StoredCertificate[]> {
    return this.database.rows<StoredCertificate>(
      `select number, stage, at, payload, payload_hash as "payloadHash", document from protection.certificate
        where case_id = $1 order by number`,
      [caseId],
    );
  }

  /** Keeps the signed file of a certificate, once; what stands there is not replaced. */
  async attach(caseId: string, number: number, document: string): Promise<void> {
    await this.database.rows(
      'update protection.certificate set document = $3 where case_id = $1 and number = $2 and document is null',
      [caseId, number, document],
    );
  }
}

async function auditErasure(t: Transaction, action: AuditAct, id: string, by: string): Promise<void> {
  await t.audit({ action, actor: by, object: { kind: 'case', id }, purpose: 'data-subject-request' });
}
