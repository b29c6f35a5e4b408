import { IconAddressBook, IconAntennaBars5, IconChartBar, IconFileCheck, IconListDetails, IconMicrophone, IconPhoneCall, IconPlugConnected, IconSpeakerphone, IconUsers, IconUserSearch, IconUsersGroup, type Icon } from '@tabler/icons-react';
import type { AccessType, ObjectType } from '@voxkeep/contracts';

interface MenuItem {
  readonly name: 'contacts' | 'live' | 'reports' | 'outbound' | 'cases' | 'find' | 'users' | 'queues' | 'trunks' | 'recordingPolicies' | 'consentPolicies' | 'directory';
  readonly to: string;
  readonly Icon: Icon;
  readonly objectType: ObjectType;
  readonly accessType: AccessType;
}
interface MenuGroup {
  readonly name: 'work' | 'protect' | 'configure';
  readonly items: readonly MenuItem[];
}

/** The three menus. An item shows when its right is held for at least one object; nobody holds Protect by default. */
export const menus: readonly MenuGroup[] = [
  {
    name: 'work',
    items: [
      { name: 'contacts', to: '/contacts', Icon: IconPhoneCall, objectType: 'contact', accessType: 'view' },
      { name: 'live', to: '/live', Icon: IconAntennaBars5, objectType: 'queue', accessType: 'monitor' },
      { name: 'reports', to: '/reports', Icon: IconChartBar, objectType: 'report', accessType: 'view' },
      { name: 'outbound', to: '/outbound', Icon: IconSpeakerphone, objectType: 'campaign', accessType: 'view' },
      { name: 'directory', to: '/directory', Icon: IconAddressBook, objectType: 'directory-entry', accessType: 'view' },
    ],
  },
  {
    name: 'protect',
    items: [
      { name: 'cases', to: '/protect/cases', Icon: IconFileCheck, objectType: 'personal-data-protection', accessType: 'use' },
      { name: 'find', to: '/protect/find', Icon: IconUserSearch, objectType: 'personal-data-protection', accessType: 'use' },
    ],
  },
  {
    name: 'configure',
    items: [
      { name: 'users', to: '/configure/users', Icon: IconUsers, objectType: 'user', accessType: 'view' },
      { name: 'queues', to: '/configure/queues', Icon: IconUsersGroup, objectType: 'queue', accessType: 'view' },
      { name: 'trunks', to: '/configure/trunks', Icon: IconPlugConnected, objectType: 'trunk', accessType: 'view' },
      { name: 'recordingPolicies', to: '/configure/recording-policies', Icon: IconMicrophone, objectType: 'recording-policy', accessType: 'view' },
      { name: 'consentPolicies', to: '/configure/consent-policies', Icon: IconListDetails, objectType: 'consent-policy', accessType: 'view' },
    ],
  },
];
