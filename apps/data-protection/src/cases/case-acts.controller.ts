import { Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { CaseActs, Cases } from '@voxkeep/configuration';
import { http } from '@voxkeep/contracts';
import { Allows, Answers, By, SignedIn, ZodBody, ZodParam } from '@voxkeep/platform';
import type { z } from 'zod';
import { CaseDesk, demandDone, demandMoved } from './case-desk.js';

type IdPath = z.infer<typeof http.idPath>;

/** Acts on a case beside its way forward; each answers the case as it is then. */
@Controller('cases/:id')
@Allows('personal-data-protection', 'use')
export class CaseActsController {
  constructor(
    @Inject(CaseDesk) private readonly desk: CaseDesk,
    @Inject(CaseActs) private readonly acts: CaseActs,
    @Inject(Cases) private readonly cases: Cases,
  ) {}

  /** Two months more, once; the person was told why (GDPR Art. 12(3)). */
  @Post('extension')
  @HttpCode(200)
  @Answers(http.caseDetail)
  async extend(
    @ZodParam(http.idPath) { id }: IdPath,
    @ZodBody(http.extensionBody) { reason }: z.infer<typeof http.extensionBody>,
    @By() by: SignedIn,
  ): Promise<http.CaseDetail> {
    demandDone(await this.acts.extend(id, reason, by.userId));
    return this.desk.detail(id);
  }

  /** Whoever asks becomes answerable for the case. */
  @Post('owner')
  @HttpCode(200)
  @Answers(http.caseDetail)
  async own(@ZodParam(http.idPath) { id }: IdPath, @By() by: SignedIn): Promise<http.CaseDetail> {
    demandDone(await this.acts.own(id, by.userId, by.userId));
    return this.desk.detail(id);
  }

  @Post('refusal')
  @HttpCode(200)
  @Answers(http.caseDetail)
  async refuse(
    @ZodParam(http.idPath) { id }: IdPath,
    @ZodBody(http.refusalBody) { ground, partly = false }: z.infer<typeof http.refusalBody>,
    @By() by: SignedIn,
  ): Promise<http.CaseDetail> {
    demandDone(await this.acts.refuse(id, ground, partly, by.userId));
    return this.desk.detail(id);
  }

  @Post('withdrawal')
  @HttpCode(200)
  @Answers(http.caseDetail)
  async withdraw(@ZodParam(http.idPath) { id }: IdPath, @By() by: SignedIn): Promise<http.CaseDetail> {
    demandDone(await this.acts.withdraw(id, by.userId));
    return this.desk.detail(id);
  }

  @Post('duplicate')
  @HttpCode(200)
  @Answers(http.caseDetail)
  async join(
    @ZodParam(http.idPath) { id }: IdPath,
    @ZodBody(http.duplicateBody) { of }: z.infer<typeof http.duplicateBody>,
    @By() by: SignedIn,
  ): Promise<http.CaseDetail> {
    demandDone(await this.acts.join(id, of, by.userId));
    return this.desk.detail(id);
  }

  /** Begins a request that runs on no plan: rectification, restriction, objection and others. */
  @Post('begin')
  @HttpCode(200)
  @Answers(http.caseDetail)
  async begin(@ZodParam(http.idPath) { id }: IdPath, @By() by: SignedIn): Promise<http.CaseDetail> {
    demandMoved(await this.cases.begin(id, by.userId));
    return this.desk.detail(id);
  }

  /** The person was told what was done, or was handed the report that was built. */
  @Post('answer')
  @HttpCode(200)
  @Answers(http.caseDetail)
  async answer(@ZodParam(http.idPath) { id }: IdPath, @By() by: SignedIn): Promise<http.CaseDetail> {
    if ((await this.desk.get(id)).state !== 'reported') demandMoved(await this.cases.move(id, 'answered', by.userId));
    demandMoved(await this.cases.move(id, 'closed', by.userId));
    return this.desk.detail(id);
  }
}
