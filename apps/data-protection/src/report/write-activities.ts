import type { PersonReport } from './person-report.js';
import type { ReportDocument } from './report-document.js';
import type { Wording } from './wording.js';

/** GDPR Art. 15(1)(a) to (h) and 15(2): one table for each activity, then the rights. */
export function writeActivities(document: ReportDocument, { activities, statements }: PersonReport, wording: Wording): void {
  const empty = wording.say('empty');
  document.write('H2', wording.say('activities.heading'));
  for (const { title, purposes, legalBasis, categories, recipients, periods, sources } of activities) {
    document.write('H3', title);
    document.table(
      [wording.say('records.field'), wording.say('records.value')],
      [
        [wording.say('activities.purposes'), purposes],
        [wording.say('activities.legalBasis'), legalBasis],
        [wording.say('activities.categories'), categories.join(', ') || empty],
        [wording.say('activities.recipients'), recipients],
        [wording.say('activities.periods'), periods.join('\n') || empty],
        [wording.say('activities.sources'), sources.join(', ') || empty],
      ],
      [130, '*'],
      { rowHeads: true },
    );
  }
  document.write('H2', wording.say('rights.heading'));
  for (const name of ['rights', 'complaint', 'automatedDecisions', 'transfers'] as const) document.write('P', statements[name]);
}
