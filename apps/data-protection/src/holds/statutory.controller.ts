import { Controller, Get, Inject, Put } from '@nestjs/common';
import { ErasureRecords, type StatutoryRule } from '@voxkeep/configuration';
import { http } from '@voxkeep/contracts';
import { Allows, Answers, By, SignedIn, ZodBody } from '@voxkeep/platform';
import { z } from 'zod';

/** Laws that have a class of data kept: before an erasure request, after a legal hold. */
@Controller('statutory-terms')
@Allows('personal-data-protection', 'use')
export class StatutoryController {
  constructor(@Inject(ErasureRecords) private readonly records: ErasureRecords) {}

  @Get()
  @Answers(z.array(http.statutoryRule))
  list(): Promise<readonly StatutoryRule[]> {
    return this.records.statutoryRules();
  }

  /** Sets the term of one class; 0 days removes it. */
  @Put()
  @Answers(z.array(http.statutoryRule))
  async set(@ZodBody(http.statutoryRule) rule: StatutoryRule, @By() by: SignedIn): Promise<readonly StatutoryRule[]> {
    await this.records.setStatutoryRule(rule, by.userId);
    return this.records.statutoryRules();
  }
}
