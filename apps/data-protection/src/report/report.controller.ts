import { Controller, Get, Header, HttpCode, Inject, Post, StreamableFile } from '@nestjs/common';
import { http } from '@voxkeep/contracts';
import { Allows, Answers, By, SignedIn, ZodParam } from '@voxkeep/platform';
import type { z } from 'zod';
import { CaseDesk } from '../cases/case-desk.js';
import { personReport, type PersonReport } from './person-report.js';
import { renderReport } from './render-report.js';
import { Reports } from './reports.js';

type IdPath = z.infer<typeof http.idPath>;

/** The report of the person of a case, as data and as a document. Each download is on record. */
@Controller('cases/:id')
@Allows('personal-data-protection', 'use')
export class ReportController {
  constructor(
    @Inject(CaseDesk) private readonly desk: CaseDesk,
    @Inject(Reports) private readonly reports: Reports,
  ) {}

  @Post('report')
  @HttpCode(200)
  @Answers(http.caseDetail)
  async build(@ZodParam(http.idPath) { id }: IdPath, @By() by: SignedIn): Promise<http.CaseDetail> {
    await this.reports.build(await this.desk.get(id), by.userId);
    return this.desk.detail(id);
  }

  @Get('report.json')
  @Header('content-disposition', 'attachment; filename="report.json"')
  @Answers(personReport)
  async data(@ZodParam(http.idPath) { id }: IdPath, @By() by: SignedIn): Promise<PersonReport> {
    return this.reports.forDownload(await this.desk.get(id), by.userId);
  }

  @Get('report.pdf')
  async document(@ZodParam(http.idPath) { id }: IdPath, @By() by: SignedIn): Promise<StreamableFile> {
    const pdf = await renderReport(await this.reports.forDownload(await this.desk.get(id), by.userId));
    return new StreamableFile(pdf, {
      type: 'application/pdf',
      disposition: 'attachment; filename="report.pdf"',
      length: pdf.length,
    });
  }
}
