import { Inject, Injectable } from '@nestjs/common';
import type { SubjectTrace } from '@voxkeep/personal-data';
import { AccessHistory } from './access-history.js';
import type { PersonReport } from './person-report.js';
import { ReportPorts } from './ports.js';
import { StaffRoles } from './staff-roles.js';
import type { Wording } from './wording.js';

/** What is told of the person beside their records. `terms` are days by deletion class, `roles` codes by account. */
export interface Around extends Pick<PersonReport, 'accesses' | 'holds' | 'otherSystems'> {
  readonly diagnostics: PersonReport['searched']['diagnostics'];
  readonly terms: ReadonlyMap<string, number>;
  readonly roles: ReadonlyMap<string, readonly string[]>;
}

/** Asks everything that says something about a person without holding records of them. */
@Injectable()
export class Surroundings {
  constructor(
    @Inject(AccessHistory) private readonly history: AccessHistory,
    @Inject(ReportPorts) private readonly ports: ReportPorts,
    @Inject(StaffRoles) private readonly staff: StaffRoles,
  ) {}

  async of(trace: SubjectTrace, caseId: string, wording: Wording): Promise<Around> {
    const [accesses, holds, otherSystems, diagnostics, terms, roles] = await Promise.all([
      this.history.of(trace, wording),
      this.ports.holds.over(trace.keys),
      this.ports.otherSystems.of(caseId),
      this.ports.streams.over(trace.keys),
      this.ports.terms.all(),
      this.staff.all(),
    ]);
    return { accesses, holds: [...holds], otherSystems: [...otherSystems], diagnostics: [...diagnostics], terms, roles };
  }
}
