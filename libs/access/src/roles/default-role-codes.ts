/** The default roles that come with the product; a site copies them, it never edits them. */
export const defaultRoleCodes = [
  'system-administrator',
  'user-administrator',
  'queue-administrator',
  'outbound-administrator',
  'ivr-and-prompt-administrator',
  'reporting-administrator',
  'monitoring-administrator',
  'supervisor',
  'agent',
  'office-user',
] as const;
export type DefaultRoleCode = (typeof defaultRoleCodes)[number];
