import { Controller, Delete, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { http } from '@voxkeep/contracts';
import { Allows, Answers, By, SignedIn, ZodBody, ZodParam } from '@voxkeep/platform';
import type { z } from 'zod';
import { CaseDesk } from '../cases/case-desk.js';
import { DeliveryDesk, optionsOf } from './delivery-desk.js';
import { SealedMails } from './sealed-mails.js';

type IdPath = z.infer<typeof http.idPath>;

/** How the answer to a request reaches the person. */
@Controller('cases/:id/deliveries')
@Allows('personal-data-protection', 'use')
export class DeliveryController {
  constructor(
    @Inject(CaseDesk) private readonly cases: CaseDesk,
    @Inject(DeliveryDesk) private readonly desk: DeliveryDesk,
    @Inject(SealedMails) private readonly mails: SealedMails,
  ) {}

  @Get()
  @Answers(http.deliveryList)
  async list(@ZodParam(http.idPath) { id }: IdPath, @By() by: SignedIn): Promise<http.DeliveryList> {
    return this.desk.list(await this.cases.get(id), by.userId);
  }

  @Post('links')
  @Answers(http.linkMade)
  async makeLink(
    @ZodParam(http.idPath) { id }: IdPath,
    @ZodBody(http.linkBody) { content, contactPointId, ...options }: z.infer<typeof http.linkBody>,
    @By() by: SignedIn,
  ): Promise<http.LinkMade> {
    return this.desk.makeLink(await this.cases.get(id), { content, contactPointId, options: optionsOf(options) }, by.userId);
  }

  @Post('mails')
  @Answers(http.created)
  async mail(
    @ZodParam(http.idPath) { id }: IdPath,
    @ZodBody(http.mailBody) { content, contactPointId, certificate, ...options }: z.infer<typeof http.mailBody>,
    @By() by: SignedIn,
  ): Promise<{ id: string }> {
    const wanted = { content, contactPointId, certificate, options: optionsOf(options) };
    return { id: await this.mails.send(await this.cases.get(id), wanted, by.userId) };
  }

  @Delete(':deliveryId')
  @HttpCode(204)
  async revoke(
    @ZodParam(http.deliveryPath) { id, deliveryId }: z.infer<typeof http.deliveryPath>,
    @By() by: SignedIn,
  ): Promise<void> {
    await this.desk.revoke(id, deliveryId, by.userId);
  }
}
