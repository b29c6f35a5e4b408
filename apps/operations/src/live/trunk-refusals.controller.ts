import { Controller, Get, Inject } from '@nestjs/common';
import { http } from '@voxkeep/contracts';
import { TrunkNotices, TrunkRefusals } from '@voxkeep/monitoring';
import { Allows, Answers, ZodParam } from '@voxkeep/platform';
import { z } from 'zod';

/** What trunks offered and could not be recorded, and what else was noticed of them. */
@Controller('trunks')
export class TrunkRefusalsController {
  constructor(
    @Inject(TrunkRefusals) private readonly refusals: TrunkRefusals,
    @Inject(TrunkNotices) private readonly notices: TrunkNotices,
  ) {}

  @Get(':id/refusals')
  @Allows('trunk', 'view', 'id')
  @Answers(z.array(http.trunkRefusal))
  async list(@ZodParam(http.idPath) { id }: z.infer<typeof http.idPath>): Promise<readonly http.TrunkRefusal[]> {
    const rows = await this.refusals.listOf(id, new Date());
    return rows.map(datedInText);
  }

  @Get(':id/notices')
  @Allows('trunk', 'view', 'id')
  @Answers(z.array(http.trunkNotice))
  async noticed(@ZodParam(http.idPath) { id }: z.infer<typeof http.idPath>): Promise<readonly http.TrunkNotice[]> {
    return (await this.notices.listOf(id, new Date())).map(datedInText);
  }
}

function datedInText<Row extends { readonly firstAt: Date; readonly lastAt: Date }>({ firstAt, lastAt, ...row }: Row) {
  return { ...row, firstAt: firstAt.toISOString(), lastAt: lastAt.toISOString() };
}
