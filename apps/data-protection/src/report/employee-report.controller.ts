import { Controller, Get, Inject, Res, StreamableFile } from '@nestjs/common';
import { http } from '@voxkeep/contracts';
import { Allows, By, SignedIn, ZodParam, ZodQuery } from '@voxkeep/platform';
import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { EmployeeReports } from './employee-reports.js';
import { fileOf, fingerprintHeader } from './report.controller.js';
import { SignedReports } from '../package/signed-reports.js';

type IdPath = z.infer<typeof http.idPath>;

/** The personal data report of an employee (R91), for whoever manages that account. */
@Controller('employees/:id')
@Allows('user', 'manage', 'id')
export class EmployeeReportController {
  constructor(
    @Inject(EmployeeReports) private readonly reports: EmployeeReports,
    @Inject(SignedReports) private readonly documents: SignedReports,
  ) {}

  @Get('report.json')
  async data(
    @ZodParam(http.idPath) { id }: IdPath,
    @ZodQuery(http.reportOptions) options: http.ReportOptionsQuery,
    @By() by: SignedIn,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const bytes = Buffer.from(JSON.stringify(await this.reports.build(id, by.userId, options)));
    return named(reply, bytes, 'application/json', 'employee-report.json');
  }

  @Get('report.pdf')
  async document(
    @ZodParam(http.idPath) { id }: IdPath,
    @ZodQuery(http.reportOptions) options: http.ReportOptionsQuery,
    @By() by: SignedIn,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const report = await this.reports.build(id, by.userId, options);
    const pdf = await this.documents.pdf(report);
    return named(reply, pdf, 'application/pdf', 'employee-report.pdf');
  }
}

function named(reply: FastifyReply, bytes: Buffer, type: string, name: string): StreamableFile {
  reply.header(fingerprintHeader, createHash('sha256').update(bytes).digest('hex'));
  return fileOf(bytes, type, name);
}
