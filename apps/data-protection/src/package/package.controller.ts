import { Controller, Get, Inject, StreamableFile } from '@nestjs/common';
import type { DeliveryContent } from '@voxkeep/configuration';
import { http } from '@voxkeep/contracts';
import { Allows, By, SignedIn, ZodParam, ZodQuery } from '@voxkeep/platform';
import type { z } from 'zod';
import { CaseDesk } from '../cases/case-desk.js';
import { caseNumber } from '../cases/case-rows.js';
import { optionsOf } from '../delivery/delivery-desk.js';
import { Packages } from './packages.js';

type IdPath = z.infer<typeof http.idPath>;
type Options = z.infer<typeof http.packageQuery>;

/** The documents of a case as they leave the house: signed, and with everything that goes with them. */
@Controller('cases/:id/package')
@Allows('personal-data-protection', 'use')
export class PackageController {
  constructor(
    @Inject(CaseDesk) private readonly desk: CaseDesk,
    @Inject(Packages) private readonly packages: Packages,
  ) {}

  @Get('report.pdf')
  async pdf(
    @ZodParam(http.idPath) { id }: IdPath,
    @ZodQuery(http.packageQuery) options: Options,
    @By() by: SignedIn,
  ): Promise<StreamableFile> {
    const found = await this.desk.get(id);
    const pdf = await this.packages.pdf(found, by.userId, optionsOf(options));
    const disposition = `attachment; filename="${caseNumber(found)}.pdf"`;
    return new StreamableFile(pdf, { type: 'application/pdf', disposition, length: pdf.length });
  }

  @Get('report.zip')
  report(
    @ZodParam(http.idPath) { id }: IdPath,
    @ZodQuery(http.packageQuery) options: Options,
    @By() by: SignedIn,
  ): Promise<StreamableFile> {
    return this.zip(id, options, 'report', by);
  }

  @Get('portable.zip')
  portable(
    @ZodParam(http.idPath) { id }: IdPath,
    @ZodQuery(http.packageQuery) options: Options,
    @By() by: SignedIn,
  ): Promise<StreamableFile> {
    return this.zip(id, options, 'portable', by);
  }

  private async zip(id: string, options: Options, content: DeliveryContent, by: SignedIn): Promise<StreamableFile> {
    const found = await this.desk.get(id);
    const { stream, done } = await this.packages.zip(found, by.userId, optionsOf(options), content);
    // Whoever reads the stream sees that it broke off; there is nobody else to tell.
    done.catch(() => undefined);
    return new StreamableFile(stream, {
      type: 'application/zip',
      disposition: `attachment; filename="${caseNumber(found)}-${content}.zip"`,
    });
  }
}
