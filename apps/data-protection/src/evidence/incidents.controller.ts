import { Controller, Get, HttpCode, Inject, Post, Put } from '@nestjs/common';
import { http } from '@voxkeep/contracts';
import { Allows, Answers, By, SignedIn, ZodBody, ZodParam } from '@voxkeep/platform';
import { z } from 'zod';
import { IncidentDesk } from './incident-desk.js';

type IdPath = z.infer<typeof http.idPath>;

/** Incidents with their clocks of 24 and 72 hours (GDPR Art. 33, 34). */
@Controller('incidents')
@Allows('personal-data-protection', 'use')
export class IncidentsController {
  constructor(@Inject(IncidentDesk) private readonly desk: IncidentDesk) {}

  @Get()
  @Answers(z.array(http.incidentRow))
  list(): Promise<http.IncidentRow[]> {
    return this.desk.list();
  }

  @Get(':id')
  @Answers(http.incidentDetail)
  detail(@ZodParam(http.idPath) { id }: IdPath, @By() by: SignedIn): Promise<http.IncidentDetail> {
    return this.desk.detail(id, by);
  }

  @Post()
  @Answers(http.created)
  async open(@ZodBody(http.incidentBody) body: z.output<typeof http.incidentBody>, @By() by: SignedIn): Promise<{ id: string }> {
    return { id: await this.desk.open(body, by) };
  }

  @Put(':id')
  @HttpCode(204)
  change(
    @ZodParam(http.idPath) { id }: IdPath,
    @ZodBody(http.incidentChangeBody) body: z.output<typeof http.incidentChangeBody>,
    @By() by: SignedIn,
  ): Promise<void> {
    return this.desk.change(id, body, by);
  }
}
