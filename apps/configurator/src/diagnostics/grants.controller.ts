import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { http } from '@voxkeep/contracts';
import { Allows, Answers, By, SignedIn, ZodBody, ZodParam } from '@voxkeep/platform';
import { z } from 'zod';
import { GrantDesk, demandDone } from './grant-desk.js';
import { GrantRows } from './grant-rows.js';
import { ScopePoints } from './scope-points.js';
import { StreamSweeper } from './stream-sweeper.js';
import { Streams } from './streams.js';

type IdPath = z.infer<typeof http.idPath>;

/** Grants under which communication events are written down for troubleshooting. */
@Controller('diagnostic-grants')
export class GrantsController {
  constructor(
    @Inject(GrantDesk) private readonly desk: GrantDesk,
    @Inject(GrantRows) private readonly rows: GrantRows,
    @Inject(ScopePoints) private readonly points: ScopePoints,
    @Inject(Streams) private readonly streams: Streams,
    @Inject(StreamSweeper) private readonly sweeper: StreamSweeper,
  ) {}

  @Get()
  @Allows('diagnostic-logging', 'view')
  @Answers(z.array(http.diagnosticGrantRow))
  list(@By() by: SignedIn): Promise<http.DiagnosticGrantRow[]> {
    return this.rows.list(by);
  }

  @Get(':id')
  @Allows('diagnostic-logging', 'modify')
  @Answers(http.diagnosticGrantDetail)
  detail(@ZodParam(http.idPath) { id }: IdPath, @By() by: SignedIn): Promise<http.DiagnosticGrantDetail> {
    return this.rows.detail(id, by, this.streams);
  }

  @Post()
  @Allows('diagnostic-logging', 'modify')
  @Answers(http.created)
  async request(
    @ZodBody(http.diagnosticGrantBody) body: z.output<typeof http.diagnosticGrantBody>,
    @By() by: SignedIn,
  ): Promise<{ id: string }> {
    return { id: await this.desk.request(body, by) };
  }

  /** The telephone numbers of a person, masked, to choose a scope from. */
  @Post('scope-choices')
  @HttpCode(200)
  @Allows('diagnostic-logging', 'modify')
  @Answers(z.array(http.diagnosticScopeChoice))
  choices(
    @ZodBody(http.diagnosticScopeChoiceBody) { personId }: z.output<typeof http.diagnosticScopeChoiceBody>,
    @By() by: SignedIn,
  ): Promise<z.infer<typeof http.diagnosticScopeChoice>[]> {
    return this.points.choices(personId, by);
  }

  @Post(':id/approval')
  @HttpCode(204)
  @Allows('diagnostic-logging', 'modify')
  approve(@ZodParam(http.idPath) { id }: IdPath, @By() by: SignedIn): Promise<void> {
    return this.desk.approve(id, by, this.streams);
  }

  @Post(':id/refusal')
  @HttpCode(204)
  @Allows('diagnostic-logging', 'modify')
  refuse(@ZodParam(http.idPath) { id }: IdPath, @By() by: SignedIn): Promise<void> {
    return this.desk.refuse(id, by);
  }

  @Post(':id/end')
  @HttpCode(204)
  @Allows('diagnostic-logging', 'modify')
  async end(@ZodParam(http.idPath) { id }: IdPath, @By() by: SignedIn): Promise<void> {
    await this.desk.end(id, by);
    this.streams.stopMatching(id);
  }

  /** Destroys the stream of an ended grant before its day. */
  @Post(':id/shredding')
  @HttpCode(204)
  @Allows('diagnostic-logging', 'modify')
  async shred(@ZodParam(http.idPath) { id }: IdPath, @By() by: SignedIn): Promise<void> {
    demandDone(await this.sweeper.shred(id, by.userId));
  }
}
