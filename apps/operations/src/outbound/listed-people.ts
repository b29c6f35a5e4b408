import { Inject, Injectable } from '@nestjs/common';
import { VoxkeepError } from '@voxkeep/contracts';
import { People, directorySealed, type NewPerson, type PointLink } from '@voxkeep/directory';
import { Seals } from '@voxkeep/keyring';
import { newId } from '@voxkeep/platform';
import type { CustomerLine } from './customer-line.js';

/** A line that goes on a list, with the contact points of its numbers and, last, of its e-mail address. */
export interface ListedLine {
  readonly line: CustomerLine;
  readonly pointIds: readonly string[];
}

type NameTexts = 'fullName' | 'givenName' | 'familyName';
const confidence = 60;

/** The persons behind the lines of a list. A number that is one known person's stays that person's; nobody is merged. */
@Injectable()
export class ListedPeople {
  constructor(
    @Inject(People) private readonly people: People,
    @Inject(Seals) private readonly seals: Seals,
  ) {}

  /** Person ids in the order of the lines; null for a line without a name, or whose number is several persons'. */
  async of(lines: readonly ListedLine[], by: string): Promise<readonly (string | null)[]> {
    const holders = await this.holdersOf(lines);
    const created: { readonly id: string; readonly listed: ListedLine }[] = [];
    const persons = lines.map((listed) => {
      const known = holders.get(listed.pointIds[0] ?? '');
      if (known !== undefined) return known.size === 1 ? ([...known][0] ?? null) : null;
      if (fullNameOf(listed.line) === '') return null;
      const id = newId();
      created.push({ id, listed });
      return id;
    });
    await this.people.createMany(await this.sealed(created), by);
    return persons;
  }

  private async holdersOf(lines: readonly ListedLine[]): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
    const holders = new Map<string, Set<string>>();
    for (const { through } of await this.people.findByContactPoints(lines.map(({ pointIds }) => pointIds[0] ?? ''))) {
      for (const { contactPointId, personId, toAt } of through) {
        if (toAt === null) holders.set(contactPointId, (holders.get(contactPointId) ?? new Set()).add(personId));
      }
    }
    return holders;
  }

  private async sealed(
    created: readonly { readonly id: string; readonly listed: ListedLine }[],
  ): Promise<readonly { readonly person: NewPerson; readonly points: readonly PointLink[] }[]> {
    const names = await this.seals.sealMany<NameTexts>(
      directorySealed.person,
      created.map(({ id, listed }) => ({ row: { id }, values: namesOf(listed.line) })),
    );
    return created.map(({ id, listed }, at) => {
      const { fullName, givenName = null, familyName = null } = names[at] ?? {};
      if (!fullName) throw new VoxkeepError('person.unsealed');
      return {
        person: { id, kind: 'customer', fullName, givenName, familyName, language: 'en' },
        points: listed.pointIds.map((contactPointId) => ({ contactPointId, evidence: 'import', confidence })),
      };
    });
  }
}

function fullNameOf({ firstName, lastName }: CustomerLine): string {
  return `${firstName} ${lastName}`.trim();
}

function namesOf(line: CustomerLine): Readonly<Record<NameTexts, string | undefined>> {
  const or = (text: string) => (text === '' ? undefined : text);
  return { fullName: fullNameOf(line), givenName: or(line.firstName), familyName: or(line.lastName) };
}
