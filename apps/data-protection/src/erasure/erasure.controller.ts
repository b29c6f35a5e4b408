import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { ErasureRecords } from '@voxkeep/configuration';
import { http } from '@voxkeep/contracts';
import { Allows, Answers, By, SignedIn, ZodBody, ZodParam, unprocessable } from '@voxkeep/platform';
import type { z } from 'zod';
import { CaseDesk } from '../cases/case-desk.js';
import { Erasures } from './erasures.js';

/** How recently whoever approves must have shown their last factor (06: fresh sign-in before an approval). */
const freshMinutes = 60;

type IdPath = z.infer<typeof http.idPath>;

/** Erasure of the person of a case. */
@Controller('cases/:id')
@Allows('personal-data-protection', 'use')
export class ErasureController {
  constructor(
    @Inject(CaseDesk) private readonly desk: CaseDesk,
    @Inject(Erasures) private readonly erasures: Erasures,
    @Inject(ErasureRecords) private readonly records: ErasureRecords,
  ) {}

  @Get('erasure')
  @Answers(http.erasurePreview)
  async preview(@ZodParam(http.idPath) { id }: IdPath, @By() by: SignedIn): Promise<http.ErasurePreview> {
    return this.erasures.preview(await this.desk.get(id), by.userId);
  }

  @Post('approval')
  @HttpCode(200)
  @Answers(http.caseDetail)
  async approve(
    @ZodParam(http.idPath) { id }: IdPath,
    @ZodBody(http.approvalBody) { planHash }: z.infer<typeof http.approvalBody>,
    @By() by: SignedIn,
  ): Promise<http.CaseDetail> {
    by.demandFresh(freshMinutes);
    await this.erasures.approve(await this.desk.get(id), planHash, by.userId);
    return this.desk.detail(id);
  }

  /** Answers when the erasure has begun; the case tells how it goes on. */
  @Post('erasure')
  @HttpCode(202)
  @Answers(http.caseDetail)
  async execute(
    @ZodParam(http.idPath) { id }: IdPath,
    @ZodBody(http.executionBody) { planHash }: z.infer<typeof http.executionBody>,
    @By() by: SignedIn,
  ): Promise<http.CaseDetail> {
    await this.erasures.begin(await this.desk.get(id), planHash, by.userId);
    return this.desk.detail(id);
  }

  /** Decides about a record that may concern somebody else too. The plan is another one then, and has to be approved anew. */
  @Post('reviews')
  @HttpCode(200)
  @Answers(http.erasurePreview)
  async review(
    @ZodParam(http.idPath) { id }: IdPath,
    @ZodBody(http.reviewBody) decided: z.infer<typeof http.reviewBody>,
    @By() by: SignedIn,
  ): Promise<http.ErasurePreview> {
    const found = await this.desk.get(id);
    if (decided.decision !== 'erase' && decided.reason === null) throw unprocessable([{ path: 'reason', problem: 'required' }]);
    await this.records.review(found.id, decided, by.userId);
    return this.erasures.preview(found, by.userId);
  }
}
