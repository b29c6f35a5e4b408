import type { DefaultRoleCode } from './default-role-codes.js';
import type { RightTerms } from '../right.js';
import { administration } from './system-administrator.js';
import { merged, terms, toPassOn } from './terms.js';

/** A role that comes with the product. `version` rises with its rights; a site copies it to change it. */
export interface DefaultRole {
  readonly code: DefaultRoleCode;
  readonly version: number;
  readonly rights: readonly RightTerms[];
}

const agent = [
  ...terms('use', ['queue', 'campaign'], ['serve']),
  ...terms('use', ['contact', 'customer', 'script', 'presence-profile', 'directory-group'], ['use']),
  ...terms('use', ['directory-entry', 'call-result'], ['view']),
  ...terms('use', ['call-result', 'blocked-number'], ['create']),
];
const officeUser = [
  ...terms('use', ['directory-entry'], ['view']),
  ...terms('use', ['presence-profile', 'directory-group', 'contact'], ['use']),
];
const supervisor = [
  ...terms(
    'use',
    [
      'user',
      'group',
      'queue',
      'campaign',
      'contact',
      'recording',
      'customer',
      'call-list',
      'call-result',
      'directory-entry',
      'report',
      'trunk',
    ],
    ['view'],
  ),
  ...terms(
    'use',
    ['queue', 'campaign'],
    ['monitor', 'manage-contact-history', 'statistics-summary', 'statistics-details', 'listen-to-recording'],
  ),
  ...terms('use', ['recording'], ['listen-to-recording', 'hold-recording']),
  ...terms('use', ['queue', 'user'], ['log-agents-on-off']),
  ...terms('use', ['user'], ['manage-presence']),
  ...terms('use', ['contact'], ['use', 'manage-contact-history']),
  ...terms('use', ['report', 'script', 'presence-profile'], ['use']),
  ...terms('use', ['blocked-number'], ['view', 'create']),
];
const userAdministrator = [
  ...terms('use-and-grant', ['user', 'group'], ['manage']),
  ...terms('use', ['group', 'role'], ['manage-members']),
  ...terms('use', ['user', 'group'], ['manage-rights']),
  ...terms('use', ['role', 'queue', 'settings-template'], ['view']),
  ...toPassOn([...supervisor, ...agent, ...officeUser]),
];
const queueAdministrator = [
  ...terms(
    'use-and-grant',
    ['queue', 'queue-group', 'channel', 'calendar', 'schedule', 'presence-profile', 'skill', 'number'],
    ['manage'],
  ),
  ...terms(
    'use-and-grant',
    ['queue', 'queue-group'],
    ['manage-members', 'use', 'monitor', 'statistics-summary', 'statistics-details'],
  ),
  ...terms('use', ['queue'], ['manage-rights']),
  ...terms('grant', ['queue'], ['serve', 'log-agents-on-off']),
  ...terms('use', ['user', 'group', 'prompt', 'recording-policy', 'consent-policy', 'trunk'], ['view']),
];
const outboundAdministrator = [
  ...terms('use-and-grant', ['campaign', 'call-list', 'call-result', 'blocked-number', 'dialler'], ['manage']),
  ...terms('use', ['customer'], ['manage']),
  ...terms('use-and-grant', ['campaign', 'dialler'], ['use', 'monitor']),
  ...terms('use', ['campaign'], ['manage-rights', 'statistics-summary', 'statistics-details']),
  ...terms('grant', ['campaign'], ['serve']),
  ...terms('use', ['queue', 'user', 'group'], ['view']),
];
const ivrAndPromptAdministrator = [
  ...terms('use-and-grant', ['prompt', 'script'], ['manage', 'use']),
  ...terms('use', ['calendar', 'schedule'], ['manage']),
  ...terms('use', ['number', 'queue', 'consent-policy'], ['view']),
];
const reportingAdministrator = [
  ...terms('use-and-grant', ['report'], ['manage', 'use', 'statistics-summary', 'statistics-details']),
  ...terms('use', ['queue', 'campaign', 'channel'], ['view', 'statistics-summary', 'statistics-details']),
  ...terms('use', ['user'], ['view', 'statistics-summary']),
];
/** Sees how the system does and who is on; passes nothing on. */
const monitoringAdministrator = [
  ...terms('use', ['queue', 'queue-group', 'channel', 'trunk', 'campaign', 'dialler'], ['view', 'monitor']),
  ...terms('use', ['diagnostic-logging'], ['view', 'modify']),
  ...terms('use', ['audit-trail', 'setting'], ['view']),
];

/** The default roles of 06, in the order of the page. Guarded objects are in none of them. */
export const defaultRoles: readonly DefaultRole[] = [
  { code: 'system-administrator', version: 1, rights: merged(administration) },
  { code: 'user-administrator', version: 1, rights: merged(userAdministrator) },
  { code: 'queue-administrator', version: 1, rights: merged(queueAdministrator) },
  { code: 'outbound-administrator', version: 1, rights: merged(outboundAdministrator) },
  { code: 'ivr-and-prompt-administrator', version: 1, rights: merged(ivrAndPromptAdministrator) },
  { code: 'reporting-administrator', version: 1, rights: merged(reportingAdministrator) },
  { code: 'monitoring-administrator', version: 1, rights: merged(monitoringAdministrator) },
  { code: 'supervisor', version: 1, rights: merged(supervisor) },
  { code: 'agent', version: 1, rights: merged(agent) },
  { code: 'office-user', version: 1, rights: merged(officeUser) },
];
