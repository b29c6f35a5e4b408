import { Inject, Injectable } from '@nestjs/common';
import type { http } from '@voxkeep/contracts';
import { newId, tooMany } from '@voxkeep/platform';
import type { z } from 'zod';
import { CaseAccess, type StatedAccess } from '../subject/case-access.js';
import type { Candidate, LookUp } from './candidate.js';
import { Candidates } from './candidates.js';
import { EmployeeSearch } from './employee-search.js';
import { NameLookUp } from './name-look-up.js';
import { PointSearch } from './point-search.js';
import type { Search } from './search-term.js';

export type FindAnswer = z.infer<typeof http.findAnswer>;

/** Persons that one answer describes; more are asked for more closely, never cut off. */
export const mostDescribed = 25;
const nothing = { found: [], narrow: false, hits: 0, question: null, scan: null, readAs: null } as const;

/**
 * Finds who is meant. The look-up is on record before the index is asked. Whether something is held or not, the same steps are made over
 * the same seven databases, so that the time of the answer tells nothing.
 */
@Injectable()
export class Finder {
  constructor(
    @Inject(CaseAccess) private readonly access: CaseAccess,
    @Inject(PointSearch) private readonly points: PointSearch,
    @Inject(NameLookUp) private readonly names: NameLookUp,
    @Inject(EmployeeSearch) private readonly employees: EmployeeSearch,
    @Inject(Candidates) private readonly candidates: Candidates,
  ) {}

  /** Everybody who may be meant; `narrow` when there is more than one. Throws 429 when this officer has too many scans running. */
  async find(search: Search, by: string, purpose: string): Promise<FindAnswer> {
    // The keyring demands a case for every look-up of data protection; before there is one, each search is its own reference (ADR 0013).
    const stated = { action: 'person.find', by, purpose, under: { kind: 'search', id: newId() } } as const;
    const outcome = await this.#lookUp(search, stated);
    if (outcome.kind === 'scan') return { ...nothing, found: [], scan: outcome.scan };
    if (outcome.kind === 'question')
      return { ...nothing, found: [], narrow: true, hits: outcome.hits, question: outcome.question };
    const answer = await this.answer(outcome.candidates, stated, search.by === 'digits' ? 'more-digits' : 'more-of-the-name');
    return { ...answer, readAs: 'readAs' in search && search.readAs !== null ? [...search.readAs] : null };
  }

  /** Describes candidates, or asks the question when they are too many to be told apart on a page. */
  async answer(
    candidates: readonly Candidate[],
    stated: StatedAccess,
    question: 'more-digits' | 'more-of-the-name',
  ): Promise<FindAnswer> {
    const hits = candidates.length;
    if (hits > mostDescribed) return { ...nothing, found: [], narrow: true, hits, question };
    if (hits === 0) await this.candidates.describeNobody(stated);
    const found = await this.candidates.describeAll(candidates, stated);
    return { ...nothing, found, narrow: hits > 1, hits };
  }

  async #lookUp(search: Search, stated: StatedAccess): Promise<LookUp> {
    const audited = await this.access.record('directory', stated, 1);
    if (search.by === 'employee') return { kind: 'candidates', candidates: await this.employees.find(search.text, stated) };
    if (search.by === 'name') {
      const outcome = await this.names.find(search.name, stated, audited);
      if (outcome === undefined) throw tooMany('find.scans-running', 30);
      return outcome;
    }
    const points = search.terms.length === 0 ? [] : await this.points.exact(search.terms, audited);
    const exact = await this.points.behind(points, search.by === 'term' ? search.reason : 'number');
    if (search.by === 'term') return { kind: 'candidates', candidates: exact };
    const ending = await this.points.ending(search.digits, stated, audited);
    return ending.kind === 'candidates' ? { kind: 'candidates', candidates: distinct([...exact, ...ending.candidates]) } : ending;
  }
}

/** Each person and each point once, under the first reason. */
function distinct(candidates: readonly Candidate[]): readonly Candidate[] {
  const byKey = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const key = candidate.personId ?? candidate.contactPointIds.join();
    if (!byKey.has(key)) byKey.set(key, candidate);
  }
  return [...byKey.values()];
}
