import { accessTypes, type AccessType, type ObjectType } from '@voxkeep/contracts';

/** The four that `manage` stands for. */
export const managedAccessTypes = ['view', 'modify', 'create', 'delete'] as const satisfies readonly AccessType[];

/** Objects whose rights name persons, never groups or roles, and whose holders are always listed. */
export const guardedObjectTypes = ['personal-data-protection', 'customer-consent'] as const satisfies readonly ObjectType[];

const common = ['view', 'modify', 'create', 'delete', 'manage'] as const;
const figures = ['statistics-summary', 'statistics-details'] as const;
const recordings = ['listen-to-recording', 'download-recording', 'delete-recording', 'hold-recording'] as const;
const beyondCommon: Partial<Record<ObjectType, readonly AccessType[]>> = {
  user: [
    'manage-rights',
    'manage-presence',
    'manage-voicemail',
    'manage-contact-history',
    'log-agents-on-off',
    'monitor',
    ...figures,
    ...recordings,
  ],
  group: ['manage-rights', 'manage-members'],
  role: ['manage-rights', 'manage-members', 'use'],
  'settings-template': ['use'],
  queue: [
    'manage-rights',
    'manage-members',
    'use',
    'serve',
    'monitor',
    'manage-voicemail',
    'manage-contact-history',
    'log-agents-on-off',
    'override-consent',
    ...figures,
    ...recordings,
  ],
  'queue-group': ['manage-members', 'use', 'monitor', ...figures],
  channel: ['use', 'monitor', ...figures],
  'presence-profile': ['use'],
  prompt: ['use'],
  script: ['use'],
  number: ['use'],
  trunk: ['use', 'monitor'],
  'directory-group': ['use'],
  contact: ['use', 'manage-contact-history', 'override-consent'],
  recording: [...recordings],
  campaign: ['manage-rights', 'use', 'serve', 'monitor', 'manage-contact-history', ...figures, ...recordings],
  'call-list': ['use'],
  customer: ['use'],
  dialler: ['use', 'monitor'],
  report: ['use', ...figures],
  integration: ['use'],
  'keys-and-backup': ['use'],
  'personal-data-protection': ['use'],
  'customer-consent': ['use', 'override-consent'],
};

/** The access types that mean something for an object type, in the order of `accessTypes`; what a rights page offers to tick. */
export function accessTypesOf(objectType: ObjectType): readonly AccessType[] {
  const meant = new Set<AccessType>([...common, ...(beyondCommon[objectType] ?? [])]);
  return accessTypes.filter((accessType) => meant.has(accessType));
}

/** Whether rights on this object type are for named persons only. */
export function isGuarded(objectType: ObjectType): boolean {
  return (guardedObjectTypes as readonly ObjectType[]).includes(objectType);
}
