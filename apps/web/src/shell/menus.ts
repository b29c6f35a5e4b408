import {
  IconAddressBook,
  IconAlertTriangle,
  IconAntennaBars5,
  IconChartBar,
  IconCertificate,
  IconFileCheck,
  IconChecklist,
  IconQuote,
  IconFileText,
  IconHourglass,
  IconHeadphones,
  IconListDetails,
  IconListSearch,
  IconMap2,
  IconLock,
  IconMicrophone,
  IconPhoneCall,
  IconReportSearch,
  IconPlugConnected,
  IconServer2,
  IconSpeakerphone,
  IconToggleLeft,
  IconUsers,
  IconUserSearch,
  IconUsersGroup,
  IconUsersPlus,
  type Icon,
} from '@tabler/icons-react';
import type { NeededRight } from '../session/holds.ts';

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

interface MenuItem {
  readonly name:
    | 'contacts'
    | 'live'
    | 'reports'
    | 'outbound'
    | 'directory'
    | 'cases'
    | 'find'
    | 'holds'
    | 'identity'
    | 'auditTrail'
    | 'listeningLog'
    | 'users'
    | 'queues'
    | 'trunks'
    | 'recordingPolicies'
    | 'consentPolicies'
    | 'retention'
    | 'categories'
    | 'dataMap'
    | 'recordOfProcessing'
    | 'otherSystems'
    | 'compliance'
    | 'incidents'
    | 'evidence'
    | 'diagnosticLog'
    | 'consents'
    | 'consentWordings';
  readonly to: MenuPage;
  readonly Icon: Icon;
}
interface MenuGroup {
  readonly name: 'configure' | 'work' | 'protect';
  readonly items: readonly MenuItem[];
}

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

/** The three menus. An item shows to who may open its page; nobody holds Protect by default. */
export const menus: readonly MenuGroup[] = [
  {
    name: 'configure',
    items: [
      { name: 'users', to: '/configure/users', Icon: IconUsers },
      { name: 'queues', to: '/configure/queues', Icon: IconUsersGroup },
      { name: 'trunks', to: '/configure/trunks', Icon: IconPlugConnected },
      { name: 'recordingPolicies', to: '/configure/recording-policies', Icon: IconMicrophone },
      { name: 'consentPolicies', to: '/configure/consent-policies', Icon: IconListDetails },
      { name: 'consentWordings', to: '/configure/consent-wordings', Icon: IconQuote },
      { name: 'retention', to: '/configure/retention', Icon: IconHourglass },
      { name: 'categories', to: '/configure/categories', Icon: IconToggleLeft },
      { name: 'otherSystems', to: '/configure/other-systems', Icon: IconServer2 },
      { name: 'compliance', to: '/configure/compliance', Icon: IconChecklist },
    ],
  },
  {
    name: 'work',
    items: [
      { name: 'contacts', to: '/contacts', Icon: IconPhoneCall },
      { name: 'live', to: '/live', Icon: IconAntennaBars5 },
      { name: 'reports', to: '/reports', Icon: IconChartBar },
      { name: 'outbound', to: '/outbound', Icon: IconSpeakerphone },
      { name: 'directory', to: '/directory', Icon: IconAddressBook },
    ],
  },
  {
    name: 'protect',
    items: [
      { name: 'cases', to: '/protect/cases', Icon: IconFileCheck },
      { name: 'find', to: '/protect/find', Icon: IconUserSearch },
      { name: 'holds', to: '/protect/holds', Icon: IconLock },
      { name: 'consents', to: '/protect/consents', Icon: IconChecklist },
      { name: 'auditTrail', to: '/protect/audit', Icon: IconListSearch },
      { name: 'listeningLog', to: '/protect/listening', Icon: IconHeadphones },
      { name: 'identity', to: '/protect/identity', Icon: IconUsersPlus },
      { name: 'dataMap', to: '/protect/data-map', Icon: IconMap2 },
      { name: 'recordOfProcessing', to: '/protect/record-of-processing', Icon: IconFileText },
      { name: 'diagnosticLog', to: '/protect/diagnostic-log', Icon: IconReportSearch },
      { name: 'incidents', to: '/protect/incidents', Icon: IconAlertTriangle },
      { name: 'evidence', to: '/protect/evidence', Icon: IconCertificate },
    ],
  },
];
