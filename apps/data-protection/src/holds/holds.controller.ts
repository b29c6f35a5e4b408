import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { http } from '@voxkeep/contracts';
import { Allows, Answers, By, SignedIn, ZodBody, ZodParam } from '@voxkeep/platform';
import { z } from 'zod';
import { Erasures } from '../erasure/erasures.js';
import { HoldDesk } from './hold-desk.js';

type IdPath = z.infer<typeof http.idPath>;
/** How recently whoever approves must have shown their last factor. */
const freshMinutes = 60;
const dayMs = 24 * 3600 * 1000;

/** Legal holds: placed by one person, approved by another, released in the same way. */
@Controller('holds')
@Allows('personal-data-protection', 'use')
export class HoldsController {
  constructor(
    @Inject(HoldDesk) private readonly desk: HoldDesk,
    @Inject(Erasures) private readonly erasures: Erasures,
  ) {}

  @Get()
  @Answers(z.array(http.holdRow))
  list(): Promise<readonly http.HoldRow[]> {
    return this.desk.list();
  }

  @Get(':id')
  @Answers(http.holdRow)
  get(@ZodParam(http.idPath) { id }: IdPath): Promise<http.HoldRow> {
    return this.desk.get(id);
  }

  @Post()
  @Answers(http.created)
  async place(@ZodBody(http.holdBody) body: z.infer<typeof http.holdBody>, @By() by: SignedIn): Promise<{ id: string }> {
    const { matter, basis, contactRole, reviewDays } = body;
    const timeOf = (moment: string | null) => (moment === null ? null : new Date(moment));
    const scopes = body.scopes.map(({ kind, keyId, from, to }) => ({ kind, keyId, from: timeOf(from), to: timeOf(to) }));
    const hold = { matter, basis, contactRole, caseId: null, reviewAt: inDays(reviewDays), scopes };
    return { id: await this.desk.place(hold, by.userId) };
  }

  @Post(':id/approval')
  @HttpCode(200)
  @Answers(http.holdRow)
  async approve(@ZodParam(http.idPath) { id }: IdPath, @By() by: SignedIn): Promise<http.HoldRow> {
    by.demandFresh(freshMinutes);
    await this.desk.approve(id, by.userId);
    return this.desk.get(id);
  }

  @Post(':id/refusal')
  @HttpCode(200)
  @Answers(http.holdRow)
  async refuse(@ZodParam(http.idPath) { id }: IdPath, @By() by: SignedIn): Promise<http.HoldRow> {
    await this.desk.refuse(id, by.userId);
    return this.desk.get(id);
  }

  @Post(':id/review')
  @HttpCode(200)
  @Answers(http.holdRow)
  async keep(
    @ZodParam(http.idPath) { id }: IdPath,
    @ZodBody(http.reviewHoldBody) { reviewDays }: z.infer<typeof http.reviewHoldBody>,
    @By() by: SignedIn,
  ): Promise<http.HoldRow> {
    await this.desk.keep(id, inDays(reviewDays), by.userId);
    return this.desk.get(id);
  }

  @Post(':id/release')
  @HttpCode(200)
  @Answers(http.holdRow)
  async proposeRelease(
    @ZodParam(http.idPath) { id }: IdPath,
    @ZodBody(http.releaseBody) { reason }: z.infer<typeof http.releaseBody>,
    @By() by: SignedIn,
  ): Promise<http.HoldRow> {
    await this.desk.proposeRelease(id, reason, by.userId);
    return this.desk.get(id);
  }

  /** Erasures that waited for this hold go on by themselves. */
  @Post(':id/release-approval')
  @HttpCode(200)
  @Answers(http.holdRow)
  async release(@ZodParam(http.idPath) { id }: IdPath, @By() by: SignedIn): Promise<http.HoldRow> {
    by.demandFresh(freshMinutes);
    await this.desk.release(id, by.userId);
    this.erasures.goOn();
    return this.desk.get(id);
  }
}

function inDays(days: number): Date {
  return new Date(Date.now() + days * dayMs);
}
