/** What a right can be about (06-access). */
export const objectTypes = [
  'user', 'group', 'role', 'settings-template', 'queue', 'queue-group', 'channel', 'calendar', 'schedule', 'presence-profile', 'skill', 'prompt', 'script', 'number', 'trunk',
  'recording-policy', 'consent-policy', 'retention-rule', 'directory-group', 'directory-entry', 'contact', 'recording', 'campaign', 'call-list', 'customer', 'blocked-numbers', 'call-result',
  'dialler', 'report', 'integration', 'audit-trail', 'diagnostic-logging', 'keys-and-backup', 'compliance-register', 'personal-data-protection', 'customer-consents',
] as const;
export type ObjectType = (typeof objectTypes)[number];

/** What a right lets its holder do. */
export const accessTypes = [
  'view', 'modify', 'create', 'delete', 'manage', 'use', 'serve', 'manage-rights', 'manage-members', 'manage-voicemail', 'manage-contact-history', 'statistics-summary', 'statistics-details', 'monitor',
  'listen-to-recording', 'download-recording', 'delete-recording', 'hold-recording', 'log-agents-on-off', 'manage-presence', 'override-consent',
] as const;
export type AccessType = (typeof accessTypes)[number];
