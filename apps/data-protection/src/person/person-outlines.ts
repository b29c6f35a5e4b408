import { Inject, Injectable } from '@nestjs/common';
import { Holds, RetentionRules, type CaseView } from '@voxkeep/configuration';
import type { DatabaseName, http } from '@voxkeep/contracts';
import { heldRows } from '../subject/held-rows.js';
import { CaseAccess } from '../subject/case-access.js';
import { Subjects, soughtBy } from '../subject/subjects.js';
import { classesOf } from './data-classes.js';
import { momentsOf } from './moments.js';

/** Most entries of a timeline; the number of earlier ones stands beside it. */
const mostMoments = 200;

/** What is held of a person by data class and time: counts, sources, grounds, retention and holds, without opening a value. */
@Injectable()
export class PersonOutlines {
  constructor(
    @Inject(Subjects) private readonly subjects: Subjects,
    @Inject(CaseAccess) private readonly access: CaseAccess,
    @Inject(Holds) private readonly holds: Holds,
    @Inject(RetentionRules) private readonly rules: RetentionRules,
  ) {}

  /** Traces, and records that it was looked at. Throws what the databases throw. */
  async outline(found: CaseView, by: string): Promise<http.PersonOutline> {
    const [trace, holds, rules] = await Promise.all([
      this.subjects.trace(soughtBy(found)),
      this.holds.standing(),
      this.rules.list(),
    ]);
    const held = heldRows(trace);
    const records = held.reduce((sum, { items }) => sum + items.length, 0);
    await this.access.record(
      'configuration',
      {
        ...{ action: 'person.outline', by, purpose: 'data-subject-request', under: { kind: 'case', id: found.id } },
        ...(found.subject.personId !== null && { subject: found.subject.personId }),
      },
      records,
    );
    const moments = momentsOf(held);
    return {
      caseId: found.id,
      classes: classesOf(held, { holds, rules, keys: trace.keys }),
      timeline: moments
        .slice(0, mostMoments)
        .map(({ database, ...moment }) => ({ ...moment, database: database as DatabaseName })),
      earlier: Math.max(0, moments.length - mostMoments),
      notAttributed: { contactPoints: trace.withheld.contactPoints.length, records: trace.withheld.rows },
      thirdPartyRecords: held.reduce((sum, { items }) => sum + items.filter(({ ofThirdParty }) => ofThirdParty).length, 0),
    };
  }
}
