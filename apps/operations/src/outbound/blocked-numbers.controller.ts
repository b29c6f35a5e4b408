import { Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { http } from '@voxkeep/contracts';
import { BlockedNumbers } from '@voxkeep/outbound';
import { Allows, Answers, By, SignedIn, ZodBody, settings, unprocessable } from '@voxkeep/platform';
import { z } from 'zod';
import { KnownPoints } from '../directory/known-points.js';
import { PointLookup } from '../directory/point-lookup.js';
import { phonePoint } from '../directory/terms.js';

const checkBody = z.object({ phone: http.phoneInput });

/** Numbers that are never called. */
@Controller('blocked-numbers')
export class BlockedNumbersController {
  constructor(
    @Inject(BlockedNumbers) private readonly numbers: BlockedNumbers,
    @Inject(KnownPoints) private readonly points: KnownPoints,
    @Inject(PointLookup) private readonly lookup: PointLookup,
  ) {}

  /** Blocking twice changes nothing; the first reason stays. */
  @Post()
  @HttpCode(204)
  @Allows('blocked-number', 'create')
  async block(
    @ZodBody(http.blockedNumberBody) { phone, reason }: z.output<typeof http.blockedNumberBody>,
    @By() by: SignedIn,
  ): Promise<void> {
    const point = phonePoint(phone, settings().site.region);
    if ('refused' in point) throw unprocessable([{ path: 'phone', problem: point.refused }]);
    const id = (await this.points.ensure([point], by)).get(point.term);
    if (id !== undefined) await this.numbers.block(id, reason, by.userId);
  }

  @Post('check')
  @HttpCode(200)
  @Allows('blocked-number', 'view')
  @Answers(http.blockedCheckAnswer)
  async check(
    @ZodBody(checkBody) { phone }: z.infer<typeof checkBody>,
    @By() by: SignedIn,
  ): Promise<z.infer<typeof http.blockedCheckAnswer>> {
    const points = await this.lookup.find({ phone }, by, { code: 'administration' }, 'number.check');
    return { blocked: (await this.numbers.among(points)).size > 0 };
  }
}
