import { Inject, Injectable } from '@nestjs/common';
import type { CaseView } from '@voxkeep/configuration';
import { ContactPoints, People, PersonLinks, type ContactPointRecord } from '@voxkeep/directory';
import { standingOf, type PointStanding } from './point-standing.js';

/** A contact point of a case and whether it vouches for whoever asks. */
export interface RequesterPoint extends ContactPointRecord {
  readonly standing: PointStanding;
}

/** The contact points by which whoever asks can be reached and made sure of: those that were known before, and no others. */
@Injectable()
export class RequesterPoints {
  constructor(
    @Inject(People) private readonly people: People,
    @Inject(ContactPoints) private readonly contactPoints: ContactPoints,
    @Inject(PersonLinks) private readonly personLinks: PersonLinks,
  ) {}

  /** Points that are the person's now; without a person, the points of the case. */
  async of({ subject, openedAt }: Pick<CaseView, 'subject' | 'openedAt'>): Promise<readonly RequesterPoint[]> {
    const persons = subject.personId === null ? [] : await this.personLinks.mergedWith([subject.personId]);
    const links = (await this.people.pointsOf(persons)).filter(({ toAt }) => toAt === null);
    const ids = subject.personId === null ? subject.contactPointIds : [...new Set(links.map((link) => link.contactPointId))];
    const [points, sharers] = await Promise.all([this.contactPoints.find(ids), this.contactPoints.sharedWith(ids)]);
    return points.map((point) => {
      const mine = links.filter(({ contactPointId }) => contactPointId === point.id);
      const since = mine.map(({ fromAt }) => fromAt).sort((a, b) => a.getTime() - b.getTime())[0] ?? point.createdAt;
      const own = new Set(mine.map(({ personId }) => personId)).size;
      const shared = point.shared || (sharers.get(point.id) ?? 0) > Math.max(own, subject.personId === null ? 1 : 0);
      return { ...point, standing: standingOf({ since, shared }, openedAt) };
    });
  }
}
