import { Inject, Injectable } from '@nestjs/common';
import { ContactPoints, People, directorySealed } from '@voxkeep/directory';
import { Seals } from '@voxkeep/keyring';
import type { ConsentRecord } from '@voxkeep/operative';
import { maskPhone, type AuditedAccess } from '@voxkeep/personal-data';

/** Whose consents they are: numbers and addresses of a page, and the persons behind a contact point. */
@Injectable()
export class ConsentSubjects {
  constructor(
    @Inject(ContactPoints) private readonly points: ContactPoints,
    @Inject(People) private readonly people: People,
    @Inject(Seals) private readonly seals: Seals,
  ) {}

  /** Numbers and addresses by contact point id: one keyring call for a page. What is destroyed is absent. */
  async valuesOf(rows: readonly ConsentRecord[], audited: AuditedAccess, masked = true): Promise<ReadonlyMap<string, string>> {
    const ids = [...new Set(rows.flatMap(({ contactPointId }) => contactPointId ?? []))];
    if (ids.length === 0) return new Map();
    const points = await this.points.find(ids);
    const opened = await this.seals.open(audited, directorySealed.contactPoint, points, ['value']);
    return new Map(
      points.flatMap(({ id, kind }): (readonly [string, string])[] => {
        const value = opened.get(id)?.value;
        if (value === undefined || value === 'key-destroyed') return [];
        const read = value.reveal(audited);
        return [[id, masked ? mask(kind, read) : read]];
      }),
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

/** `a…@example.com`; a number keeps its last two digits. */
function mask(kind: 'phone' | 'email', value: string): string {
  return kind === 'phone' ? maskPhone(value) : value.replace(/^(.).*@/, '$1…@');
}
