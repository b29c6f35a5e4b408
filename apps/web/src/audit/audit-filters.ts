import { databaseNames, purposeCodes, type PurposeCode } from '@voxkeep/contracts';

/** What the address of the audit trail holds: codes, random ids and days. Whoever keeps an address keeps its filters. */
export interface AuditFilters {
  readonly actor?: string;
  readonly action?: string;
  readonly objectKind?: string;
  readonly objectId?: string;
  readonly subject?: string;
  readonly purpose?: PurposeCode;
  readonly source?: string;
  readonly from?: string;
  readonly to?: string;
}

const day = /^\d{4}-\d{2}-\d{2}$/;
const reference = /^[A-Za-z0-9:._-]{1,80}$/;

/** Where an act may have been done. */
export const sources: readonly string[] = [...databaseNames, 'keyring'];

/** Reads the filters out of the address; what does not parse is left out. */
export function readAuditFilters(search: Readonly<Record<string, unknown>>): AuditFilters {
  const text = (name: string, form: RegExp) => {
    const value = search[name];
    return typeof value === 'string' && form.test(value) ? { [name]: value } : {};
  };
  const purpose = purposeCodes.find((known) => known === search['purpose']);
  const source = sources.find((known) => known === search['source']);
  return {
    ...['actor', 'action', 'objectKind', 'objectId', 'subject'].reduce(
      (read, name) => ({ ...read, ...text(name, reference) }),
      {},
    ),
    ...text('from', day),
    ...text('to', day),
    ...(purpose && { purpose }),
    ...(source !== undefined && { source }),
  };
}

/** The filters that leave what is on record about one object. */
export function aboutOne(objectKind: string, objectId: string): AuditFilters {
  return { objectKind, objectId };
}

/** The filters as the query of a request: days become the local instants at which they begin and end. */
export function auditQueryOf({ from, to, ...rest }: AuditFilters, more: Readonly<Record<string, string>> = {}): string {
  const times = { ...(from && { from: startOf(from).toISOString() }), ...(to && { to: startOf(to, 1).toISOString() }) };
  const query = new URLSearchParams({ ...rest, ...times, ...more }).toString();
  return query === '' ? '' : `?${query}`;
}

function startOf(isoDay: string, plusDays = 0): Date {
  const [year = 1970, month = 1, date = 1] = isoDay.split('-').map(Number);
  return new Date(year, month - 1, date + plusDays);
}
