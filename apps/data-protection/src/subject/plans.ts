import { Injectable } from '@nestjs/common';
import { buildErasurePlan, buildReportPlan, catalogue, type ErasurePlan, type ReportPlan } from '@voxkeep/personal-data';

/** The plans that the catalogue of this program gives; made once, since the catalogue does not change while it runs. */
@Injectable()
export class Plans {
  readonly report: ReportPlan;
  readonly erasure: ErasurePlan;

  constructor() {
    const known = catalogue();
    this.report = buildReportPlan(known);
    this.erasure = buildErasurePlan(known);
  }
}
