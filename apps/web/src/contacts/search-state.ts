import { recordingOutcomes, type RecordingOutcome } from '@voxkeep/contracts';

/** What the address of the list page holds. A phone number is personal data and therefore is not part of it. */
export interface ContactFilters {
  readonly queueId?: string;
  readonly outcome?: RecordingOutcome;
  readonly from?: string;
  readonly to?: string;
}

const day = /^\d{4}-\d{2}-\d{2}$/;
const uuid = /^[0-9a-f-]{36}$/i;

/** Reads the filters out of the address; what does not parse is left out. */
export function readFilters(search: Readonly<Record<string, unknown>>): ContactFilters {
  const text = (name: string, form: RegExp) => {
    const value = search[name];
    return typeof value === 'string' && form.test(value) ? { [name]: value } : {};
  };
  const outcome = recordingOutcomes.find((known) => known === search['outcome']);
  return { ...text('queueId', uuid), ...text('from', day), ...text('to', day), ...(outcome ? { outcome } : {}) };
}

/** The filters as the API wants them: days become the local instants at which they begin and end. */
export function toSearch(filters: ContactFilters): { queueId?: string; outcome?: RecordingOutcome; from?: string; to?: string } {
  const { from, to, ...rest } = filters;
  return { ...rest, ...(from ? { from: startOf(from).toISOString() } : {}), ...(to ? { to: startOf(to, 1).toISOString() } : {}) };
}

function startOf(isoDay: string, plusDays = 0): Date {
  const [year = 1970, month = 1, date = 1] = isoDay.split('-').map(Number);
  return new Date(year, month - 1, date + plusDays);
}
