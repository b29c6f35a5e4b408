import { Inject, Injectable } from '@nestjs/common';
import type { http } from '@voxkeep/contracts';
import { ContactPoints, People, directorySealed, type PersonPoint } from '@voxkeep/directory';
import { Seals, type OpenedValue } from '@voxkeep/keyring';
import { PersonalValue, type AuditedAccess } from '@voxkeep/personal-data';
import { newId } from '@voxkeep/platform';
import { CaseAccess, type StatedAccess } from '../subject/case-access.js';
import { Subjects } from '../subject/subjects.js';
import { holdingsOf } from './holdings.js';

/** Somebody who may be meant: a person, or a contact point that nobody is known to have. */
export interface Candidate {
  readonly personId: string | null;
  readonly contactPointIds: readonly string[];
}
type Point = http.FoundPerson['contactPoints'][number];

/** Describes candidates: name, contact points with evidence, and what each database holds. */
@Injectable()
export class Candidates {
  constructor(
    @Inject(Subjects) private readonly subjects: Subjects,
    @Inject(People) private readonly people: People,
    @Inject(ContactPoints) private readonly contactPoints: ContactPoints,
    @Inject(Seals) private readonly seals: Seals,
    @Inject(CaseAccess) private readonly access: CaseAccess,
  ) {}

  /** Opens name and contact points under the stated access, and counts over all seven databases. */
  async describe({ personId, contactPointIds }: Candidate, stated: StatedAccess): Promise<http.FoundPerson> {
    const roots = personId === null ? { 'contact-point': contactPointIds } : { person: [personId] };
    const trace = await this.subjects.trace({ roots, confirmed: [] });
    const links = personId === null ? [] : await this.people.pointsOf([personId]);
    const pointIds = [...new Set([...contactPointIds, ...links.map((link) => link.contactPointId)])];
    const audited = await this.access.record(
      'directory',
      { ...stated, action: 'person.identify', subject: personId ?? contactPointIds[0] ?? '' },
      pointIds.length,
      ['person.full_name', 'contact_point.value'],
    );
    return {
      personId,
      contactPointIds: pointIds,
      fullName: personId === null ? null : await this.nameOf(personId, audited),
      contactPoints: await this.describePoints(pointIds, links, audited),
      holdings: holdingsOf(trace),
    };
  }

  /** Does for an unknown number what is done for a known one. */
  async describeNobody(stated: StatedAccess): Promise<void> {
    await this.describe({ personId: newId(), contactPointIds: [newId()] }, stated);
  }

  /** The name of a person, null when there is none or its key is gone. */
  private async nameOf(personId: string, audited: AuditedAccess): Promise<string | null> {
    const people = await this.people.find([personId]);
    const opened = await this.seals.open(audited, directorySealed.person, people, ['fullName']);
    return textOf(opened.get(personId)?.fullName, audited);
  }

  private async describePoints(
    pointIds: readonly string[],
    links: readonly PersonPoint[],
    audited: AuditedAccess,
  ): Promise<Point[]> {
    const [points, shared] = await Promise.all([this.contactPoints.find(pointIds), this.contactPoints.sharedWith(pointIds)]);
    const opened = await this.seals.open(audited, directorySealed.contactPoint, points, ['value']);
    return points.map(({ id, kind }) => ({
      id,
      kind,
      value: textOf(opened.get(id)?.value, audited) ?? '',
      sharedWith: Math.max(0, (shared.get(id) ?? 0) - (links.some((link) => link.contactPointId === id) ? 1 : 0)),
      evidence: links.find((link) => link.contactPointId === id)?.evidence ?? 'none',
    }));
  }
}

function textOf(value: OpenedValue, audited: AuditedAccess): string | null {
  return value instanceof PersonalValue ? value.reveal(audited) : null;
}
