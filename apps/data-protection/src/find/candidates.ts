import { Inject, Injectable } from '@nestjs/common';
import type { http } from '@voxkeep/contracts';
import { newId } from '@voxkeep/platform';
import { CaseAccess, type StatedAccess } from '../subject/case-access.js';
import { Subjects } from '../subject/subjects.js';
import type { Candidate } from './candidate.js';
import { holdingsOf } from './holdings.js';
import { PersonDescriptions } from './person-descriptions.js';

/** Candidates that are described at the same time. */
const atOnce = 4;

/** Describes candidates: name, contact points with evidence, and what each database holds. */
@Injectable()
export class Candidates {
  constructor(
    @Inject(Subjects) private readonly subjects: Subjects,
    @Inject(PersonDescriptions) private readonly descriptions: PersonDescriptions,
    @Inject(CaseAccess) private readonly access: CaseAccess,
  ) {}

  /** Describes each, in order. */
  async describeAll(candidates: readonly Candidate[], stated: StatedAccess): Promise<http.FoundPerson[]> {
    const described: http.FoundPerson[] = [];
    for (let from = 0; from < candidates.length; from += atOnce)
      described.push(
        ...(await Promise.all(candidates.slice(from, from + atOnce).map((candidate) => this.describe(candidate, stated)))),
      );
    return described;
  }

  /** Opens name and contact points under the stated access, and counts over all seven databases. */
  async describe({ personId, contactPointIds, reason }: Candidate, stated: StatedAccess): Promise<http.FoundPerson> {
    const roots = personId === null ? { 'contact-point': contactPointIds } : { person: [personId] };
    const [trace, { mergedIds, links }] = await Promise.all([
      this.subjects.trace({ roots, confirmed: [] }),
      personId === null ? { mergedIds: [], links: [] } : this.descriptions.linksOf(personId),
    ]);
    const pointIds = [...new Set([...contactPointIds, ...links.map((link) => link.contactPointId)])];
    const audited = await this.access.record(
      'directory',
      { ...stated, action: 'person.identify', subject: personId ?? contactPointIds[0] ?? '' },
      pointIds.length,
      ['person.full_name', 'contact_point.value'],
    );
    const [person, contactPoints] = await Promise.all([
      personId === null ? { fullName: null, kind: null, login: null } : this.descriptions.person(personId, audited),
      this.descriptions.points(pointIds, links, audited),
    ]);
    return {
      personId,
      ...person,
      reason,
      mergedIds: [...mergedIds],
      contactPointIds: pointIds,
      contactPoints,
      holdings: holdingsOf(trace),
    };
  }

  /** Does for an unknown number what is done for a known one. */
  async describeNobody(stated: StatedAccess): Promise<void> {
    await this.describe({ personId: newId(), contactPointIds: [newId()], reason: 'number' }, stated);
  }
}
