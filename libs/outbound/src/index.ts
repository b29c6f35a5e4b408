export { OutboundDatabaseModule } from './outbound-database.module.js';
export { outboundEntities, outboundSealed } from './entities/outbound-entities.js';
export {
  Campaigns,
  type CampaignMode,
  type CampaignRecord,
  type CampaignState,
  type NewCampaign,
} from './campaigns/campaigns.js';
export { CallLists } from './call-lists/call-lists.js';
export { sortRows } from './call-lists/sort-rows.js';
export type { ImportResult, ImportRow, RejectedLine } from './call-lists/import-types.js';
export { BlockedNumbers, type BlockReason } from './blocked-numbers/blocked-numbers.js';
export { Attempts, type AttemptRecord, type NewAttempt } from './attempts/attempts.js';
