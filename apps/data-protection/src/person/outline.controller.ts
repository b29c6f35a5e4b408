import { Controller, Get, Inject } from '@nestjs/common';
import { http } from '@voxkeep/contracts';
import { Allows, Answers, By, SignedIn, ZodParam } from '@voxkeep/platform';
import type { z } from 'zod';
import { CaseDesk } from '../cases/case-desk.js';
import { PersonOutlines } from './person-outlines.js';

/** What is held of the person of a case, by data class and time, without opening a value. */
@Controller('cases/:id/outline')
@Allows('personal-data-protection', 'use')
export class OutlineController {
  constructor(
    @Inject(CaseDesk) private readonly desk: CaseDesk,
    @Inject(PersonOutlines) private readonly outlines: PersonOutlines,
  ) {}

  @Get()
  @Answers(http.personOutline)
  async outline(@ZodParam(http.idPath) { id }: z.infer<typeof http.idPath>, @By() by: SignedIn): Promise<http.PersonOutline> {
    return this.outlines.outline(await this.desk.get(id), by.userId);
  }
}
