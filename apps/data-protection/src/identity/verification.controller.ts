import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { http } from '@voxkeep/contracts';
import { isOver } from '@voxkeep/configuration';
import { Allows, Answers, By, SignedIn, ZodBody, ZodParam, conflict } from '@voxkeep/platform';
import type { z } from 'zod';
import { CaseDesk } from '../cases/case-desk.js';
import { VerificationCodes } from './verification-codes.js';
import { VerificationDesk } from './verification-desk.js';

type IdPath = z.infer<typeof http.idPath>;

/** How sure it is that whoever asks is the person concerned. */
@Controller('cases/:id/verification')
@Allows('personal-data-protection', 'use')
export class VerificationController {
  constructor(
    @Inject(CaseDesk) private readonly cases: CaseDesk,
    @Inject(VerificationDesk) private readonly desk: VerificationDesk,
    @Inject(VerificationCodes) private readonly codes: VerificationCodes,
  ) {}

  @Get()
  @Answers(http.verificationView)
  async view(@ZodParam(http.idPath) { id }: IdPath, @By() by: SignedIn): Promise<http.VerificationView> {
    return this.desk.view(await this.cases.get(id), await this.cases.logins(), by.userId);
  }

  @Post()
  @HttpCode(200)
  @Answers(http.verifyAnswer)
  async verify(
    @ZodParam(http.idPath) { id }: IdPath,
    @ZodBody(http.verifyBody) body: z.infer<typeof http.verifyBody>,
    @By() by: SignedIn,
  ): Promise<z.infer<typeof http.verifyAnswer>> {
    return this.desk.verify(await this.cases.get(id), body, by.userId);
  }

  /** Sends a code by mail to an address that was known before. */
  @Post('code')
  @HttpCode(200)
  @Answers(http.sendCodeAnswer)
  async sendCode(
    @ZodParam(http.idPath) { id }: IdPath,
    @ZodBody(http.sendCodeBody) { contactPointId }: z.infer<typeof http.sendCodeBody>,
    @By() by: SignedIn,
  ): Promise<http.SendCodeAnswer> {
    const found = await this.cases.get(id);
    if (isOver(found.state)) throw conflict('case.wrong-state');
    return { outcome: await this.codes.send(found, contactPointId, by.userId) };
  }
}
