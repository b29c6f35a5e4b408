import { Inject, Injectable } from '@nestjs/common';
import type { CaseView, DeliveryContent } from '@voxkeep/configuration';
import { conflict } from '@voxkeep/platform';
import type { PersonReport } from '../report/person-report.js';
import { Reports, type ReportForm, type ReportOptions } from '../report/reports.js';

/** Reports that may leave the house in a package. */
@Injectable()
export class ReleasedReports {
  constructor(@Inject(Reports) private readonly reports: Reports) {}

  /** 409 `report.not-built`, or `case.not-a-report`: a case of portability (Art. 20) gives the portable part and nothing else. */
  async of(found: CaseView, by: string, options: ReportOptions, content: DeliveryContent): Promise<PersonReport> {
    if (found.kind === 'portability' && content !== 'portable') throw conflict('case.not-a-report');
    return this.reports.forDownload(found, by, options);
  }

  /** Puts on record what whoever hands over has chosen beyond what the case was opened for. */
  choose(found: CaseView, by: string, options: ReportOptions): Promise<void> {
    return this.reports.noteChoice(found, by, options);
  }

  /** Notes on the case what left the house. Answers its fingerprint, SHA-256 in hex. */
  note(found: CaseView, form: ReportForm, bytes: Buffer, by: string): Promise<string> {
    return this.reports.noteDownload(found, form, bytes, by);
  }
}
