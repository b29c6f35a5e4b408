import { declarePlatformTables } from '@voxkeep/personal-data';
import { ContactFact } from './contact-fact.entity.js';
import { CustomerPseudonym } from './customer-pseudonym.entity.js';
import { QueueInterval } from './queue-interval.entity.js';

declarePlatformTables('reporting');

/** Every table of the reporting database, for the data source and for the comparison with the live schema. */
export const reportingEntities = [ContactFact, CustomerPseudonym, QueueInterval];
