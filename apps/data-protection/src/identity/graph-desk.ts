import { Inject, Injectable } from '@nestjs/common';
import { http } from '@voxkeep/contracts';
import { People, PersonLinks, Proposals, type StoredLink } from '@voxkeep/directory';
import { newId } from '@voxkeep/platform';
import type { z } from 'zod';
import { PointSearch } from '../find/point-search.js';
import { CaseAccess } from '../subject/case-access.js';
import type { IndexTerm } from '@voxkeep/keyring';

type Evidence = (typeof http.linkEvidence)[number];
type LinkOutcome = z.infer<typeof http.linkAnswer>['outcome'];

/** How sure each kind of evidence makes a link, 0 to 100. */
const confidenceOf: Readonly<Record<Evidence, number>> = {
  ...{ document: 99, code: 95, 'call-back': 90 },
  ...{ stated: 60, staff: 50, import: 40, seen: 30 },
};

/** Links contact points to persons, and persons to each other. */
@Injectable()
export class GraphDesk {
  constructor(
    @Inject(People) private readonly people: People,
    @Inject(PersonLinks) readonly links: PersonLinks,
    @Inject(Proposals) private readonly proposals: Proposals,
    @Inject(PointSearch) private readonly points: PointSearch,
    @Inject(CaseAccess) private readonly access: CaseAccess,
  ) {}

  /** Links a number or an address on verified evidence, else proposes it. A value that is not held is not made up. */
  async linkPoint(personId: string, term: IndexTerm, evidence: Evidence, purpose: string, by: string): Promise<LinkOutcome> {
    const stated = { action: 'person.link', by, purpose, under: { kind: 'search', id: newId() }, subject: personId } as const;
    const [point] = await this.points.exact([term], await this.access.record('directory', stated, 1));
    const [person] = await this.people.find([personId]);
    if (point === undefined || person === undefined) return 'not-held';
    const confidence = confidenceOf[evidence];
    if (http.verifiedEvidence.includes(evidence)) {
      const linked = await this.people.link(personId, [{ contactPointId: point.id, evidence, confidence }], by);
      return linked > 0 ? 'linked' : 'was-linked';
    }
    const linked = (await this.people.pointsOf([personId])).some(
      ({ contactPointId, toAt }) => contactPointId === point.id && toAt === null,
    );
    if (linked) return 'was-linked';
    const proposed = await this.proposals.propose(
      { kind: 'point-of-person', personId, otherId: null, contactPointId: point.id, reasons: ['stated'], confidence },
      by,
    );
    return proposed === 'refused' ? 'was-refused' : 'proposed';
  }

  /** Ends a link now: what lay in its time stays the person's. */
  unlinkPoint(personId: string, contactPointId: string, by: string): Promise<void> {
    return this.people.unlink(personId, contactPointId, new Date(), by);
  }

  /** The links of a person, seen from both sides: who is replaced names by whom (FHIR Patient.link). */
  async linksOf(personId: string): Promise<http.PersonLinkRow[]> {
    return (await this.links.of([personId])).map((link) => seenFrom(personId, link));
  }
}

function seenFrom(personId: string, { id, personId: from, otherId, type, fromAt, toAt }: StoredLink): http.PersonLinkRow {
  const times = { fromAt: fromAt.toISOString(), toAt: toAt?.toISOString() ?? null };
  if (from === personId) return { id, personId, otherId, type, ...times };
  return { id, personId, otherId: from, type: type === 'replaces' ? 'replaced-by' : type, ...times };
}
