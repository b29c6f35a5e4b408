import { Controller, Get, Inject } from '@nestjs/common';
import { Cases } from '@voxkeep/configuration';
import { http } from '@voxkeep/contracts';
import { Allows, Answers, ZodQuery, notFound, settings } from '@voxkeep/platform';
import type { z } from 'zod';
import { caseNumber } from '../cases/case-rows.js';
import { answerTexts, filled } from './answer-texts.js';

type Query = z.output<typeof http.answerTemplateQuery>;

/** Templates of answers to a person, in five languages, with the number and dates of a case when one is named. */
@Controller('answer-templates')
@Allows('personal-data-protection', 'use')
export class TemplatesController {
  constructor(@Inject(Cases) private readonly cases: Cases) {}

  @Get()
  @Answers(http.answerTemplateList)
  async list(@ZodQuery(http.answerTemplateQuery) { language, caseId }: Query): Promise<z.infer<typeof http.answerTemplateList>> {
    const facts = caseId === undefined ? {} : await this.#factsOf(caseId, language);
    return http.answerTemplates.map((template) => {
      const [subject, text] = answerTexts[language][template];
      return { template, subject: filled(subject, facts), text: filled(text, facts) };
    });
  }

  async #factsOf(caseId: string, language: string): Promise<Readonly<Record<string, string>>> {
    const found = await this.cases.find(caseId);
    if (!found) throw notFound();
    const date = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: settings().site.timeZone });
    return { case: caseNumber(found), opened: date.format(found.openedAt), due: date.format(found.dueAt) };
  }
}
