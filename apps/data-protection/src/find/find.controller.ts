import { Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { http } from '@voxkeep/contracts';
import { Allows, Answers, AsksPurpose, By, SignedIn, ZodBody, settings, unprocessable } from '@voxkeep/platform';
import type { z } from 'zod';
import { Finder, type FindAnswer } from './finder.js';
import { searchTerm } from './search-term.js';

/** Who is behind a number or an address, and what is held of them. */
@Controller('find')
@Allows('personal-data-protection', 'use')
export class FindController {
  constructor(@Inject(Finder) private readonly finder: Finder) {}

  @Post()
  @HttpCode(200)
  @AsksPurpose()
  @Answers(http.findAnswer)
  find(@ZodBody(http.findBody) body: z.infer<typeof http.findBody>, @By() by: SignedIn): Promise<FindAnswer> {
    const term = searchTerm(body, settings().site.region);
    if (term === undefined) throw unprocessable([{ path: body.phone === undefined ? 'email' : 'phone', problem: 'invalid' }]);
    return this.finder.find(term, by.userId, body.purpose.code);
  }
}
