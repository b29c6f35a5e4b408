import { Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { http } from '@voxkeep/contracts';
import { Allows, Answers, By, SignedIn, ZodBody, ZodParam } from '@voxkeep/platform';
import type { z } from 'zod';
import { CaseDesk } from '../cases/case-desk.js';
import { Rectifications } from './rectifications.js';
import { Restrictions } from './restrictions.js';

type IdPath = z.infer<typeof http.idPath>;

/** What a person may ask for beside a report and an erasure: restriction (GDPR Art. 18) and rectification (Art. 16). */
@Controller('cases/:id')
@Allows('personal-data-protection', 'use')
export class RestrictionController {
  constructor(
    @Inject(CaseDesk) private readonly desk: CaseDesk,
    @Inject(Restrictions) private readonly restrictions: Restrictions,
    @Inject(Rectifications) private readonly rectifications: Rectifications,
  ) {}

  /** Proposes the restriction; it takes effect on keys when a second person approves it among the holds. */
  @Post('restriction')
  @HttpCode(200)
  @Answers(http.caseDetail)
  async restrict(
    @ZodParam(http.idPath) { id }: IdPath,
    @ZodBody(http.restrictionBody) { basis }: z.infer<typeof http.restrictionBody>,
    @By() by: SignedIn,
  ): Promise<http.CaseDetail> {
    await this.restrictions.place(await this.desk.get(id), basis, by.userId);
    return this.desk.detail(id);
  }

  /** Puts one value right. */
  @Post('rectification')
  @HttpCode(200)
  @Answers(http.caseDetail)
  async rectify(
    @ZodParam(http.idPath) { id }: IdPath,
    @ZodBody(http.rectificationBody) body: z.infer<typeof http.rectificationBody>,
    @By() by: SignedIn,
  ): Promise<http.CaseDetail> {
    await this.rectifications.rectify(await this.desk.get(id), body, by.userId);
    return this.desk.detail(id);
  }
}
