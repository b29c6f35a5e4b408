import type { http } from '@voxkeep/contracts';
import type { ReportRow } from '@voxkeep/reporting';

/** A row of the answer. Whatever has none of the outcomes is counted too, so that every row adds up to its contacts. */
export function reportRow(row: ReportRow, group: string): http.ContactReport['rows'][number] {
  const { contacts, kept, refused, unanswered, withdrawn, notAsked, off, pausedThroughout, failed } = row;
  const told = kept + refused + unanswered + withdrawn + notAsked + off + pausedThroughout + failed;
  return { ...row, group, withoutOutcome: contacts - told };
}
