import { Controller, Delete, Get, HttpCode, Inject, Post, Put } from '@nestjs/common';
import { Rehearsals, RetentionRules, RetentionRuns, SiteSettings, type RuleOutcome } from '@voxkeep/configuration';
import { http } from '@voxkeep/contracts';
import { Allows, Answers, By, SignedIn, ZodBody, ZodParam, conflict, notFound } from '@voxkeep/platform';
import { z } from 'zod';
import { RetentionViews, followsUser } from './retention-views.js';

type IdPath = z.infer<typeof http.idPath>;

/** How recently whoever approves must have shown their last factor (06). */
const freshMinutes = 60;

/** How long data are kept: rules, the rehearsal of what they would remove, its approval, and what was removed. */
@Controller('retention')
export class RetentionController {
  constructor(
    @Inject(RetentionRules) private readonly rules: RetentionRules,
    @Inject(Rehearsals) private readonly rehearsals: Rehearsals,
    @Inject(RetentionRuns) private readonly runs: RetentionRuns,
    @Inject(RetentionViews) private readonly views: RetentionViews,
    @Inject(SiteSettings) private readonly settings: SiteSettings,
  ) {}

  @Get()
  @Allows('retention-rule', 'view')
  @Answers(http.retentionView)
  async view(): Promise<http.RetentionView> {
    return this.views.now();
  }

  @Get('runs')
  @Allows('retention-rule', 'view')
  @Answers(z.array(http.retentionRun))
  async list(): Promise<readonly http.RetentionRun[]> {
    return this.runs.list();
  }

  @Post('rules')
  @Allows('retention-rule', 'create')
  @Answers(http.created)
  async create(@ZodBody(http.retentionRuleBody) body: http.RetentionRuleBody, @By() by: SignedIn): Promise<{ id: string }> {
    return { id: savedId(await this.rules.save(body, by.userId)) };
  }

  @Put('rules/:id')
  @Allows('retention-rule', 'modify', 'id')
  @Answers(http.created)
  async change(
    @ZodParam(http.idPath) { id }: IdPath,
    @ZodBody(http.retentionRuleBody) body: http.RetentionRuleBody,
    @By() by: SignedIn,
  ): Promise<{ id: string }> {
    return { id: savedId(await this.rules.save(body, by.userId, id)) };
  }

  @Delete('rules/:id')
  @HttpCode(204)
  @Allows('retention-rule', 'delete', 'id')
  async remove(@ZodParam(http.idPath) { id }: IdPath, @By() by: SignedIn): Promise<void> {
    if (!(await this.rules.remove(id, by.userId))) throw notFound();
  }

  /** Answers when the rehearsal is asked for; the view tells when it is done. */
  @Post('rehearsals')
  @HttpCode(202)
  @Allows('retention-rule', 'modify')
  @Answers(http.created)
  async rehearse(@By() by: SignedIn): Promise<{ id: string }> {
    return { id: await this.rehearsals.ask('asked', by.userId) };
  }

  /** Lets the worker remove what the rehearsal showed, and from then on what these rules say. */
  @Post('approval')
  @HttpCode(200)
  @Allows('retention-rule', 'modify')
  @Answers(http.retentionView)
  async approve(
    @ZodBody(http.retentionApprovalBody) body: z.infer<typeof http.retentionApprovalBody>,
    @By() by: SignedIn,
  ): Promise<http.RetentionView> {
    by.demandFresh(freshMinutes);
    const outcome = await this.rehearsals.approve(body.rehearsalId, body.records, by.userId);
    if ('refused' in outcome) throw outcome.refused === 'not-there' ? notFound() : conflict(`retention.${outcome.refused}`);
    return this.view();
  }

  @Put('options')
  @Allows('retention-rule', 'modify')
  @Answers(http.retentionView)
  async option(
    @ZodBody(http.retentionOptionsBody) { directoryFollowsUser }: z.infer<typeof http.retentionOptionsBody>,
    @By() by: SignedIn,
  ): Promise<http.RetentionView> {
    await this.settings.set(followsUser, directoryFollowsUser, by.userId);
    return this.view();
  }
}

function savedId(outcome: RuleOutcome): string {
  if ('saved' in outcome) return outcome.saved;
  throw outcome.refused === 'scope-taken' ? conflict('retention.scope-taken') : notFound();
}
