import { VoxkeepError } from '@voxkeep/contracts';
import { ContactPoints, DirectoryEntries, People, directorySealed, type NewPerson } from '@voxkeep/directory';
import { newId } from '@voxkeep/platform';
import type { InventedCustomer } from '../invented/people.js';
import { patiently } from '../patiently.js';
import { demo, type Site } from '../site.js';
import { ensurePoints } from './contact-points.js';

/** Puts the customers with their numbers and addresses into the directory. An e-mail address that is there already stands for its person. */
export async function furnishCustomers(site: Site, customers: readonly InventedCustomer[]): Promise<void> {
  const points = await ensurePoints(site, customers.flatMap(pointsOf));
  const people = new People(site.directory);
  const idOf = (value: string): string => points.get(value) ?? '';
  const known = new Set(
    (
      await people.pointsOf(
        await personsBehind(
          people,
          customers.map(({ email }) => idOf(email)),
        ),
      )
    ).map(({ contactPointId }) => contactPointId),
  );
  const missing = customers.filter(({ email }) => !known.has(idOf(email)));
  const persons = await sealPersons(site, missing);
  await people.createMany(
    persons.map((person, at) => ({ person, points: linksOf(missing[at] as InventedCustomer, idOf) })),
    demo,
  );
  const entries = new DirectoryEntries(site.directory);
  for (const entry of persons.map(({ id }) => entryOf(id))) await patiently(() => entries.put(entry, demo));
  await markShared(site, customers, idOf);
}

async function personsBehind(people: People, pointIds: readonly string[]): Promise<readonly string[]> {
  return (await people.findByContactPoints(pointIds)).map(({ id }) => id);
}

async function sealPersons(site: Site, customers: readonly InventedCustomer[]): Promise<readonly NewPerson[]> {
  const rows = customers.map(({ givenName, familyName }) => ({
    row: { id: newId() },
    values: { fullName: `${givenName} ${familyName}`, givenName, familyName },
  }));
  const sealed = await site.seals.sealMany(directorySealed.person, rows);
  return customers.map(({ language }, at) => {
    const { fullName, givenName = null, familyName = null } = sealed[at] ?? {};
    if (!fullName) throw new VoxkeepError('demo.not-furnished', { refused: 'unsealed' });
    return { id: rows[at]?.row.id ?? '', kind: 'customer', fullName, givenName, familyName, language };
  });
}

function pointsOf({ numbers, email }: InventedCustomer) {
  return [...numbers.map((value) => ({ kind: 'phone' as const, value })), { kind: 'email' as const, value: email }];
}

function linksOf(customer: InventedCustomer, idOf: (value: string) => string) {
  return pointsOf(customer).map(({ value }) => ({ contactPointId: idOf(value), evidence: 'stated', confidence: 90 }));
}

function entryOf(personId: string) {
  const nobody = { userId: null, queueId: null, groupId: null, title: null };
  return { ...nobody, id: newId(), source: 'customer' as const, personId, visible: true };
}

/** A number that two of the invented use tells of neither who is calling. */
async function markShared(site: Site, customers: readonly InventedCustomer[], idOf: (value: string) => string): Promise<void> {
  const all = customers.flatMap(({ numbers }) => numbers);
  const shared = [...new Set(all.filter((number, at) => all.indexOf(number) !== at))];
  const points = new ContactPoints(site.directory);
  for (const number of shared) await points.markShared(idOf(number), true, demo);
}
