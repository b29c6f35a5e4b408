import { Inject, Injectable } from '@nestjs/common';
import { ErasureRecords, Holds, Suppressions, type CaseView } from '@voxkeep/configuration';
import { retain, type KeyOwner, type RetainedRows, type SqlPorts, type SubjectTrace } from '@voxkeep/personal-data';
import { Plans } from '../subject/plans.js';
import { Subjects, soughtBy } from '../subject/subjects.js';
import { scopeOf, type ErasureScope } from './erasure-scope.js';
import { FrozenKeys } from './frozen-keys.js';
import { policyHashOf, rulesFor, type StandingRules } from './retention-rules.js';

/** A trace and what erasing it would do. */
export interface Scoped {
  /** Without what has to stay. */
  readonly trace: SubjectTrace;
  readonly scope: ErasureScope;
  /** The trace with everything that is held. */
  readonly everything: SubjectTrace;
  readonly retained: readonly RetainedRows[];
  /** Key owners of what stays. */
  readonly staying: readonly KeyOwner[];
  readonly rules: StandingRules;
}

/** The holds, laws, reviews and suppressions that stand for a case at the moment of asking. */
@Injectable()
export class StandingRuleBook {
  constructor(
    @Inject(Holds) private readonly holds: Holds,
    @Inject(ErasureRecords) private readonly records: ErasureRecords,
    @Inject(Suppressions) private readonly suppressions: Suppressions,
  ) {}

  async of(caseId: string): Promise<StandingRules> {
    return {
      holds: await this.holds.standing(),
      statutory: await this.records.statutoryRules(),
      reviews: await this.records.reviewsOf(caseId),
      suppression: await this.suppressions.of(caseId),
    };
  }
}

/** Computes what the erasure of a case would do now, from the case's own ids and those that an execution has frozen. */
@Injectable()
export class Scopes {
  constructor(
    @Inject(Plans) private readonly plans: Plans,
    @Inject(Subjects) private readonly subjects: Subjects,
    @Inject(FrozenKeys) private readonly frozen: FrozenKeys,
    @Inject(StandingRuleBook) private readonly rules: StandingRuleBook,
  ) {}

  /** Reads only. `ports` replaces databases by transactions on them. Holds, laws and reviews are read anew each time. */
  async of(found: CaseView, ports: SqlPorts = {}): Promise<Scoped> {
    const everything = await this.subjects.trace(soughtBy(found, await this.frozen.of(found.id)), ports);
    const rules = await this.rules.of(found.id);
    const { trace, retained, owners } = retain(everything, rulesFor(everything, rules, new Date()));
    const scope = scopeOf(this.plans.erasure, trace, { retained, policyHash: policyHashOf(rules), reviews: rules.reviews });
    return { trace, scope, everything, retained, staying: owners, rules };
  }
}
