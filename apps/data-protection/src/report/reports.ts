import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { canonicalJson } from '@voxkeep/audit';
import { Cases, type CaseView } from '@voxkeep/configuration';
import { conflict } from '@voxkeep/platform';
import { demandMoved } from '../cases/case-desk.js';
import type { PersonReport } from './person-report.js';
import { ReportBuilder } from './report-builder.js';

/** The way of a report case: found, built once to see that it can be, then rebuilt for each download. */
@Injectable()
export class Reports {
  constructor(
    @Inject(Cases) private readonly cases: Cases,
    @Inject(ReportBuilder) private readonly builder: ReportBuilder,
  ) {}

  /** Builds the report of a case that asks for one and notes it; again for a case that has it. 409 for any other case. */
  async build(found: CaseView, by: string): Promise<void> {
    demandReport(found);
    if (isBuilt(found)) return this.note(found, await this.builder.build(found, 'report.build', by), by);
    const report = await this.builder.build(found, 'report.build', by);
    const planHash = createHash('sha256')
      .update(canonicalJson({ databases: report.searched.databases, catalogueHash: report.catalogueHash }))
      .digest('hex');
    demandMoved(await this.cases.scope(found.id, { planHash, catalogueHash: report.catalogueHash }, by));
    demandMoved(await this.cases.start(found.id, planHash, by));
    await this.note(found, report, by);
    demandMoved(await this.cases.move(found.id, 'reported', by));
  }

  /** The report as it is now, for a download; 409 before it was built. */
  async forDownload(found: CaseView, by: string): Promise<PersonReport> {
    demandReport(found);
    if (!isBuilt(found)) throw conflict('report.not-built');
    return this.builder.build(found, 'report.download', by);
  }

  private async note(found: CaseView, report: PersonReport, by: string): Promise<void> {
    for (const { database, records } of report.searched.databases) {
      await this.cases.note(
        found.id,
        { step: 'report', database, affected: records, result: records > 0 ? 'held' : 'nothing-held' },
        by,
      );
    }
  }
}

function isBuilt({ state }: CaseView): boolean {
  return state === 'reported' || state === 'closed';
}

function demandReport({ kind }: CaseView): void {
  if (kind !== 'report') throw conflict('case.not-a-report');
}
