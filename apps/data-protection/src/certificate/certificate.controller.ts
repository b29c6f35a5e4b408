import { Controller, Get, Inject } from '@nestjs/common';
import { http } from '@voxkeep/contracts';
import { Allows, By, SignedIn, ZodParam, ZodQuery, notFound, settings } from '@voxkeep/platform';
import type { StreamableFile } from '@nestjs/common';
import type { CertificatePayload } from '@voxkeep/configuration';
import { z } from 'zod';
import { CaseDesk } from '../cases/case-desk.js';
import { ReportLanguages } from '../report/report-languages.js';
import { fileOf } from '../report/report.controller.js';
import { SevenDatabases } from '../seven-databases.js';
import { CertificateFiles } from './certificate-files.js';
import { renderCertificate } from './render-certificate.js';

type IdPath = z.infer<typeof http.idPath>;
const languageQuery = z.object({
  language: z
    .string()
    .regex(/^[a-z]{2}$/)
    .default('en'),
});

/** The certificate of an erasure, to verify and to read. Each download is on record. */
@Controller('cases/:id')
@Allows('personal-data-protection', 'use')
export class CertificateController {
  constructor(
    @Inject(CaseDesk) private readonly desk: CaseDesk,
    @Inject(CertificateFiles) private readonly files: CertificateFiles,
    @Inject(ReportLanguages) private readonly languages: ReportLanguages,
    @Inject(SevenDatabases) private readonly databases: SevenDatabases,
  ) {}

  @Get('certificate.json')
  async data(@ZodParam(http.idPath) { id }: IdPath, @By() by: SignedIn): Promise<StreamableFile> {
    const { text } = await this.#newest(id, by.userId);
    return fileOf(Buffer.from(text, 'utf8'), 'application/json', 'certificate.json');
  }

  @Get('certificate.pdf')
  async document(
    @ZodParam(http.idPath) { id }: IdPath,
    @ZodQuery(languageQuery) { language }: z.infer<typeof languageQuery>,
    @By() by: SignedIn,
  ): Promise<StreamableFile> {
    const { stored, text, proven } = await this.#newest(id, by.userId);
    const wording = this.languages.wording(language, settings().site.timeZone);
    const shown = { payload: stored.payload as CertificatePayload, file: text, proven };
    return fileOf(await renderCertificate(shown, wording), 'application/pdf', 'certificate.pdf');
  }

  async #newest(id: string, by: string) {
    const found = await this.files.newest((await this.desk.get(id)).id);
    if (found === undefined) throw notFound();
    await this.databases
      .of('configuration')
      .transaction((t) =>
        t.audit({ action: 'certificate.download', actor: by, object: { kind: 'case', id }, purpose: 'data-subject-request' }),
      );
    return found;
  }
}
