import { Controller, Get, Inject } from '@nestjs/common';
import { http } from '@voxkeep/contracts';
import { TrunkRefusals } from '@voxkeep/monitoring';
import { Allows, Answers, ZodParam } from '@voxkeep/platform';
import { z } from 'zod';

/** What trunks offered and could not be recorded. */
@Controller('trunks')
export class TrunkRefusalsController {
  constructor(@Inject(TrunkRefusals) private readonly refusals: TrunkRefusals) {}

  @Get(':id/refusals')
  @Allows('trunk', 'view', 'id')
  @Answers(z.array(http.trunkRefusal))
  async list(@ZodParam(http.idPath) { id }: z.infer<typeof http.idPath>): Promise<readonly http.TrunkRefusal[]> {
    const rows = await this.refusals.listOf(id, new Date());
    return rows.map(({ firstAt, lastAt, ...row }) => ({
      ...row,
      firstAt: firstAt.toISOString(),
      lastAt: lastAt.toISOString(),
    }));
  }
}
