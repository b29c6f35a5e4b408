/** The addresses of the web application's pages; `$…` is any one part. Whatever else is asked for is no page, and is answered 404. */
export const pages = [
  '/',
  '/collect',
  '/contacts',
  '/contacts/$id',
  '/live',
  '/reports',
  '/outbound',
  '/outbound/$id',
  '/directory',
  '/protect/cases',
  '/protect/identity',
  '/protect/cases/$id',
  '/protect/find',
  '/protect/audit',
  '/protect/listening',
  '/protect/holds',
  '/configure/users',
  '/configure/users/new',
  '/configure/users/$id',
  '/configure/queues',
  '/configure/queues/$id',
  '/configure/trunks',
  '/configure/trunks/$id',
  '/configure/recording-policies',
  '/configure/recording-policies/$id',
  '/configure/consent-policies',
  '/configure/consent-policies/$id',
  '/protect/data-map',
  '/protect/record-of-processing',
  '/configure/categories',
  '/configure/retention',
  '/protect/diagnostic-log',
  '/protect/diagnostic-log/new',
  '/protect/diagnostic-log/$id',
  '/protect/consents',
  '/protect/consents/new',
  '/protect/consents/many',
  '/protect/consents/$id',
  '/configure/consent-wordings',
  '/configure/other-systems',
  '/configure/compliance',
  '/protect/incidents',
  '/protect/evidence',
] as const;

const parts = (address: string): readonly string[] => address.split('/').filter((part) => part !== '');
const patterns = pages.map(parts);

/** Whether a page has this address; a stroke at its end makes no difference. */
export function isPage(address: string): boolean {
  const asked = parts(address);
  return patterns.some(
    (pattern) => pattern.length === asked.length && pattern.every((part, at) => part.startsWith('$') || part === asked[at]),
  );
}
