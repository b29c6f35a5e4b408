import { Inject, Injectable } from '@nestjs/common';
import { ContactPoints, People, directorySealed, type ContactPointRecord } from '@voxkeep/directory';
import { KEYRING, Seals, type IndexTerm, type KeyringClient } from '@voxkeep/keyring';
import { trailingDigits, type AuditedAccess } from '@voxkeep/personal-data';
import { CaseAccess, type StatedAccess } from '../subject/case-access.js';
import type { Candidate, LookUp } from './candidate.js';
import { textOf } from './person-descriptions.js';

/** Candidates that are opened for few digits, and for many (04 b); above it the search asks for more digits. */
const mostOpened = { few: 2000, many: 20_000 } as const;
const manyDigits = 5;
const batch = 1000;

/** Finds persons by their contact points. */
@Injectable()
export class PointSearch {
  constructor(
    @Inject(ContactPoints) private readonly contactPoints: ContactPoints,
    @Inject(People) private readonly people: People,
    @Inject(KEYRING) private readonly keyring: KeyringClient,
    @Inject(Seals) private readonly seals: Seals,
    @Inject(CaseAccess) private readonly access: CaseAccess,
  ) {}

  /** The contact points that hold exactly one of these values. */
  async exact(terms: readonly IndexTerm[], audited: AuditedAccess): Promise<readonly ContactPointRecord[]> {
    return this.contactPoints.findByIndex(await this.keyring.index(audited, terms));
  }

  /** Everybody who has, or had, one of these points; a point that nobody has stands for itself. */
  async behind(points: readonly ContactPointRecord[], reason: Candidate['reason']): Promise<readonly Candidate[]> {
    const persons = await this.people.findByContactPoints(points.map(({ id }) => id));
    const linked = new Set(persons.flatMap(({ through }) => through.map(({ contactPointId }) => contactPointId)));
    const alone = points.filter(({ id }) => !linked.has(id));
    return [
      ...persons.map(({ id, through }) => ({
        personId: id,
        contactPointIds: [...new Set(through.map((link) => link.contactPointId))],
        reason,
      })),
      ...alone.map(({ id }) => ({ personId: null, contactPointIds: [id], reason })),
    ];
  }

  /**
   * Points whose number ends with these digits, three at least: candidates of the short index are opened and compared. Over the limit of
   * candidates nothing is cut off; the answer is a question for more digits.
   */
  async ending(digits: string, stated: StatedAccess, audited: AuditedAccess): Promise<LookUp> {
    const most = digits.length >= manyDigits ? mostOpened.many : mostOpened.few;
    const [tail = Buffer.alloc(2)] = await this.keyring.index(audited, [{ kind: 'phone-tail', value: trailingDigits(digits) }]);
    const candidates = await this.contactPoints.findByTail(tail, most + 1);
    if (candidates.length > most) return { kind: 'question', question: 'more-digits', hits: candidates.length };
    const opening = await this.access.record('directory', { ...stated, action: 'person.compare' }, candidates.length, [
      'contact_point.value',
    ]);
    const ending: ContactPointRecord[] = [];
    for (let from = 0; from < candidates.length; from += batch) {
      const some = candidates.slice(from, from + batch);
      const { values: opened } = await this.seals.openEach(opening, directorySealed.contactPoint, some, ['value']);
      ending.push(...some.filter(({ id }) => endsWith(textOf(opened.get(id)?.value, opening), digits)));
    }
    return { kind: 'candidates', candidates: await this.behind(ending, 'trailing-digits') };
  }
}

function endsWith(value: string | null, digits: string): boolean {
  return value?.replace(/\D/g, '').endsWith(digits) ?? false;
}
