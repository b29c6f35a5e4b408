import { declarePlatformTables } from '@voxkeep/personal-data';
import { Attempt } from './attempt.entity.js';
import { BlockedNumber } from './blocked-number.entity.js';
import { CallList } from './call-list.entity.js';
import { Campaign } from './campaign.entity.js';
import { CustomerPhone } from './customer-phone.entity.js';
import { Customer } from './customer.entity.js';
import { ListImport } from './list-import.entity.js';

declarePlatformTables('outbound');

/** Every table of the outbound database, for the data source and for the comparison with the live schema. */
export const outboundEntities = [Campaign, CallList, ListImport, Customer, CustomerPhone, Attempt, BlockedNumber];

/** What `Seals` needs to know to seal and open values of this database: names only, nobody else builds an entity. */
export const outboundSealed = { customer: Customer } as const;
