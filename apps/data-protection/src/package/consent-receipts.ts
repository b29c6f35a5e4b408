import { consentReceipt } from '@voxkeep/consent';
import { groupBy } from '../report/group-by.js';
import type { PersonReport } from '../report/person-report.js';
import { jsonFile, type AttachedFile } from './attached-file.js';

/** One receipt (ISO/IEC TS 27560) for each purpose for which consent was asked or given in a conversation. */
export function consentReceipts(report: PersonReport): readonly AttachedFile[] {
  const common = {
    issuedAt: report.generatedAt,
    language: report.language,
    personId: report.subject.personId,
    controller: report.controller,
  };
  return report.conversations.flatMap(({ contactId, consents }) =>
    [...groupBy(consents, ({ purpose }) => purpose)].map(([purpose, events]) =>
      jsonFile(
        `receipts/${contactId}-${purpose.replace(/[^a-z0-9-]/g, '')}.jsonld`,
        consentReceipt({ ...common, recordId: contactId, purpose, events }),
        'application/ld+json',
      ),
    ),
  );
}
