import { Controller, Get, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { AccessViews, TelephonyViews } from '@voxkeep/configuration';
import { http } from '@voxkeep/contracts';
import { CallLists, Campaigns, type CampaignRecord } from '@voxkeep/outbound';
import {
  Allows,
  Answers,
  By,
  SignedIn,
  TakesMultipart,
  ZodBody,
  ZodParam,
  conflict,
  notFound,
  unprocessable,
} from '@voxkeep/platform';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ListImport } from './list-import.js';
import { receiveCallList } from './upload.js';

const campaignRows = z.array(http.campaignRow);
const callListRows = z.array(z.object({ id: z.uuid(), name: z.string(), customers: z.number().int() }));
type CampaignRow = z.infer<typeof http.campaignRow>;
type IdPath = z.infer<typeof http.idPath>;

/** Campaigns and their call lists. */
@Controller('campaigns')
export class CampaignsController {
  constructor(
    @Inject(Campaigns) private readonly campaigns: Campaigns,
    @Inject(CallLists) private readonly lists: CallLists,
    @Inject(ListImport) private readonly imports: ListImport,
    @Inject(AccessViews) private readonly access: AccessViews,
    @Inject(TelephonyViews) private readonly telephony: TelephonyViews,
  ) {}

  @Get()
  @Allows('campaign', 'view')
  @Answers(campaignRows)
  async list(@By() by: SignedIn): Promise<readonly CampaignRow[]> {
    const visible = await this.access.reach(by.userId, 'campaign', 'view');
    const found = visible === 'all' ? await this.campaigns.list('all') : await this.campaigns.list([], visible);
    return found.map(campaignRow);
  }

  @Post()
  @Allows('campaign', 'create')
  @Answers(http.created)
  async create(
    @ZodBody(http.campaignBody) body: z.output<typeof http.campaignBody>,
    @By() by: SignedIn,
  ): Promise<z.infer<typeof http.created>> {
    if (body.queueId !== null && !(await this.telephony.rulesOf(body.queueId)))
      throw unprocessable([{ path: 'queueId', problem: 'unknown' }]);
    const created = await this.campaigns.create(body, by.userId);
    if (created === 'name-taken') throw conflict('campaign.name-taken');
    return created;
  }

  @Get(':id/call-lists')
  @Allows('campaign', 'view', 'id')
  @Answers(callListRows)
  async callLists(@ZodParam(http.idPath) { id }: IdPath): Promise<z.infer<typeof callListRows>> {
    await this.demand(id);
    return [...(await this.lists.ofCampaign(id))];
  }

  /** A file of at most 10 MB and 50,000 rows, read while it arrives; the optional field `name` comes before it. */
  @Post(':id/call-lists')
  @HttpCode(200)
  @Allows('call-list', 'create')
  @TakesMultipart()
  @Answers(http.importAnswer)
  async import(
    @ZodParam(http.idPath) { id }: IdPath,
    @Req() request: FastifyRequest,
    @By() by: SignedIn,
  ): Promise<z.infer<typeof http.importAnswer>> {
    const { allowed } = await this.access.decide(by.userId, 'campaign', 'view', id);
    if (!allowed) throw notFound();
    await this.demand(id);
    const { name, file } = await receiveCallList(request);
    return this.imports.run(id, name, file, by);
  }

  private async demand(campaignId: string): Promise<void> {
    if (!(await this.campaigns.find(campaignId))) throw notFound();
  }
}

function campaignRow({ id, name, queueId, mode, state, customers }: CampaignRecord): CampaignRow {
  return { id, name, queueId, mode, state, customers };
}
