import type { http } from '@voxkeep/contracts';
import { holdsRight, type NeededRight } from './holds';

/** The pages that the menus lead to. */
export const menuPages = [
  '/contacts',
  '/live',
  '/reports',
  '/outbound',
  '/directory',
  '/protect/cases',
  '/protect/find',
  '/protect/holds',
  '/protect/identity',
  '/protect/audit',
  '/protect/listening',
  '/configure/users',
  '/configure/queues',
  '/configure/trunks',
  '/configure/recording-policies',
  '/configure/consent-policies',
  '/configure/retention',
  '/configure/categories',
  '/protect/data-map',
  '/protect/record-of-processing',
  '/protect/diagnostic-log',
  '/protect/consents',
  '/configure/consent-wordings',
  '/configure/other-systems',
  '/configure/compliance',
  '/protect/incidents',
  '/protect/evidence',
] as const;
export type MenuPage = (typeof menuPages)[number];

/** Which rights open a page: one of them for at least one object is enough. Agents see their own contacts by the use of contacts. */
export const pageRights: Readonly<Record<MenuPage, readonly NeededRight[]>> = {
  '/contacts': [
    ['contact', 'view'],
    ['contact', 'use'],
    ['queue', 'manage-contact-history'],
  ],
  '/live': [['queue', 'monitor']],
  '/reports': [['report', 'view']],
  '/outbound': [['campaign', 'view']],
  '/directory': [['directory-entry', 'view']],
  '/protect/cases': [['personal-data-protection', 'use']],
  '/protect/find': [['personal-data-protection', 'use']],
  '/protect/holds': [['personal-data-protection', 'use']],
  '/protect/identity': [['personal-data-protection', 'use']],
  '/protect/audit': [['audit-trail', 'view']],
  '/protect/listening': [['audit-trail', 'view']],
  '/configure/users': [['user', 'view']],
  '/configure/queues': [['queue', 'view']],
  '/configure/trunks': [['trunk', 'view']],
  '/configure/recording-policies': [['recording-policy', 'view']],
  '/configure/consent-policies': [['consent-policy', 'view']],
  '/configure/retention': [['retention-rule', 'view']],
  '/configure/categories': [['setting', 'view']],
  '/protect/data-map': [['personal-data-protection', 'use']],
  '/protect/record-of-processing': [['personal-data-protection', 'use']],
  '/protect/diagnostic-log': [['diagnostic-logging', 'view']],
  '/configure/other-systems': [['compliance-register', 'view']],
  '/configure/compliance': [['compliance-register', 'view']],
  '/protect/incidents': [['personal-data-protection', 'use']],
  '/protect/evidence': [['personal-data-protection', 'use']],
  '/protect/consents': [['customer-consent', 'view']],
  '/configure/consent-wordings': [['consent-policy', 'view']],
};

/** Pages below that ask for more than the one above them. */
const deeper: readonly { readonly below: string; readonly rights: readonly NeededRight[] }[] = [
  { below: '/protect/diagnostic-log/', rights: [['diagnostic-logging', 'modify']] },
  { below: '/protect/consents/new', rights: [['customer-consent', 'create']] },
  { below: '/configure/users/new', rights: [['user', 'create']] },
];

/** Which rights open an address, one of them is enough; none: it is open to everybody who is signed in. */
export function rightsOf(address: string): readonly NeededRight[] | undefined {
  const [path = ''] = address.split(/[?#]/);
  const further = deeper.find(({ below }) => path.startsWith(below));
  const page = menuPages.find((one) => path === one || path.startsWith(`${one}/`));
  return further?.rights ?? (page && pageRights[page]);
}

/** Whether an address is open to who holds these rights. */
export function isOpenTo(held: http.SessionAnswer['rights'], address: string): boolean {
  return rightsOf(address)?.some((right) => holdsRight(held, right)) ?? true;
}
