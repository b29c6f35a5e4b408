import { Controller, Get, Inject, Post, Put } from '@nestjs/common';
import { ConsentPolicies, Queues, RecordingPolicies, Trunks } from '@voxkeep/configuration';
import { http } from '@voxkeep/contracts';
import { isRegion } from '@voxkeep/personal-data';
import { Allows, Answers, By, SignedIn, ZodBody, ZodParam, unprocessable } from '@voxkeep/platform';
import { z } from 'zod';
import { saved } from './saved.js';

type IdPath = z.infer<typeof http.idPath>;
type QueueBody = z.infer<typeof http.queueBody>;
type TrunkBody = z.infer<typeof http.trunkBody>;
type RecordingPolicyBody = z.infer<typeof http.recordingPolicyBody>;
type ConsentPolicyBody = z.infer<typeof http.consentPolicyBody>;

/** Values of a new object that this stage of the interface does not ask for. */
const queueDefaults = { channel: 'voice' as const };
const trunkDefaults = { transport: 'udp' as const, tlsIdentity: null, vendorProfile: 'rfc', metadataAllowed: [] };
const recordingDefaults = { purpose: 'quality-check' as const, tracks: ['customer' as const, 'agent' as const] };
const consentDefaults = { channel: 'voice' as const, retries: 1 };

/** In a region that there is not no number of a call could be read. */
function refuseUnknownRegion({ region }: TrunkBody): void {
  if (!isRegion(region)) throw unprocessable([{ path: 'region', problem: 'unknown' }]);
}

/** Queues and the policies that hold for their calls. */
@Controller('queues')
export class QueuesController {
  constructor(@Inject(Queues) private readonly kept: Queues) {}

  @Get()
  @Allows('queue', 'view')
  @Answers(z.array(http.queueRow))
  async list(): Promise<readonly z.infer<typeof http.queueRow>[]> {
    return z.array(http.queueRow).parse(await this.kept.list());
  }

  @Post()
  @Allows('queue', 'create')
  @Answers(http.queueRow)
  async create(@ZodBody(http.queueBody) body: QueueBody, @By() by: SignedIn): Promise<z.infer<typeof http.queueRow>> {
    return http.queueRow.parse(await saved(this.kept, this.kept.create({ ...queueDefaults, ...body }, by.userId)));
  }

  @Put(':id')
  @Allows('queue', 'modify', 'id')
  @Answers(http.queueRow)
  async change(
    @ZodParam(http.idPath) { id }: IdPath,
    @ZodBody(http.queueBody) body: QueueBody,
    @By() by: SignedIn,
  ): Promise<z.infer<typeof http.queueRow>> {
    return http.queueRow.parse(await saved(this.kept, this.kept.change(id, body, by.userId)));
  }
}

/** Session recording clients that may send calls. */
@Controller('trunks')
export class TrunksController {
  constructor(@Inject(Trunks) private readonly kept: Trunks) {}

  @Get()
  @Allows('trunk', 'view')
  @Answers(z.array(http.trunkRow))
  async list(): Promise<readonly z.infer<typeof http.trunkRow>[]> {
    return z.array(http.trunkRow).parse(await this.kept.list());
  }

  @Post()
  @Allows('trunk', 'create')
  @Answers(http.trunkRow)
  async create(@ZodBody(http.trunkBody) body: TrunkBody, @By() by: SignedIn): Promise<z.infer<typeof http.trunkRow>> {
    refuseUnknownRegion(body);
    return http.trunkRow.parse(
      await saved(this.kept, this.kept.create({ ...trunkDefaults, ...body }, by.userId), 'sourceNetworks'),
    );
  }

  @Put(':id')
  @Allows('trunk', 'modify', 'id')
  @Answers(http.trunkRow)
  async change(
    @ZodParam(http.idPath) { id }: IdPath,
    @ZodBody(http.trunkBody) body: TrunkBody,
    @By() by: SignedIn,
  ): Promise<z.infer<typeof http.trunkRow>> {
    refuseUnknownRegion(body);
    return http.trunkRow.parse(await saved(this.kept, this.kept.change(id, body, by.userId), 'sourceNetworks'));
  }
}

/** What may be recorded. */
@Controller('recording-policies')
export class RecordingPoliciesController {
  constructor(@Inject(RecordingPolicies) private readonly kept: RecordingPolicies) {}

  @Get()
  @Allows('recording-policy', 'view')
  @Answers(z.array(http.recordingPolicyRow))
  async list(): Promise<readonly z.infer<typeof http.recordingPolicyRow>[]> {
    return z.array(http.recordingPolicyRow).parse(await this.kept.list());
  }

  @Post()
  @Allows('recording-policy', 'create')
  @Answers(http.recordingPolicyRow)
  async create(
    @ZodBody(http.recordingPolicyBody) body: RecordingPolicyBody,
    @By() by: SignedIn,
  ): Promise<z.infer<typeof http.recordingPolicyRow>> {
    return http.recordingPolicyRow.parse(await saved(this.kept, this.kept.create({ ...recordingDefaults, ...body }, by.userId)));
  }

  @Put(':id')
  @Allows('recording-policy', 'modify', 'id')
  @Answers(http.recordingPolicyRow)
  async change(
    @ZodParam(http.idPath) { id }: IdPath,
    @ZodBody(http.recordingPolicyBody) body: RecordingPolicyBody,
    @By() by: SignedIn,
  ): Promise<z.infer<typeof http.recordingPolicyRow>> {
    return http.recordingPolicyRow.parse(await saved(this.kept, this.kept.change(id, body, by.userId)));
  }
}

/** How customers are asked. */
@Controller('consent-policies')
export class ConsentPoliciesController {
  constructor(@Inject(ConsentPolicies) private readonly kept: ConsentPolicies) {}

  @Get()
  @Allows('consent-policy', 'view')
  @Answers(z.array(http.consentPolicyRow))
  async list(): Promise<readonly z.infer<typeof http.consentPolicyRow>[]> {
    return z.array(http.consentPolicyRow).parse(await this.kept.list());
  }

  @Post()
  @Allows('consent-policy', 'create')
  @Answers(http.consentPolicyRow)
  async create(
    @ZodBody(http.consentPolicyBody) body: ConsentPolicyBody,
    @By() by: SignedIn,
  ): Promise<z.infer<typeof http.consentPolicyRow>> {
    return http.consentPolicyRow.parse(await saved(this.kept, this.kept.create({ ...consentDefaults, ...body }, by.userId)));
  }

  @Put(':id')
  @Allows('consent-policy', 'modify', 'id')
  @Answers(http.consentPolicyRow)
  async change(
    @ZodParam(http.idPath) { id }: IdPath,
    @ZodBody(http.consentPolicyBody) body: ConsentPolicyBody,
    @By() by: SignedIn,
  ): Promise<z.infer<typeof http.consentPolicyRow>> {
    return http.consentPolicyRow.parse(await saved(this.kept, this.kept.change(id, body, by.userId)));
  }
}
