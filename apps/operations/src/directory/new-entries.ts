import { Inject, Injectable } from '@nestjs/common';
import { VoxkeepError, type http } from '@voxkeep/contracts';
import { DirectoryEntries, People, directorySealed } from '@voxkeep/directory';
import { Seals } from '@voxkeep/keyring';
import { newId, settings, unprocessable, type FieldProblem, type SignedIn } from '@voxkeep/platform';
import type { z } from 'zod';
import { EntryRules, type TypedPoint } from './entry-rules.js';
import { KnownPoints } from './known-points.js';
import { emailPoint, phonePoint, type NoPoint, type PointValue } from './terms.js';

type NewEntry = z.output<typeof http.directoryEntryBody>;
/** Somebody typed that this is the person's number. */
const stated = { evidence: 'stated', confidence: 90 } as const;

/** Writes a customer into the directory: contact points, the person with a sealed name, and the entry. */
@Injectable()
export class NewEntries {
  constructor(
    @Inject(KnownPoints) private readonly points: KnownPoints,
    @Inject(People) private readonly people: People,
    @Inject(DirectoryEntries) private readonly entries: DirectoryEntries,
    @Inject(Seals) private readonly seals: Seals,
    @Inject(EntryRules) private readonly rules: EntryRules,
  ) {}

  /** The id of the entry. Throws 422 naming each number or address that cannot be read or is suppressed, 409 where the directory is switched off (R24). */
  async create(entry: NewEntry, by: SignedIn): Promise<string> {
    const typed = pointsOf(entry);
    await this.rules.demand(typed, by);
    const ids = await this.points.ensure(
      typed.map(({ point }) => point),
      by,
    );
    const personId = newId();
    const { fullName } = await this.seals.seal<'fullName'>(
      directorySealed.person,
      { id: personId },
      { fullName: entry.fullName },
    );
    if (!fullName) throw new VoxkeepError('person.unsealed');
    await this.people.create(
      { id: personId, kind: 'customer', fullName, givenName: null, familyName: null, language: entry.language },
      [...ids.values()].map((contactPointId) => ({ contactPointId, ...stated })),
      by.userId,
    );
    const line = { id: newId(), source: 'customer', personId, userId: null, queueId: null, groupId: null } as const;
    return this.entries.put({ ...line, title: null, visible: true }, by.userId);
  }
}

function pointsOf({ phones, emails }: NewEntry): readonly TypedPoint[] {
  const { region } = settings().site;
  const read = [
    ...phones.map((raw, at) => ({ path: `phones.${at}`, point: phonePoint(raw, region) })),
    ...emails.map((raw, at) => ({ path: `emails.${at}`, point: emailPoint(raw) })),
  ];
  const problems = read.flatMap(({ path, point }): readonly FieldProblem[] =>
    isRefused(point) ? [{ path, problem: point.refused }] : [],
  );
  if (problems.length > 0) throw unprocessable(problems);
  return read.flatMap(({ path, point }) => (isRefused(point) ? [] : [{ path, point }]));
}

function isRefused(point: PointValue | NoPoint): point is NoPoint {
  return 'refused' in point;
}
