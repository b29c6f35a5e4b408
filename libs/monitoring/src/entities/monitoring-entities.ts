import { declarePlatformTables } from '@voxkeep/personal-data';
import { LiveContact } from './live-contact.entity.js';
import { QueueState } from './queue-state.entity.js';
import { RecorderStanding } from './recorder-standing.entity.js';
import { RecordingAssurance } from './recording-assurance.entity.js';
import { TrunkRefusal } from './trunk-refusal.entity.js';
import { TrunkNotice } from './trunk-notice.entity.js';
import { TrunkState } from './trunk-state.entity.js';

declarePlatformTables('monitoring');

/** Every table of the monitoring database, for the data source and for the comparison with the live schema. */
export const monitoringEntities = [
  LiveContact,
  RecordingAssurance,
  RecorderStanding,
  QueueState,
  TrunkRefusal,
  TrunkNotice,
  TrunkState,
];
