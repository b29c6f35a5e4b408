import { Inject, Injectable } from '@nestjs/common';
import { ContactPoints, People } from '@voxkeep/directory';
import type { ConsentRecord } from '@voxkeep/operative';
import type { AuditedAccess } from '@voxkeep/personal-data';
import { PointValues } from '../directory/point-values.js';

/** Whose consents they are: numbers and addresses of a page, and the persons behind a contact point. */
@Injectable()
export class ConsentSubjects {
  constructor(
    @Inject(ContactPoints) private readonly points: ContactPoints,
    @Inject(People) private readonly people: People,
    @Inject(PointValues) private readonly values: PointValues,
  ) {}

  /** Numbers and addresses by contact point id, masked unless `inFull`: one keyring call for a page. What is destroyed is absent. */
  valuesOf(rows: readonly ConsentRecord[], audited: AuditedAccess, inFull = false): Promise<ReadonlyMap<string, string>> {
    return this.values.of(
      rows.flatMap(({ contactPointId }) => contactPointId ?? []),
      audited,
      inFull,
    );
  }

  /** The person of a contact point; null when nobody is known, or several use it: then the consent stays with the point. */
  async personOf(contactPointId: string): Promise<string | null> {
    const people = await this.people.findByContactPoints([contactPointId]);
    return people.length === 1 ? (people[0]?.id ?? null) : null;
  }

  /** Every contact point over which calls of this consent's person come; none on a number that several use. */
  async pointsOf({ personId, contactPointId }: Pick<ConsentRecord, 'personId' | 'contactPointId'>): Promise<readonly string[]> {
    const linked = personId === null ? [] : await this.people.pointsOf([personId]);
    const ids = [
      ...new Set([...linked.map((link) => link.contactPointId), ...(contactPointId === null ? [] : [contactPointId])]),
    ];
    return (await this.points.find(ids)).flatMap(({ id, shared }) => (shared ? [] : [id]));
  }
}
