import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { http } from '@voxkeep/contracts';
import { Allows, Answers, By, SignedIn, ZodBody, ZodParam } from '@voxkeep/platform';
import { z } from 'zod';
import { CaseDesk } from '../cases/case-desk.js';
import { SuppressionDesk } from './suppression-desk.js';

type IdPath = z.infer<typeof http.idPath>;
const answer = z.object({ suppression: http.suppression.nullable() });
type Answer = z.infer<typeof answer>;

/** What must not be brought in again after an erasure. */
@Controller('cases/:id/suppression')
@Allows('personal-data-protection', 'use')
export class SuppressionController {
  constructor(
    @Inject(CaseDesk) private readonly cases: CaseDesk,
    @Inject(SuppressionDesk) private readonly desk: SuppressionDesk,
  ) {}

  @Get()
  @Answers(answer)
  async get(@ZodParam(http.idPath) { id }: IdPath): Promise<Answer> {
    return { suppression: await this.desk.of(await this.cases.get(id)) };
  }

  /** The plan is another one then, and has to be approved as it is. */
  @Post()
  @HttpCode(200)
  @Answers(answer)
  async set(
    @ZodParam(http.idPath) { id }: IdPath,
    @ZodBody(http.suppressionBody) body: z.infer<typeof http.suppressionBody>,
    @By() by: SignedIn,
  ): Promise<Answer> {
    await this.desk.set(await this.cases.get(id), body, by.userId);
    return this.get({ id });
  }

  @Post('end')
  @HttpCode(200)
  @Answers(answer)
  async end(@ZodParam(http.idPath) { id }: IdPath, @By() by: SignedIn): Promise<Answer> {
    await this.desk.end(await this.cases.get(id), by.userId);
    return this.get({ id });
  }
}
