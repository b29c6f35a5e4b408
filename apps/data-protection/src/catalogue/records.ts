import { Inject, Injectable } from '@nestjs/common';
import type { Language, http } from '@voxkeep/contracts';
import { catalogue } from '@voxkeep/personal-data';
import { settings } from '@voxkeep/platform';
import { ReportLanguages } from '../report/report-languages.js';
import type { Terms } from './data-map.js';
import { recordOfProcessing } from './record-of-processing.js';

/** Makes the record of processing of this site. */
@Injectable()
export class RecordsOfProcessing {
  constructor(@Inject(ReportLanguages) private readonly languages: ReportLanguages) {}

  /** The record as of now, in one language. */
  make(language: Language, terms: Terms): http.RecordOfProcessing {
    const { site, report } = settings();
    const wording = this.languages.wording(language, site.timeZone);
    return recordOfProcessing(catalogue(), {
      language,
      words: wording,
      parties: { controller: site.controllerName, officer: report.officer, authority: report.authority },
      terms,
      now: new Date(),
    });
  }
}
