import { configurationEntities } from '@voxkeep/configuration';
import type { StoreName } from '@voxkeep/contracts';
import { directoryEntities } from '@voxkeep/directory';
import { historyEntities } from '@voxkeep/history';
import { keyringEntities } from '@voxkeep/keyring';
import { monitoringEntities } from '@voxkeep/monitoring';
import { operativeEntities } from '@voxkeep/operative';
import { outboundEntities } from '@voxkeep/outbound';
import type { EntityClass } from '@voxkeep/platform';
import { reportingEntities } from '@voxkeep/reporting';

/** Naming the entities is what puts them into the catalogue. `jobs` has none of ours: its tables are declared by name. */
export const entitiesOf: Readonly<Record<StoreName, readonly EntityClass[]>> = {
  configuration: configurationEntities,
  directory: directoryEntities,
  operative: operativeEntities,
  outbound: outboundEntities,
  monitoring: monitoringEntities,
  reporting: reportingEntities,
  history: historyEntities,
  keyring: keyringEntities,
  jobs: [],
};
