import { Inject, Injectable } from '@nestjs/common';
import { Accounts } from '@voxkeep/configuration';
import type { http } from '@voxkeep/contracts';
import { ContactPoints, People, PersonLinks, directorySealed, type PersonPoint } from '@voxkeep/directory';
import { Seals, type ReadValue } from '@voxkeep/keyring';
import { PersonalValue, type AuditedAccess } from '@voxkeep/personal-data';

type Found = http.FoundPerson;
type Point = Found['contactPoints'][number];

/** Who a person is: name, login, contact points with evidence, and who was put together with them. */
@Injectable()
export class PersonDescriptions {
  constructor(
    @Inject(People) private readonly people: People,
    @Inject(ContactPoints) private readonly contactPoints: ContactPoints,
    @Inject(PersonLinks) private readonly personLinks: PersonLinks,
    @Inject(Accounts) private readonly accounts: Accounts,
    @Inject(Seals) private readonly seals: Seals,
  ) {}

  /** The links of a person and of everybody who is one person with them. */
  async linksOf(personId: string): Promise<{ readonly mergedIds: readonly string[]; readonly links: readonly PersonPoint[] }> {
    const all = await this.personLinks.mergedWith([personId]);
    return { mergedIds: all.filter((id) => id !== personId), links: await this.people.pointsOf(all) };
  }

  /** Name, kind and login; the name is null when there is none or it cannot be opened. */
  async person(personId: string, audited: AuditedAccess): Promise<Pick<Found, 'fullName' | 'kind' | 'login'>> {
    const [person] = await this.people.find([personId]);
    if (person === undefined) return { fullName: null, kind: null, login: null };
    const { values: opened } = await this.seals.openEach(audited, directorySealed.person, [person], ['fullName']);
    const account = person.kind === 'employee' ? await this.accountOf(personId) : undefined;
    return { fullName: textOf(opened.get(personId)?.fullName, audited), kind: person.kind, login: account ?? null };
  }

  /** Names of persons by id, in one opening. */
  async names(personIds: readonly string[], audited: AuditedAccess): Promise<ReadonlyMap<string, string | null>> {
    const people = await this.people.find(personIds);
    const { values: opened } = await this.seals.openEach(audited, directorySealed.person, people, ['fullName']);
    return new Map(people.map(({ id }) => [id, textOf(opened.get(id)?.fullName, audited)]));
  }

  /** How many contact points each of these persons has now. */
  async pointCounts(personIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const counts = new Map<string, number>();
    for (const { personId, toAt } of await this.people.pointsOf(personIds))
      if (toAt === null) counts.set(personId, (counts.get(personId) ?? 0) + 1);
    return counts;
  }

  /** Contact points with how they are known to be whose; `sharedWith` counts those who have them now beside the persons of `links`. */
  async points(pointIds: readonly string[], links: readonly PersonPoint[], audited: AuditedAccess): Promise<Point[]> {
    const [points, shared] = await Promise.all([this.contactPoints.find(pointIds), this.contactPoints.sharedWith(pointIds)]);
    const { values: opened } = await this.seals.openEach(audited, directorySealed.contactPoint, points, ['value']);
    const owners = new Set(
      links.filter(({ toAt }) => toAt === null).map(({ contactPointId, personId }) => `${contactPointId}/${personId}`),
    );
    return points.map(({ id, kind, shared: marked }) => {
      const own = [...owners].filter((owner) => owner.startsWith(`${id}/`)).length;
      return {
        ...{ id, kind, value: textOf(opened.get(id)?.value, audited) ?? '', shared: marked },
        sharedWith: Math.max(0, (shared.get(id) ?? 0) - own),
        ...describeLink(links.filter(({ contactPointId }) => contactPointId === id)),
      };
    });
  }

  private async accountOf(personId: string): Promise<string | undefined> {
    return (await this.accounts.list()).find((account) => account.personId === personId)?.login;
  }
}

/** The text of an opened value, null when it is empty or cannot be opened. */
export function textOf(value: ReadValue, audited: AuditedAccess): string | null {
  return value instanceof PersonalValue ? value.reveal(audited) : null;
}

/** How a contact point is known to be the person's: the link that holds, else an ended one. */
function describeLink(links: readonly PersonPoint[]): Pick<Point, 'evidence' | 'confidence' | 'from' | 'to'> {
  const link = links.find(({ toAt }) => toAt === null) ?? links[0];
  if (link === undefined) return { evidence: 'none', confidence: null, from: null, to: null };
  const { evidence, confidence, fromAt, toAt } = link;
  return { evidence, confidence, from: fromAt.toISOString(), to: toAt?.toISOString() ?? null };
}
