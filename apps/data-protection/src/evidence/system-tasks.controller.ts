import { Controller, Get, HttpCode, Inject, Put } from '@nestjs/common';
import { AccessViews, SystemTasks } from '@voxkeep/configuration';
import { http } from '@voxkeep/contracts';
import { Allows, Answers, By, SignedIn, ZodBody, ZodParam, notFound } from '@voxkeep/platform';
import { z } from 'zod';

type IdPath = z.infer<typeof http.idPath>;
type TaskPath = z.infer<typeof http.systemTaskPath>;

/** What other systems were asked in a case, and what their owners answered. */
@Controller('cases/:id/systems')
@Allows('personal-data-protection', 'use')
export class SystemTasksController {
  constructor(
    @Inject(SystemTasks) private readonly tasks: SystemTasks,
    @Inject(AccessViews) private readonly access: AccessViews,
  ) {}

  @Get()
  @Answers(z.array(http.systemTask))
  async list(@ZodParam(http.idPath) { id }: IdPath): Promise<http.SystemTask[]> {
    const tasks = await this.tasks.of(id);
    const people = tasks.flatMap(({ ownerUserId, answeredBy }) => [ownerUserId, answeredBy].filter((one) => one !== null));
    const logins = await this.access.loginsOf([...new Set(people)]);
    const name = (userId: string | null) => (userId === null ? null : (logins.get(userId) ?? userId));
    return tasks.map(({ ownerUserId, askedAt, dueAt, answeredBy, answeredAt, ...task }) => ({
      ...task,
      owner: name(ownerUserId),
      askedAt: askedAt.toISOString(),
      dueAt: dueAt.toISOString(),
      state: task.outcome === null ? 'outstanding' : 'answered',
      answeredBy: name(answeredBy),
      answeredAt: answeredAt?.toISOString() ?? null,
    }));
  }

  @Put(':systemId')
  @HttpCode(204)
  async answer(
    @ZodParam(http.systemTaskPath) { id, systemId }: TaskPath,
    @ZodBody(http.systemAnswerBody) body: z.output<typeof http.systemAnswerBody>,
    @By() by: SignedIn,
  ): Promise<void> {
    if ((await this.tasks.answer(id, systemId, body, by.userId)) === 'not-there') throw notFound();
  }
}
