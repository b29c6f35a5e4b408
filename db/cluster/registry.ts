import type { StoreName } from '@voxkeep/contracts';

/** The two PostgreSQL instances: wrapped keys never share one with the data that they open (04 b). */
export const instanceNames = ['main', 'keyring'] as const;
export type InstanceName = (typeof instanceNames)[number];

/** The processes that open databases, each under its own login role. The gateway opens none and so is not here. */
export const processNames = ['recorder', 'operations', 'configurator', 'data-protection', 'worker', 'keyring'] as const;
export type ProcessName = (typeof processNames)[number];

/** Where a database lives and who may change its schema. */
export interface RegisteredDatabase {
  readonly name: StoreName;
  readonly instance: InstanceName;
  /** Owns schema and tables, runs migrations and hands out the grants; no process runs under it. */
  readonly owner: string;
}

const onMain = ['configuration', 'directory', 'operative', 'outbound', 'monitoring', 'reporting', 'history', 'jobs'] as const;

/** Every database of the product. Migration, backup and the self-check read this list and no other. */
export const registry: readonly RegisteredDatabase[] = [
  ...onMain.map((name) => ({ name, instance: 'main' as const, owner: ownerRole(name) })),
  { name: 'keyring', instance: 'keyring', owner: ownerRole('keyring') },
];

/** Login role of a process, e.g. `voxkeep_data_protection`. */
export function roleOf(process: ProcessName): string {
  return `voxkeep_${process.replaceAll('-', '_')}`;
}

/** The databases of one instance, in the order of the registry. */
export function databasesOf(instance: InstanceName): readonly RegisteredDatabase[] {
  return registry.filter((database) => database.instance === instance);
}

/** The processes whose roles exist on an instance. */
export function usersOf(instance: InstanceName): readonly ProcessName[] {
  return processNames.filter((process) => (process === 'keyring') === (instance === 'keyring'));
}

function ownerRole(name: StoreName): string {
  return `voxkeep_${name}_owner`;
}
