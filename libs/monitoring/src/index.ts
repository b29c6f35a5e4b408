export { MonitoringDatabaseModule } from './monitoring-database.module.js';
export { monitoringEntities } from './entities/monitoring-entities.js';
export { applyRecorderStandings, RecorderStandings, type RefusingRecorderRow } from './live/recorder-standings.js';
export { applyTrunkNotices, TrunkNotices, type TrunkNoticeRow } from './trunks/trunk-notices.js';
export { applyTrunkRefusals, TrunkRefusals, type TrunkRefusalRow } from './trunks/trunk-refusals.js';
export {
  LiveContacts,
  liveChannel,
  type AlarmRow,
  type LiveContactRow,
  type LiveScope,
  type LiveSnapshotRows,
  type QueueStateRow,
  type TrunkStateRow,
} from './live/live-contacts.js';
