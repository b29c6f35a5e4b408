/** The seven bounded databases (docs: 03-data). Their order is the order in which people read them. */
export const databaseNames = [
  'configuration',
  'directory',
  'operative',
  'outbound',
  'monitoring',
  'reporting',
  'history',
] as const;
export type DatabaseName = (typeof databaseNames)[number];

/** The seven databases and the two service stores: `keyring` holds wrapped keys only, `jobs` holds queue tables with ids only. */
export const storeNames = [...databaseNames, 'keyring', 'jobs'] as const;
export type StoreName = (typeof storeNames)[number];
