import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { AccessViews, EvidenceFreezes, type FreezeOutcome, type FreezeView } from '@voxkeep/configuration';
import { http } from '@voxkeep/contracts';
import { Allows, Answers, By, SignedIn, ZodBody, ZodParam, conflict, forbidden, notFound } from '@voxkeep/platform';
import { z } from 'zod';
import { Freezing } from './freezing.js';

type IdPath = z.infer<typeof http.idPath>;
/** How recently whoever releases must have shown their last factor. */
const freshMinutes = 60;

/** Evidence of an incident: frozen by one person, released by two. */
@Controller('evidence-freezes')
@Allows('personal-data-protection', 'use')
export class FreezesController {
  constructor(
    @Inject(EvidenceFreezes) private readonly freezes: EvidenceFreezes,
    @Inject(Freezing) private readonly freezing: Freezing,
    @Inject(AccessViews) private readonly access: AccessViews,
  ) {}

  @Get()
  @Answers(z.array(http.freezeRow))
  async list(@By() by: SignedIn): Promise<http.FreezeRow[]> {
    return this.#rows(await this.freezes.list(), by);
  }

  @Post()
  @Answers(http.created)
  async freeze(
    @ZodBody(http.freezeBody) { incidentId, from, to }: z.output<typeof http.freezeBody>,
    @By() by: SignedIn,
  ): Promise<{ id: string }> {
    const window = { from: new Date(from), to: new Date(to) };
    return { id: (await this.freezing.freeze(incidentId, window, by.userId)).id };
  }

  @Post(':id/release')
  @HttpCode(204)
  async proposeRelease(@ZodParam(http.idPath) { id }: IdPath, @By() by: SignedIn): Promise<void> {
    demandDone(await this.freezes.proposeRelease(id, by.userId));
  }

  @Post(':id/release-approval')
  @HttpCode(204)
  async release(@ZodParam(http.idPath) { id }: IdPath, @By() by: SignedIn): Promise<void> {
    by.demandFresh(freshMinutes);
    demandDone(await this.freezes.release(id, by.userId));
  }

  async #rows(found: readonly FreezeView[], by: SignedIn): Promise<http.FreezeRow[]> {
    const people = found.flatMap(({ frozenBy, releaseBy, releasedBy }) =>
      [frozenBy, releaseBy, releasedBy].filter((one) => one !== null && !one.startsWith('system:')),
    );
    const logins = await this.access.loginsOf([...new Set(people as string[])]);
    const name = (one: string | null) => (one === null ? null : (logins.get(one) ?? one));
    return found.map(({ fromAt, toAt, frozenBy, frozenAt, releaseBy, releasedBy, releasedAt, ...freeze }) => ({
      ...freeze,
      fromAt: fromAt.toISOString(),
      toAt: toAt.toISOString(),
      frozenBy: logins.get(frozenBy) ?? frozenBy,
      frozenAt: frozenAt.toISOString(),
      releaseBy: name(releaseBy),
      own: releaseBy === by.userId,
      releasedBy: name(releasedBy),
      releasedAt: releasedAt?.toISOString() ?? null,
    }));
  }
}

function demandDone(outcome: FreezeOutcome): void {
  if (outcome === 'not-there') throw notFound();
  if (outcome === 'same-person') throw forbidden('evidence.same-person');
  if (outcome === 'wrong-state') throw conflict('evidence.wrong-state');
}
