import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { http } from '@voxkeep/contracts';
import { Answers, By, SignedIn, SignedInStage, ZodBody, ZodParam } from '@voxkeep/platform';
import type { z } from 'zod';
import { OwnRequests } from './own-requests.js';

type IdPath = z.infer<typeof http.idPath>;

/** What was asked in one's own name: nobody needs a right to say whether it was they. */
@Controller('own-requests')
export class OwnRequestsController {
  constructor(@Inject(OwnRequests) private readonly requests: OwnRequests) {}

  @Get()
  @SignedInStage('full')
  @Answers(http.ownRequests)
  list(@By() by: SignedIn): Promise<http.OwnRequest[]> {
    return this.requests.waiting(by.userId);
  }

  @Post(':id/confirmation')
  @HttpCode(204)
  @SignedInStage('full')
  confirm(
    @ZodParam(http.idPath) { id }: IdPath,
    @ZodBody(http.confirmRequestBody) { asked }: z.infer<typeof http.confirmRequestBody>,
    @By() by: SignedIn,
  ): Promise<void> {
    return this.requests.confirm(id, asked, by.userId);
  }
}
