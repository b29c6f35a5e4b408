import { inventCustomers, inventStrangers } from './invented/people.js';
import { openDays } from './invented/opening-hours.js';
import { inventPastContacts, type PastContact } from './invented/past-contacts.js';
import { furnishCampaign } from './furnishing/campaign.js';
import { furnishCustomers } from './furnishing/customers.js';
import { furnishPastContacts } from './furnishing/past-contacts.js';
import { findQueues } from './furnishing/policies.js';
import { findStaff } from './furnishing/staff.js';
import { once } from './once.js';
import { patiently } from './patiently.js';
import type { Site } from './site.js';

/** The same invented world at every start. */
const seed = 20_260_101;
const days = 6;
const strangers = 60;

/** The customers of the demonstration. */
export const customers = inventCustomers(seed);

/** The contacts of the days before the day of furnishing. */
export function pastContactsOf({ now, timeZone }: Pick<Site, 'now' | 'timeZone'>): readonly PastContact[] {
  const callers = {
    customers: customers.flatMap(({ numbers }) => numbers),
    strangers: inventStrangers(seed + 1, customers, strangers),
  };
  return inventPastContacts(seed + 2, openDays(now, days, timeZone), callers);
}

/** Fills the directory, the past and the call lists; each part once. Policies and staff are there already. True when anything was added. */
export async function furnish(site: Site): Promise<boolean> {
  const directory = await once(site, 'customers', () => patiently(() => furnishCustomers(site, customers)));
  const others = await Promise.all([
    once(site, 'past-contacts', async () => {
      const belonging = await patiently(async () => ({ queues: await findQueues(site), staff: await findStaff(site) }));
      await furnishPastContacts(site, pastContactsOf(site), belonging);
    }),
    once(site, 'campaign', () => patiently(async () => furnishCampaign(site, customers, (await findQueues(site)).deliveries))),
  ]);
  return directory || others.includes(true);
}
