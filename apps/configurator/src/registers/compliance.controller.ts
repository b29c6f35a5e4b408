import { Controller, Get, HttpCode, Inject, Put, Post, type OnApplicationBootstrap } from '@nestjs/common';
import { AccessViews, Compliance } from '@voxkeep/configuration';
import { http } from '@voxkeep/contracts';
import { Allows, Answers, By, SignedIn, ZodBody, ZodParam, notFound } from '@voxkeep/platform';
import type { z } from 'zod';
import { complianceRows, plainTrunkRows } from './compliance-rows.js';

type ItemPath = z.infer<typeof http.complianceItemPath>;
type IdPath = z.infer<typeof http.idPath>;

/** What the site itself answers for, by which evidence, until when; and what is not offered. */
@Controller('compliance')
export class ComplianceController implements OnApplicationBootstrap {
  constructor(
    @Inject(Compliance) private readonly compliance: Compliance,
    @Inject(AccessViews) private readonly access: AccessViews,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.compliance.seed();
  }

  @Get()
  @Allows('compliance-register', 'view')
  @Answers(http.complianceRegister)
  async register(): Promise<http.ComplianceRegister> {
    const [views, trunks] = await Promise.all([this.compliance.list(), this.compliance.plainTrunks()]);
    const people = views.flatMap(({ ownerUserId, history }) => [
      ...(ownerUserId === null ? [] : [ownerUserId]),
      ...history.flatMap(({ by }) => (by.startsWith('system:') ? [] : [by])),
    ]);
    const logins = await this.access.loginsOf([...new Set(people)]);
    const today = new Date().toISOString().slice(0, 10);
    return { items: complianceRows(views, logins, today), plainTrunks: plainTrunkRows(trunks, today) };
  }

  @Post(':item/evidence')
  @HttpCode(204)
  @Allows('compliance-register', 'modify')
  async evidence(
    @ZodParam(http.complianceItemPath) { item }: ItemPath,
    @ZodBody(http.complianceEvidenceBody) body: z.output<typeof http.complianceEvidenceBody>,
    @By() by: SignedIn,
  ): Promise<void> {
    demandThere(await this.compliance.evidence(item, body, by.userId));
  }

  @Put(':item')
  @HttpCode(204)
  @Allows('compliance-register', 'modify')
  async terms(
    @ZodParam(http.complianceItemPath) { item }: ItemPath,
    @ZodBody(http.complianceSettingsBody) body: z.output<typeof http.complianceSettingsBody>,
    @By() by: SignedIn,
  ): Promise<void> {
    demandThere(await this.compliance.terms(item, body, by.userId));
  }

  @Post(':item/applicability')
  @HttpCode(204)
  @Allows('compliance-register', 'modify')
  async applicable(
    @ZodParam(http.complianceItemPath) { item }: ItemPath,
    @ZodBody(http.complianceApplicableBody) { applicable, reference }: z.output<typeof http.complianceApplicableBody>,
    @By() by: SignedIn,
  ): Promise<void> {
    demandThere(await this.compliance.applicable(item, applicable, reference, by.userId));
  }

  /** Why a trunk is not encrypted, and until when it may be so (01, settled 14). */
  @Put('plain-trunks/:id')
  @HttpCode(204)
  @Allows('compliance-register', 'modify')
  async explain(
    @ZodParam(http.idPath) { id }: IdPath,
    @ZodBody(http.plainTrunkBody) { reason, expiresOn }: z.output<typeof http.plainTrunkBody>,
    @By() by: SignedIn,
  ): Promise<void> {
    demandThere(await this.compliance.explainTrunk(id, reason, expiresOn, by.userId));
  }
}

function demandThere(there: boolean): void {
  if (!there) throw notFound();
}
