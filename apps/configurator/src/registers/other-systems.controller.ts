import { Controller, Delete, Get, HttpCode, Inject, Post, Put } from '@nestjs/common';
import { AccessViews, OtherSystems, type OtherSystemOutcome } from '@voxkeep/configuration';
import { http } from '@voxkeep/contracts';
import { Allows, Answers, By, SignedIn, ZodBody, ZodParam, conflict, notFound } from '@voxkeep/platform';
import { z } from 'zod';

type IdPath = z.infer<typeof http.idPath>;
type Body = z.output<typeof http.otherSystemBody>;

/** Systems beside this one that may hold data of the same persons; every case asks each of them. */
@Controller('other-systems')
export class OtherSystemsController {
  constructor(
    @Inject(OtherSystems) private readonly systems: OtherSystems,
    @Inject(AccessViews) private readonly access: AccessViews,
  ) {}

  @Get()
  @Allows('compliance-register', 'view')
  @Answers(z.array(http.otherSystem))
  async list(): Promise<http.OtherSystem[]> {
    const systems = await this.systems.list();
    const logins = await this.access.loginsOf(systems.flatMap(({ ownerUserId }) => ownerUserId ?? []));
    return systems.map(({ createdAt: _createdAt, retiredAt, ...system }) => ({
      ...system,
      owner: system.ownerUserId === null ? null : (logins.get(system.ownerUserId) ?? null),
      retiredAt: retiredAt?.toISOString() ?? null,
    }));
  }

  @Post()
  @Allows('compliance-register', 'create')
  @Answers(http.created)
  async create(@ZodBody(http.otherSystemBody) body: Body, @By() by: SignedIn): Promise<{ id: string }> {
    return { id: demandSaved(await this.systems.create(body, by.userId)) };
  }

  @Put(':id')
  @HttpCode(204)
  @Allows('compliance-register', 'modify')
  async change(
    @ZodParam(http.idPath) { id }: IdPath,
    @ZodBody(http.otherSystemBody) body: Body,
    @By() by: SignedIn,
  ): Promise<void> {
    demandSaved(await this.systems.change(id, body, by.userId));
  }

  /** Out of use: new cases do not ask it. What it answered before stays. */
  @Delete(':id')
  @HttpCode(204)
  @Allows('compliance-register', 'delete')
  async retire(@ZodParam(http.idPath) { id }: IdPath, @By() by: SignedIn): Promise<void> {
    demandSaved(await this.systems.retire(id, true, by.userId));
  }

  @Post(':id/return')
  @HttpCode(204)
  @Allows('compliance-register', 'modify')
  async restore(@ZodParam(http.idPath) { id }: IdPath, @By() by: SignedIn): Promise<void> {
    demandSaved(await this.systems.retire(id, false, by.userId));
  }
}

function demandSaved(outcome: OtherSystemOutcome): string {
  if ('saved' in outcome) return outcome.saved;
  throw outcome.refused === 'not-there' ? notFound() : conflict('other-system.name-taken');
}
