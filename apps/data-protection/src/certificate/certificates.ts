import { Inject, Injectable } from '@nestjs/common';
import {
  ErasureRecords,
  Suppressions,
  certificateFormat,
  payloadHash,
  type CaseView,
  type CertificatePayload,
  type CertificateStage,
  type ErasureEvidence,
} from '@voxkeep/configuration';
import { settings } from '@voxkeep/platform';
import { caseNumber } from '../cases/case-rows.js';
import type { ErasureScope } from '../erasure/erasure-scope.js';
import { OTHER_SYSTEM_ANSWERS, type OtherSystemAnswer, type OtherSystemAnswers } from '../report/ports.js';
import { releaseHash } from './release-hash.js';

const dayMs = 24 * 3600 * 1000;

/** Writes what an erasure is proven by. Counts, hashes and codes only, so that it may be kept when the person is forgotten. */
@Injectable()
export class Certificates {
  #software: Promise<string> | undefined;

  constructor(
    @Inject(ErasureRecords) private readonly records: ErasureRecords,
    @Inject(OTHER_SYSTEM_ANSWERS) private readonly systems: OtherSystemAnswers,
    @Inject(Suppressions) private readonly suppressions: Suppressions,
  ) {}

  /** Issues a stage; its hash stands in the audit log from the same transaction on. */
  async issue(found: CaseView, stage: CertificateStage, scope: ErasureScope, by: string): Promise<void> {
    const payload = await this.#payload(found, stage, scope, by);
    await this.records.certify(found.id, stage, payload, payloadHash(payload), by);
  }

  async #payload(found: CaseView, stage: CertificateStage, scope: ErasureScope, by: string): Promise<CertificatePayload> {
    const evidence = await this.records.evidenceOf(found.id);
    const { liveErasedAt, backupsEndAt } = await this.records.backupsOf(found.id);
    const keys = [...new Set(evidence.flatMap((one) => one.evidence.keys))].sort();
    const systems = await this.systems.of(found.id);
    const gone = liveErasedAt ?? new Date();
    return {
      format: certificateFormat,
      case: caseNumber(found),
      stage,
      issuedAt: new Date().toISOString(),
      requester: { level: found.verificationLevel, method: found.verificationMethod },
      hashes: {
        plan: found.planHash ?? '',
        catalogue: found.catalogueHash ?? '',
        policy: (await this.records.policyOf(found.id)) ?? '',
        software: await this.#release(),
      },
      method: 'deletion-and-cryptographic-erase',
      databases: [...erasedLines(evidence), ...retainedLines(scope)],
      keys: { destroyed: keys },
      recordings: {
        files: new Set(evidence.flatMap((one) => one.evidence.storedIds ?? one.evidence.fileIds ?? [])).size,
        ciphertextSha512: [...new Set(evidence.flatMap((one) => one.evidence.ciphertexts))].sort(),
      },
      verification: checksOf(evidence),
      backups: {
        keyringBackupsEnd: (backupsEndAt ?? gone).toISOString(),
        dataBackupsEnd: new Date(gone.getTime() + settings().erasure.dataBackupDays * dayMs).toISOString(),
        contain: stage === 'closed' ? 'ciphertext-without-keys' : 'ciphertext',
      },
      suppression: await this.#suppression(found.id),
      recipientsTold: systems.flatMap(toldOf),
      otherSystems: systems.map(({ name, state, at }) => ({ name, state, at })),
      operator: by,
      approver: found.approvedBy ?? '',
      liveErasedAt: gone.toISOString(),
      verifier: 'voxkeep data-protection',
    };
  }

  /** The files of a release do not change while it runs. */
  #release(): Promise<string> {
    this.#software ??= releaseHash(process.argv[1] ?? process.execPath);
    return this.#software;
  }

  async #suppression(caseId: string): Promise<CertificatePayload['suppression']> {
    const found = await this.suppressions.of(caseId);
    if (found === null) return null;
    const { points, purpose, ground, until } = found;
    return { fingerprints: points, purpose, ground, until: until.toISOString() };
  }
}

/** What was found and erased, table by table. A resumed run finds part of what the run before it had found. */
function erasedLines(
  evidence: readonly { readonly stage: number; readonly evidence: ErasureEvidence }[],
): CertificatePayload['databases'] {
  const most = new Map<string, CertificatePayload['databases'][number] & { stage: number }>();
  for (const { stage, evidence: one } of evidence) {
    for (const { database, table, action, records } of one.lines.filter((line) => line.action !== 'keep')) {
      const name = `${String(stage)} ${database} ${table} ${action}`;
      const matched = Math.max(records, most.get(name)?.matched ?? 0);
      const outcome = action === 'delete' ? 'deleted' : 'anonymised';
      most.set(name, { stage, database, table, matched, outcome, reason: null, reference: null, until: null });
    }
  }
  return [...most.values()].map(({ stage: _stage, ...line }) => line);
}

function retainedLines({ retained, lines }: ErasureScope): CertificatePayload['databases'] {
  const kept = lines.filter(({ action }) => action === 'keep');
  return [
    ...retained.map(({ database, table, records, reason, reference, until }) => ({
      ...{ database, table, matched: records, outcome: 'retained' as const, reason, reference },
      until: until?.toISOString() ?? null,
    })),
    ...kept.map(({ database, table, records, because }) => ({
      ...{ database, table, matched: records, outcome: 'retained' as const, reason: 'ground' as const },
      ...{ reference: because, until: null },
    })),
  ];
}

type Evidence = readonly { readonly evidence: ErasureEvidence }[];

/** Every look of every run. A case is certified only after all of them had found nothing; otherwise it has failed. */
function checksOf(evidence: Evidence): CertificatePayload['verification'] {
  const looks = new Map<string, number>();
  for (const { query, checked } of evidence.flatMap((one) => one.evidence.checks ?? []))
    looks.set(query, checked + (looks.get(query) ?? 0));
  return [...looks].map(([query, checked]) => ({ query, checked, found: 0 }));
}

/** Whoever runs another system was told when they were asked, at the latest when they answered. */
function toldOf({ name, askedAt, at }: OtherSystemAnswer): CertificatePayload['recipientsTold'] {
  const told = askedAt ?? at;
  return told === null ? [] : [{ name, at: told }];
}
