import { Controller, Delete, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { http } from '@voxkeep/contracts';
import {
  Allows,
  Answers,
  AsksPurpose,
  By,
  SignedIn,
  ZodBody,
  ZodParam,
  ZodQuery,
  notFound,
  unprocessable,
} from '@voxkeep/platform';
import { z } from 'zod';
import { Finder, mostDescribed, type FindAnswer } from './finder.js';
import { NameScans } from './name-scans.js';
import { NumberRegions } from './number-regions.js';
import { searchOf } from './search-term.js';

type IdPath = z.infer<typeof http.idPath>;
const scanPage = z.object({ from: z.coerce.number().int().min(0).max(100_000).default(0) });

/** Who is behind a number, an address or a name, and what is held of them. */
@Controller('find')
@Allows('personal-data-protection', 'use')
export class FindController {
  constructor(
    @Inject(Finder) private readonly finder: Finder,
    @Inject(NameScans) private readonly scans: NameScans,
    @Inject(NumberRegions) private readonly regions: NumberRegions,
  ) {}

  @Post()
  @HttpCode(200)
  @AsksPurpose()
  @Answers(http.findAnswer)
  async find(@ZodBody(http.findBody) body: z.infer<typeof http.findBody>, @By() by: SignedIn): Promise<FindAnswer> {
    const search = searchOf(body, await this.regions.all());
    if (search === undefined) throw unprocessable([{ path: fieldOf(body), problem: 'invalid' }]);
    return this.finder.find(search, by.userId, body.purpose.code);
  }

  /** How far a search in the background is; its hits, described page by page, once it is done. */
  @Get('scans/:id')
  @Answers(http.scanView)
  async scan(
    @ZodParam(http.idPath) { id }: IdPath,
    @ZodQuery(scanPage) { from }: z.infer<typeof scanPage>,
    @By() by: SignedIn,
  ): Promise<z.infer<typeof http.scanView>> {
    const scan = this.scans.find(id, by.userId);
    if (scan === undefined) throw notFound();
    const { state, looked, total, found } = scan;
    const view = { id, state, looked, total, hits: found.length, next: null, answer: null };
    if (state !== 'done') return view;
    const nothing = { found: [], narrow: true, hits: found.length, scan: id, readAs: null };
    if (scan.overflow) return { ...view, answer: { ...nothing, question: 'more-of-the-name' } };
    const page = found.slice(from, from + mostDescribed);
    const next = from + page.length < found.length ? from + page.length : null;
    return {
      ...view,
      next,
      answer: { ...(await this.finder.answer(page, scan.stated, 'more-of-the-name')), hits: found.length },
    };
  }

  @Delete('scans/:id')
  @HttpCode(204)
  cancel(@ZodParam(http.idPath) { id }: IdPath, @By() by: SignedIn): void {
    if (!this.scans.cancel(id, by.userId)) throw notFound();
  }
}

function fieldOf({ name, employee, email }: z.infer<typeof http.findBody>): string {
  if (name !== undefined) return 'name';
  if (employee !== undefined) return 'employee';
  return email === undefined ? 'phone' : 'email';
}
