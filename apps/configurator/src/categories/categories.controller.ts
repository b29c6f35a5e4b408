import { Controller, Get, Inject, Put } from '@nestjs/common';
import { Accounts, CategorySwitches, Queues } from '@voxkeep/configuration';
import { http } from '@voxkeep/contracts';
import { Allows, Answers, By, SignedIn, ZodBody, ZodParam, notFound, unprocessable } from '@voxkeep/platform';
import type { z } from 'zod';
import { StaffEntries } from '../accounts/staff-entries.js';

type Body = z.output<typeof http.categoriesBody>;
type UserBody = z.output<typeof http.userDirectoryBody>;
type IdPath = z.infer<typeof http.idPath>;
const directory = 'directory-information';

/** Which categories of personal data the site collects, by channel and queue, and for one user (R22, R24, R25). */
@Controller()
export class CategoriesController {
  constructor(
    @Inject(CategorySwitches) private readonly switches: CategorySwitches,
    @Inject(Queues) private readonly queues: Queues,
    @Inject(Accounts) private readonly accounts: Accounts,
    @Inject(StaffEntries) private readonly entries: StaffEntries,
  ) {}

  @Get('categories')
  @Allows('setting', 'view')
  @Answers(http.categoriesAnswer)
  async list(): Promise<http.CategoriesAnswer> {
    const [off, queues] = await Promise.all([this.switches.list(), this.queues.list()]);
    const ofSite = off.filter(({ userId }) => userId === null);
    return {
      off: ofSite.map(({ category, channel, queueId, offSince }) => ({
        ...{ category, channel, queueId },
        offSince: offSince.toISOString(),
      })),
      queues: queues.map(({ id, name }) => ({ id, name })),
    };
  }

  @Put('categories')
  @Allows('setting', 'modify')
  @Answers(http.categoriesAnswer)
  async set(@ZodBody(http.categoriesBody) { switches }: Body, @By() by: SignedIn): Promise<http.CategoriesAnswer> {
    const places = switches.map((one) => ({ ...one, userId: null }));
    if ((await this.switches.set(places, by.userId)) === 'unknown-queue')
      throw unprocessable([{ path: 'switches', problem: 'unknown' }]);
    return this.list();
  }

  @Get('users/:id/directory')
  @Allows('user', 'view', 'id')
  @Answers(http.userDirectoryAnswer)
  async ofUser(@ZodParam(http.idPath) { id }: IdPath): Promise<z.infer<typeof http.userDirectoryAnswer>> {
    const off = (await this.switches.list()).filter(({ category }) => category === directory);
    return {
      on: !off.some(({ userId }) => userId === id),
      site: !off.some(({ userId, queueId, channel }) => userId === null && queueId === null && channel === null),
    };
  }

  @Put('users/:id/directory')
  @Allows('user', 'modify', 'id')
  @Answers(http.userDirectoryAnswer)
  async setUser(
    @ZodParam(http.idPath) { id }: IdPath,
    @ZodBody(http.userDirectoryBody) { on }: UserBody,
    @By() by: SignedIn,
  ): Promise<z.infer<typeof http.userDirectoryAnswer>> {
    const account = await this.accounts.find(id);
    if (!account) throw notFound();
    await this.switches.set([{ category: directory, channel: null, queueId: null, userId: id, on }], by.userId);
    await this.entries.follow(account, by.userId);
    return this.ofUser({ id });
  }
}
