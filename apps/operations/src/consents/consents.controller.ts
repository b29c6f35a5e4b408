import { Controller, Get, HttpCode, Inject, Post, StreamableFile } from '@nestjs/common';
import { http, languages } from '@voxkeep/contracts';
import { Allows, Answers, By, SignedIn, ZodBody, ZodParam, ZodQuery } from '@voxkeep/platform';
import { z } from 'zod';
import { ConsentDetails } from './consent-details.js';
import { LedgerEntries } from './ledger-entries.js';
import { LedgerExport } from './ledger-export.js';
import { LedgerSearch } from './ledger-search.js';

type IdPath = z.infer<typeof http.idPath>;
const receiptQuery = z.object({ language: z.enum(languages).default('en') });

/** The ledger of consents, for the persons who are named for it. */
@Controller('consents')
export class ConsentsController {
  constructor(
    @Inject(LedgerSearch) private readonly searching: LedgerSearch,
    @Inject(ConsentDetails) private readonly details: ConsentDetails,
    @Inject(LedgerEntries) private readonly entries: LedgerEntries,
    @Inject(LedgerExport) private readonly exporting: LedgerExport,
  ) {}

  @Post('search')
  @HttpCode(200)
  @Allows('customer-consent', 'view')
  @Answers(http.consentPage)
  search(
    @ZodBody(http.consentSearch) body: z.output<typeof http.consentSearch>,
    @By() by: SignedIn,
  ): Promise<z.infer<typeof http.consentPage>> {
    return this.searching.page(body, by);
  }

  /** A consent or refusal for all calls of somebody. */
  @Post('entries')
  @Allows('customer-consent', 'create')
  @Answers(http.consentEffect)
  add(
    @ZodBody(http.consentEntryBody) body: z.output<typeof http.consentEntryBody>,
    @By() by: SignedIn,
  ): Promise<z.infer<typeof http.consentEffect>> {
    return this.entries.add(body, by);
  }

  @Post('export')
  @HttpCode(200)
  @Allows('customer-consent', 'view')
  async export(
    @ZodBody(http.consentExportBody) body: z.output<typeof http.consentExportBody>,
    @By() by: SignedIn,
  ): Promise<StreamableFile> {
    const stream = await this.exporting.stream(body, by);
    return body.format === 'csv'
      ? new StreamableFile(stream, { type: 'text/csv; charset=utf-8', disposition: 'attachment; filename="consents.csv"' })
      : new StreamableFile(stream, { type: 'application/json', disposition: 'attachment; filename="consents.json"' });
  }

  @Get(':id')
  @Allows('customer-consent', 'view')
  @Answers(http.consentDetail)
  detail(@ZodParam(http.idPath) { id }: IdPath, @By() by: SignedIn): Promise<z.infer<typeof http.consentDetail>> {
    return this.details.of(id, by);
  }

  @Get(':id/receipt')
  @Allows('customer-consent', 'view')
  async receipt(
    @ZodParam(http.idPath) { id }: IdPath,
    @ZodQuery(receiptQuery) { language }: z.output<typeof receiptQuery>,
    @By() by: SignedIn,
  ): Promise<StreamableFile> {
    const receipt = await this.details.receipt(id, language, by);
    return new StreamableFile(Buffer.from(`${JSON.stringify(receipt, null, 2)}\n`), {
      type: 'application/ld+json',
      disposition: `attachment; filename="consent-${id}.jsonld"`,
    });
  }

  /** Takes a consent back; a running call stops being recorded at once. */
  @Post(':id/withdrawal')
  @HttpCode(200)
  @Allows('customer-consent', 'modify')
  @Answers(http.consentEffect)
  withdraw(
    @ZodParam(http.idPath) { id }: IdPath,
    @ZodBody(http.consentWithdrawalBody) { evidence }: z.output<typeof http.consentWithdrawalBody>,
    @By() by: SignedIn,
  ): Promise<z.infer<typeof http.consentEffect>> {
    return this.entries.withdraw(id, evidence, by);
  }
}
