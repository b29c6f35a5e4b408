import { Controller, Get, Inject, Post } from '@nestjs/common';
import { http } from '@voxkeep/contracts';
import { Allows, Answers, By, SignedIn, ZodBody, ZodParam, unprocessable } from '@voxkeep/platform';
import { z } from 'zod';
import { CaseDesk } from './case-desk.js';
import type { CaseRow } from './case-rows.js';

type IdPath = z.infer<typeof http.idPath>;

/** Requests of persons: what they ask for, how far it is, what was done. */
@Controller('cases')
@Allows('personal-data-protection', 'use')
export class CasesController {
  constructor(@Inject(CaseDesk) private readonly desk: CaseDesk) {}

  @Get()
  @Answers(z.array(http.caseRow))
  list(): Promise<readonly CaseRow[]> {
    return this.desk.list();
  }

  @Post()
  @Answers(http.created)
  async open(@ZodBody(http.openCaseBody) body: z.infer<typeof http.openCaseBody>, @By() by: SignedIn): Promise<{ id: string }> {
    const { personId, contactPointIds } = body.subject;
    if (personId === null && contactPointIds.length === 0) throw unprocessable([{ path: 'subject', problem: 'required' }]);
    return { id: await this.desk.cases.open(body, by.userId) };
  }

  @Get(':id')
  @Answers(http.caseDetail)
  detail(@ZodParam(http.idPath) { id }: IdPath): Promise<http.CaseDetail> {
    return this.desk.detail(id);
  }
}
