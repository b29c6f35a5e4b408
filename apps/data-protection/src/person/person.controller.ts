import { Controller, Get, Inject } from '@nestjs/common';
import { http } from '@voxkeep/contracts';
import { Allows, Answers, By, SignedIn, ZodParam } from '@voxkeep/platform';
import type { z } from 'zod';
import { CaseDesk } from '../cases/case-desk.js';
import { PersonViews } from './person-views.js';

/** What is held of the person of a case. */
@Controller('cases/:id/person')
@Allows('personal-data-protection', 'use')
export class PersonController {
  constructor(
    @Inject(CaseDesk) private readonly desk: CaseDesk,
    @Inject(PersonViews) private readonly views: PersonViews,
  ) {}

  @Get()
  @Answers(http.personView)
  async view(@ZodParam(http.idPath) { id }: z.infer<typeof http.idPath>, @By() by: SignedIn): Promise<http.PersonView> {
    return this.views.view(await this.desk.get(id), by.userId);
  }
}
