import { declarePlatformTables, declareTable } from '@voxkeep/personal-data';
import { ContactFact } from './contact-fact.entity.js';
import { CustomerPseudonym } from './customer-pseudonym.entity.js';
import { QueueInterval } from './queue-interval.entity.js';

declarePlatformTables('reporting');
declareTable({
  store: 'reporting',
  table: 'analytics.quarter_key',
  kind: 'none',
  reason: 'secret of the references that analytics see; destroyed when its quarter ends',
  columns: { quarter: 'first day of a quarter', secret: 'random octets' },
});

/** Every table of the reporting database, for the data source and for the comparison with the live schema. */
export const reportingEntities = [ContactFact, CustomerPseudonym, QueueInterval];
