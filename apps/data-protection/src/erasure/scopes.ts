import { Inject, Injectable } from '@nestjs/common';
import type { CaseView } from '@voxkeep/configuration';
import type { SqlPorts, SubjectTrace } from '@voxkeep/personal-data';
import { Plans } from '../subject/plans.js';
import { Subjects, soughtBy } from '../subject/subjects.js';
import { scopeOf, type ErasureScope } from './erasure-scope.js';
import { FrozenKeys } from './frozen-keys.js';

/** A trace and what erasing it would do. */
export interface Scoped {
  readonly trace: SubjectTrace;
  readonly scope: ErasureScope;
}

/** Computes what the erasure of a case would do now, from the case's own ids and those that an execution has frozen. */
@Injectable()
export class Scopes {
  constructor(
    @Inject(Plans) private readonly plans: Plans,
    @Inject(Subjects) private readonly subjects: Subjects,
    @Inject(FrozenKeys) private readonly frozen: FrozenKeys,
  ) {}

  /** Reads only. `ports` replaces databases by transactions on them. */
  async of(found: CaseView, ports: SqlPorts = {}): Promise<Scoped> {
    const trace = await this.subjects.trace(soughtBy(found, await this.frozen.of(found.id)), ports);
    return { trace, scope: scopeOf(this.plans.erasure, trace) };
  }
}
