import { Controller, Get, Inject, Post } from '@nestjs/common';
import { http } from '@voxkeep/contracts';
import { Allows, Answers, By, SignedIn, ZodBody, ZodParam } from '@voxkeep/platform';
import { z } from 'zod';
import { CaseDesk } from './case-desk.js';
import { CaseOpening } from './case-opening.js';
import type { CaseRow } from './case-rows.js';

type IdPath = z.infer<typeof http.idPath>;

/** Requests of persons: what they ask for, how far it is, what was done. */
@Controller('cases')
@Allows('personal-data-protection', 'use')
export class CasesController {
  constructor(
    @Inject(CaseDesk) private readonly desk: CaseDesk,
    @Inject(CaseOpening) private readonly opening: CaseOpening,
  ) {}

  @Get()
  @Answers(z.array(http.caseRow))
  list(): Promise<readonly CaseRow[]> {
    return this.desk.list();
  }

  @Post()
  @Answers(http.created)
  async open(@ZodBody(http.openCaseBody) body: z.infer<typeof http.openCaseBody>, @By() by: SignedIn): Promise<{ id: string }> {
    return { id: await this.opening.open(body, by.userId) };
  }

  @Get(':id')
  @Answers(http.caseDetail)
  detail(@ZodParam(http.idPath) { id }: IdPath): Promise<http.CaseDetail> {
    return this.desk.detail(id);
  }
}
