import { Inject, Injectable } from '@nestjs/common';
import { ReportLanguages } from '../report/report-languages.js';
import { renderReport } from '../report/render-report.js';
import type { PersonReport } from '../report/person-report.js';
import { DocumentSigner } from './signing/document-signer.js';
import { leaveRoomForSignature } from './signing/pdf-signature.js';

/** A report as a document, signed where the site has a key for it. */
@Injectable()
export class SignedReports {
  constructor(
    @Inject(DocumentSigner) private readonly signer: DocumentSigner,
    @Inject(ReportLanguages) private readonly languages: ReportLanguages,
  ) {}

  /** The PDF with its data attached; without a key for documents it is not signed and says nothing of a signature. */
  async pdf(report: PersonReport): Promise<Buffer> {
    const wording = this.languages.wording(report.language, report.timeZone);
    if (!this.signer.hasKey) return renderReport(report, wording);
    const signature = { reason: report.case.number, signer: this.signer.name, at: new Date(report.generatedAt) };
    const pdf = await renderReport(report, wording, {
      beforeEnd: (document) => {
        leaveRoomForSignature(document, signature);
      },
    });
    return this.signer.pdf(pdf);
  }
}
