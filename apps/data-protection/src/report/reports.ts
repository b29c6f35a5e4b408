import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { canonicalJson } from '@voxkeep/audit';
import { Cases, CaseVerifications, mayHoldRecordings, type CaseView } from '@voxkeep/configuration';
import type { AuditAct, http } from '@voxkeep/contracts';
import { conflict } from '@voxkeep/platform';
import { demandMoved } from '../cases/case-desk.js';
import { caseNumber } from '../cases/case-rows.js';
import { soughtBy } from '../subject/subjects.js';
import type { PersonReport } from './person-report.js';
import { ReportBuilder, type ReportOptions } from './report-builder.js';
import { ReportLanguages } from './report-languages.js';

export type { ReportOptions } from './report-builder.js';
/** A form in which a report leaves the house. */
export type ReportForm = 'pdf' | 'json' | 'zip' | 'art20';

/** The way of a report case: found, built once to see that it can be, then rebuilt for each download. */
@Injectable()
export class Reports {
  constructor(
    @Inject(Cases) private readonly cases: Cases,
    @Inject(CaseVerifications) private readonly verifications: CaseVerifications,
    @Inject(ReportBuilder) private readonly builder: ReportBuilder,
    @Inject(ReportLanguages) private readonly languages: ReportLanguages,
  ) {}

  /** Builds the report of a case that asks for one and notes it; again for a case that has it. 409 for any other case. */
  async build(found: CaseView, by: string, options: ReportOptions = {}): Promise<void> {
    demandReport(found);
    await this.noteChoice(found, by, options);
    const report = await this.#make(found, 'report.build', by, options);
    if (isBuilt(found)) return this.#note(found, report, by);
    const planHash = createHash('sha256')
      .update(canonicalJson({ databases: report.searched.databases, catalogueHash: report.catalogueHash }))
      .digest('hex');
    demandMoved(await this.cases.scope(found.id, { planHash, catalogueHash: report.catalogueHash }, by));
    demandMoved(await this.cases.start(found.id, planHash, by));
    await this.#note(found, report, by);
    demandMoved(await this.cases.move(found.id, 'reported', by));
  }

  /** What the report would hold now, in figures; each look is on record. */
  async preview(found: CaseView, by: string, options: ReportOptions = {}): Promise<http.ReportPreview> {
    demandReport(found);
    const report = await this.#make(found, 'report.preview', by, options);
    const values = report.records.flatMap(({ records }) => records.flatMap((record) => record.values));
    return {
      about: report.about,
      language: report.language,
      languages: [...this.languages.list()],
      recordings: recordingsIn(found, options),
      summary: report.summary,
      freeTexts: values.filter(({ freeText, value, withheld }) => freeText && (value !== null || withheld)).length,
      excludedPoints: report.identity.excluded.length,
      outstandingSystems: report.otherSystems.filter(({ state }) => state === 'outstanding').length,
    };
  }

  /** The report as it is now, for a download; 409 before it was built. */
  async forDownload(found: CaseView, by: string, options: ReportOptions = {}): Promise<PersonReport> {
    demandReport(found);
    if (!isBuilt(found)) throw conflict('report.not-built');
    await this.noteChoice(found, by, options);
    return this.#make(found, 'report.download', by, options);
  }

  /** Notes on the case which bytes left the house. Answers their fingerprint: SHA-256 in hex. */
  async noteDownload(found: CaseView, form: ReportForm, bytes: Buffer, by: string): Promise<string> {
    const fingerprint = createHash('sha256').update(bytes).digest('hex');
    await this.cases.note(found.id, { step: `download-${form}`, result: `sha256:${fingerprint}` }, by);
    return fingerprint;
  }

  /** Puts on record that recordings were chosen for a case which was opened without them; before anything is made, and once. */
  async noteChoice(found: CaseView, by: string, options: ReportOptions): Promise<void> {
    if (!found.withRecordings && recordingsIn(found, options) === 'held') await this.verifications.addRecordings(found.id, by);
  }

  #make(found: CaseView, action: AuditAct, by: string, options: ReportOptions): Promise<PersonReport> {
    return this.builder.build({
      caseId: found.id,
      case: {
        number: caseNumber(found),
        openedAt: found.openedAt.toISOString(),
        verificationLevel: found.verificationLevel,
        verificationMethod: found.verificationMethod,
      },
      sought: soughtBy(found),
      stated: {
        ...{ action, by, purpose: 'data-subject-request', under: { kind: 'case', id: found.id } },
        ...(found.subject.personId !== null && { subject: found.subject.personId }),
      },
      options: { ...options, recordings: recordingsIn(found, options) === 'held' },
    });
  }

  async #note(found: CaseView, report: PersonReport, by: string): Promise<void> {
    for (const { database, records } of report.searched.databases) {
      await this.cases.note(
        found.id,
        { step: 'report', database, affected: records, result: records > 0 ? 'held' : 'nothing-held' },
        by,
      );
    }
  }
}

/**
 * Whether the report holds recordings, or why not. What is chosen counts, else what the case was opened for; whose voice it is must be
 * surer than who asks for letters (04 d).
 */
function recordingsIn(found: CaseView, { recordings }: ReportOptions): http.ReportPreview['recordings'] {
  if (!(recordings ?? found.withRecordings)) return 'not-chosen';
  return mayHoldRecordings(found) ? 'held' : 'not-verified';
}

function isBuilt({ state }: CaseView): boolean {
  return state === 'reported' || state === 'closed';
}

function demandReport({ kind }: CaseView): void {
  if (kind !== 'report' && kind !== 'portability') throw conflict('case.not-a-report');
}
