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
import type { MenuPage } from '../session/page-rights.ts';

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
