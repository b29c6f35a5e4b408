import { People } from '@voxkeep/directory';
import { BlockedNumbers, CallLists, Campaigns, outboundSealed, type ImportRow } from '@voxkeep/outbound';
import { newId } from '@voxkeep/platform';
import type { InventedCustomer } from '../invented/people.js';
import { demo, type Site } from '../site.js';
import { ensurePoints } from './contact-points.js';

const campaignName = 'Delivery reminders';
const listName = 'Deliveries of this week';
const onList = 25;
const blocked = 2;

/** A campaign with a list of 25 customers; two more asked not to be called, so that the import leaves them out. */
export async function furnishCampaign(site: Site, customers: readonly InventedCustomer[], queueId: string): Promise<void> {
  const callListId = await emptyList(site, queueId);
  if (callListId === undefined) return;
  const chosen = customers.slice(0, onList + blocked);
  const points = await ensurePoints(
    site,
    chosen.flatMap(({ numbers }) => numbers.map((value) => ({ kind: 'phone' as const, value }))),
  );
  const rows = await importRows(site, chosen, points);
  const blockedNumbers = new BlockedNumbers(site.outbound);
  for (const { contactPointIds } of rows.slice(onList))
    for (const point of contactPointIds) await blockedNumbers.block(point, 'do-not-call', demo);
  await new CallLists(site.outbound).import(callListId, rows, [], demo);
}

/** The campaign's list, made where it is missing; undefined when customers are on it already. */
async function emptyList({ outbound }: Site, queueId: string): Promise<string | undefined> {
  const campaigns = new Campaigns(outbound);
  const lists = new CallLists(outbound);
  await campaigns.create({ name: campaignName, queueId, mode: 'preview' }, demo);
  const campaign = (await campaigns.list('all')).find(({ name }) => name === campaignName);
  if (!campaign) return undefined;
  await lists.create(campaign.id, listName, demo);
  return (await lists.ofCampaign(campaign.id)).find(({ name, customers }) => name === listName && customers === 0)?.id;
}

async function importRows(
  site: Site,
  customers: readonly InventedCustomer[],
  points: ReadonlyMap<string, string>,
): Promise<readonly ImportRow[]> {
  const rows = customers.map(({ numbers }, at) => ({
    customerId: newId(),
    contactPointIds: (at < onList ? numbers : numbers.slice(0, 1)).map((number) => points.get(number) ?? ''),
  }));
  const owned = rows.map(({ customerId, contactPointIds }, at) => ({
    row: { id: customerId, ownerPointId: contactPointIds[0] } as { id: string },
    values: { externalId: `C-${1001 + at}` },
  }));
  const sealed = await site.seals.sealMany<'externalId'>(outboundSealed.customer, owned);
  const people = await new People(site.directory).findByContactPoints(rows.flatMap(({ contactPointIds }) => contactPointIds));
  const personOf = (point: string | undefined): string | null =>
    people.find(({ through }) => through.some(({ contactPointId }) => contactPointId === point))?.id ?? null;
  return rows.map((row, at) => ({
    ...row,
    personId: personOf(row.contactPointIds[0]),
    externalId: sealed[at]?.externalId ?? null,
    priority: 1,
    timeZone: site.timeZone,
  }));
}
