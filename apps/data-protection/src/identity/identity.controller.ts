import { Controller, Delete, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { http } from '@voxkeep/contracts';
import { Proposals } from '@voxkeep/directory';
import {
  Allows,
  Answers,
  AsksPurpose,
  By,
  SignedIn,
  ZodBody,
  ZodParam,
  conflict,
  notFound,
  settings,
  unprocessable,
} from '@voxkeep/platform';
import { z } from 'zod';
import { searchTerm } from '../find/search-term.js';
import { GraphDesk } from './graph-desk.js';
import { ProposalDesk } from './proposal-desk.js';

type IdPath = z.infer<typeof http.idPath>;

/** Who is who: links between persons and contact points, persons that are one, and what is only proposed. */
@Controller('identity')
@Allows('personal-data-protection', 'use')
export class IdentityController {
  constructor(
    @Inject(GraphDesk) private readonly graph: GraphDesk,
    @Inject(ProposalDesk) private readonly desk: ProposalDesk,
    @Inject(Proposals) private readonly proposals: Proposals,
  ) {}

  @Post('points')
  @HttpCode(200)
  @AsksPurpose()
  @Answers(http.linkAnswer)
  async linkPoint(
    @ZodBody(http.linkPointBody) body: z.infer<typeof http.linkPointBody>,
    @By() by: SignedIn,
  ): Promise<z.infer<typeof http.linkAnswer>> {
    const term = searchTerm(body, settings().site.region);
    if (term === undefined) throw unprocessable([{ path: body.phone === undefined ? 'email' : 'phone', problem: 'invalid' }]);
    return { outcome: await this.graph.linkPoint(body.personId, term, body.evidence, body.purpose.code, by.userId) };
  }

  @Post('points/end')
  @HttpCode(204)
  async unlinkPoint(@ZodBody(http.unlinkBody) body: z.infer<typeof http.unlinkBody>, @By() by: SignedIn): Promise<void> {
    await this.graph.unlinkPoint(body.personId, body.contactPointId, by.userId);
  }

  /** Puts two persons together, or points from one to the other. */
  @Post('links')
  @Answers(http.created)
  async link(
    @ZodBody(http.linkPersonsBody) body: z.infer<typeof http.linkPersonsBody>,
    @By() by: SignedIn,
  ): Promise<{ id: string }> {
    const outcome = await this.graph.links.link(body.personId, body.otherId, body.type, by.userId);
    if ('id' in outcome) return outcome;
    throw outcome.refused === 'not-there' ? notFound() : conflict(`identity.${outcome.refused}`);
  }

  /** Takes two persons apart again, as they were. */
  @Delete('links/:id')
  @HttpCode(204)
  async unlink(@ZodParam(http.idPath) { id }: IdPath, @By() by: SignedIn): Promise<void> {
    if (!(await this.graph.links.end(id, by.userId))) throw notFound();
  }

  @Get('persons/:id/links')
  @Answers(z.array(http.personLinkRow))
  linksOf(@ZodParam(http.idPath) { id }: IdPath): Promise<http.PersonLinkRow[]> {
    return this.graph.linksOf(id);
  }

  @Get('proposals')
  @Answers(http.proposalPage)
  list(@By() by: SignedIn): Promise<z.infer<typeof http.proposalPage>> {
    return this.desk.list(by.userId);
  }

  @Post('proposals')
  @HttpCode(200)
  @Answers(http.gatherAnswer)
  async gather(@By() by: SignedIn): Promise<z.infer<typeof http.gatherAnswer>> {
    return { proposed: await this.desk.gather(by.userId) };
  }

  @Post('proposals/:id')
  @HttpCode(204)
  async decide(
    @ZodParam(http.idPath) { id }: IdPath,
    @ZodBody(http.proposalDecision) { decision }: z.infer<typeof http.proposalDecision>,
    @By() by: SignedIn,
  ): Promise<void> {
    const outcome = await this.proposals.decide(id, decision, by.userId);
    if (outcome === 'not-there') throw notFound();
    if (outcome !== 'done') throw conflict(`identity.${outcome}`);
  }
}
