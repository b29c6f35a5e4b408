import { declarePlatformTables } from '@voxkeep/personal-data';
import { DestroyedKey } from './destroyed-key.entity.js';
import { IndexKey } from './index-key.entity.js';
import { OwnerRotation } from './owner-rotation.entity.js';
import { RootVersion } from './root-version.entity.js';
import { SubjectKey } from './subject-key.entity.js';

declarePlatformTables('keyring');

/** The entities of the keyring database, for its data source and for the catalogue. */
export const keyringEntities = [RootVersion, SubjectKey, IndexKey, DestroyedKey, OwnerRotation] as const;
