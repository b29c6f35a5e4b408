import { Controller, Get, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { http } from '@voxkeep/contracts';
import { Allows, Answers, By, SignedIn, TakesMultipart, ZodBody, ZodParam } from '@voxkeep/platform';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { receiveConsents } from './import-file.js';
import { LedgerImport } from './ledger-import.js';
import { LedgerResets } from './ledger-resets.js';

type IdPath = z.infer<typeof http.idPath>;
const resets = z.array(http.consentReset);

/** Acts on many consents at once: a file that is taken over, a purpose that is closed. */
@Controller()
export class LedgerActsController {
  constructor(
    @Inject(LedgerImport) private readonly imports: LedgerImport,
    @Inject(LedgerResets) private readonly resetting: LedgerResets,
  ) {}

  /** A CSV file of at most 10 MB; a dry run unless `dryRun` says `false`. */
  @Post('consent-imports')
  @HttpCode(200)
  @Allows('customer-consent', 'create')
  @TakesMultipart()
  @Answers(http.consentImport)
  async import(@Req() request: FastifyRequest, @By() by: SignedIn): Promise<z.infer<typeof http.consentImport>> {
    return this.imports.start(await receiveConsents(request), by);
  }

  @Get('consent-imports/:id')
  @Allows('customer-consent', 'create')
  @Answers(http.consentImport)
  progress(@ZodParam(http.idPath) { id }: IdPath, @By() by: SignedIn): z.infer<typeof http.consentImport> {
    return this.imports.progress(id, by);
  }

  @Get('consent-resets')
  @Allows('customer-consent', 'view')
  @Answers(resets)
  list(): Promise<z.infer<typeof resets>> {
    return this.resetting.list();
  }

  @Post('consent-resets')
  @Allows('customer-consent', 'delete')
  @Answers(http.consentReset)
  prepare(
    @ZodBody(http.consentResetBody) body: z.output<typeof http.consentResetBody>,
    @By() by: SignedIn,
  ): Promise<z.infer<typeof http.consentReset>> {
    return this.resetting.prepare(body, by);
  }

  /** The second step: says the purpose once more. */
  @Post('consent-resets/:id/confirmation')
  @HttpCode(200)
  @Allows('customer-consent', 'delete')
  @Answers(http.consentReset)
  confirm(
    @ZodParam(http.idPath) { id }: IdPath,
    @ZodBody(http.consentResetConfirmation) { purpose }: z.infer<typeof http.consentResetConfirmation>,
    @By() by: SignedIn,
  ): Promise<z.infer<typeof http.consentReset>> {
    return this.resetting.confirm(id, purpose, by);
  }
}
