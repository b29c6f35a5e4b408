import { Controller, Get, HttpCode, Inject, Post, Res, StreamableFile } from '@nestjs/common';
import { http } from '@voxkeep/contracts';
import { Allows, Answers, By, SignedIn, ZodParam, ZodQuery } from '@voxkeep/platform';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { CaseDesk } from '../cases/case-desk.js';
import { SignedReports } from '../package/signed-reports.js';
import { Reports } from './reports.js';

type IdPath = z.infer<typeof http.idPath>;

/** The report of the person of a case, as data and as a document. Each download is on record with its fingerprint. */
@Controller('cases/:id')
@Allows('personal-data-protection', 'use')
export class ReportController {
  constructor(
    @Inject(CaseDesk) private readonly desk: CaseDesk,
    @Inject(Reports) private readonly reports: Reports,
    @Inject(SignedReports) private readonly documents: SignedReports,
  ) {}

  @Get('report/preview')
  @Answers(http.reportPreview)
  async preview(
    @ZodParam(http.idPath) { id }: IdPath,
    @ZodQuery(http.reportOptions) options: http.ReportOptionsQuery,
    @By() by: SignedIn,
  ): Promise<http.ReportPreview> {
    return this.reports.preview(await this.desk.get(id), by.userId, options);
  }

  @Post('report')
  @HttpCode(200)
  @Answers(http.caseDetail)
  async build(
    @ZodParam(http.idPath) { id }: IdPath,
    @ZodQuery(http.reportOptions) options: http.ReportOptionsQuery,
    @By() by: SignedIn,
  ): Promise<http.CaseDetail> {
    await this.reports.build(await this.desk.get(id), by.userId, options);
    return this.desk.detail(id);
  }

  @Get('report.json')
  async data(
    @ZodParam(http.idPath) { id }: IdPath,
    @ZodQuery(http.reportOptions) options: http.ReportOptionsQuery,
    @By() by: SignedIn,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const found = await this.desk.get(id);
    const bytes = Buffer.from(JSON.stringify(await this.reports.forDownload(found, by.userId, options)));
    reply.header(fingerprintHeader, await this.reports.noteDownload(found, 'json', bytes, by.userId));
    return fileOf(bytes, 'application/json', 'report.json');
  }

  @Get('report.pdf')
  async document(
    @ZodParam(http.idPath) { id }: IdPath,
    @ZodQuery(http.reportOptions) options: http.ReportOptionsQuery,
    @By() by: SignedIn,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const found = await this.desk.get(id);
    const report = await this.reports.forDownload(found, by.userId, options);
    const pdf = await this.documents.pdf(report);
    reply.header(fingerprintHeader, await this.reports.noteDownload(found, 'pdf', pdf, by.userId));
    return fileOf(pdf, 'application/pdf', 'report.pdf');
  }
}

/** Hex of the SHA-256 of the body, for whoever saves it. */
export const fingerprintHeader = 'x-content-sha256';

/** A body that is saved under a name and never kept by a browser. */
export function fileOf(bytes: Buffer, type: string, name: string): StreamableFile {
  return new StreamableFile(bytes, { type, disposition: `attachment; filename="${name}"`, length: bytes.length });
}
