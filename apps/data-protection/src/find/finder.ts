import { Inject, Injectable } from '@nestjs/common';
import type { http } from '@voxkeep/contracts';
import { ContactPoints, People, type ContactPointRecord } from '@voxkeep/directory';
import { KEYRING, type IndexTerm, type KeyringClient } from '@voxkeep/keyring';
import type { AuditedAccess } from '@voxkeep/personal-data';
import { newId } from '@voxkeep/platform';
import type { z } from 'zod';
import { CaseAccess } from '../subject/case-access.js';
import { Candidates, type Candidate } from './candidates.js';

export type FindAnswer = z.infer<typeof http.findAnswer>;

/**
 * Finds who is behind a number or an address. The look-up is on record before the index is asked. Whether something is held or not,
 * the same steps are made over the same seven databases, so that the time of the answer tells nothing.
 */
@Injectable()
export class Finder {
  constructor(
    @Inject(CaseAccess) private readonly access: CaseAccess,
    @Inject(KEYRING) private readonly keyring: KeyringClient,
    @Inject(ContactPoints) private readonly contactPoints: ContactPoints,
    @Inject(People) private readonly people: People,
    @Inject(Candidates) private readonly candidates: Candidates,
  ) {}

  /** Everybody who has, or had, this number or address; `narrow` when more than one person may be meant. */
  async find(term: IndexTerm, by: string, purpose: string): Promise<FindAnswer> {
    // The keyring demands a case for every look-up of data protection; before there is one, each search is its own reference (ADR 0013).
    const stated = { action: 'person.find', by, purpose, under: { kind: 'search', id: newId() } } as const;
    const audited = await this.access.record('directory', stated, 1);
    const points = await this.pointsOf(term, audited);
    const sought = await this.candidatesAt(points);
    const found = [];
    for (const candidate of sought) found.push(await this.candidates.describe(candidate, stated));
    if (points.length === 0) await this.candidates.describeNobody(stated);
    return { found: points.length === 0 ? [] : found, narrow: found.length > 1 };
  }

  /** The contact points that hold exactly this value. */
  private async pointsOf(term: IndexTerm, audited: AuditedAccess): Promise<readonly ContactPointRecord[]> {
    return this.contactPoints.findByIndex(await this.keyring.index(audited, [term]));
  }

  private async candidatesAt(points: readonly ContactPointRecord[]): Promise<readonly Candidate[]> {
    const pointIds = points.map(({ id }) => id);
    const persons = await this.people.findByContactPoints(pointIds);
    if (persons.length === 0) return pointIds.map((id) => ({ personId: null, contactPointIds: [id] }));
    return persons.map(({ id, through }) => ({ personId: id, contactPointIds: through.map((link) => link.contactPointId) }));
  }
}
