import {
  IconAddressBook,
  IconAntennaBars5,
  IconChartBar,
  IconFileCheck,
  IconListDetails,
  IconMicrophone,
  IconPhoneCall,
  IconPlugConnected,
  IconSpeakerphone,
  IconUsers,
  IconUserSearch,
  IconUsersGroup,
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
  '/configure/users',
  '/configure/queues',
  '/configure/trunks',
  '/configure/recording-policies',
  '/configure/consent-policies',
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
    | 'users'
    | 'queues'
    | 'trunks'
    | 'recordingPolicies'
    | 'consentPolicies';
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
  '/configure/users': [['user', 'view']],
  '/configure/queues': [['queue', 'view']],
  '/configure/trunks': [['trunk', 'view']],
  '/configure/recording-policies': [['recording-policy', 'view']],
  '/configure/consent-policies': [['consent-policy', 'view']],
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
    ],
  },
];
