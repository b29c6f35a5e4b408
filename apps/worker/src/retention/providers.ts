import type { Provider } from '@nestjs/common';
import { VaultStore, settings } from '@voxkeep/platform';
import { Classes } from './classes.js';
import { ContactPointsClass } from './contact-points-class.js';
import { ContactRemoval } from './contact-removal.js';
import { ContactsClass } from './contacts-class.js';
import { Frames } from './frames.js';
import { Keys } from './keys.js';
import { OrphanSweep } from './orphan-sweep.js';
import { RecordingsClass } from './recordings-class.js';
import { Rehearsing } from './rehearsing.js';
import { Retention } from './retention.js';
import { RunParts } from './run-parts.js';
import { Summaries } from './summaries.js';
import { Tombstones } from './tombstones.js';

/** Everything that retention is made of, without its schedule: what the command line starts as well. */
export const retentionParts: readonly Provider[] = [
  {
    provide: VaultStore,
    useFactory: () => VaultStore.create(settings().vault.directory, settings().vault),
  },
  Classes,
  ContactPointsClass,
  ContactRemoval,
  ContactsClass,
  Frames,
  Keys,
  OrphanSweep,
  RecordingsClass,
  Rehearsing,
  Retention,
  RunParts,
  Summaries,
  Tombstones,
];
