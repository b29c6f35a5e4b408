import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { CaseView, DeliveryContent } from '@voxkeep/configuration';
import type { PersonReport } from '../report/person-report.js';
import { renderReport, type EmbeddedFile } from '../report/render-report.js';
import { ReportLanguages } from '../report/report-languages.js';
import type { ReportOptions } from '../report/reports.js';
import type { Wording } from '../report/wording.js';
import type { StatedAccess } from '../subject/case-access.js';
import { jsonFile, type AttachedFile } from './attached-file.js';
import { Archive } from './archive.js';
import { OwnAudio, type AudioFile, type OpenedAudio } from './audio/own-audio.js';
import { reportPage } from './html/report-page.js';
import { manifestFile, signaturePath } from './manifest.js';
import { asAttachments, portableFiles, reportFiles } from './package-files.js';
import { contactsUnderConsent } from './portable.js';
import { ReleasedReports } from './released-reports.js';
import { DocumentSigner } from './signing/document-signer.js';
import { leaveRoomForSignature } from './signing/pdf-signature.js';
import type { VconAudio } from './vcon.js';

/** Audio that is attached to a PDF, in bytes altogether; the rest lies in the archive only. */
export const attachedAudioBytes = 20 * 1024 * 1024;

/** An archive that is made while it is read. `done` answers the fingerprint of its manifest, or rejects with why it broke off. */
export interface MadeArchive {
  readonly stream: Readable;
  readonly done: Promise<string>;
}
interface Made {
  readonly report: PersonReport;
  readonly wording: Wording;
  readonly audio: OpenedAudio;
}

/** Documents of a case in the forms in which they leave the house. Made anew each time and stored nowhere (ADR 0013). */
@Injectable()
export class Packages {
  constructor(
    @Inject(ReleasedReports) private readonly released: ReleasedReports,
    @Inject(ReportLanguages) private readonly languages: ReportLanguages,
    @Inject(OwnAudio) private readonly audio: OwnAudio,
    @Inject(DocumentSigner) private readonly signer: DocumentSigner,
  ) {}

  /** The report as a signed PDF with its data, conversations, receipts and audio attached. */
  async pdf(found: CaseView, by: string, options: ReportOptions = {}): Promise<Buffer> {
    const made = await this.#make(found, by, options, 'report');
    try {
      const audio = await attachedAudio(made.audio.files);
      const files = reportFiles(
        made.report,
        made.wording,
        audio.map(({ about }) => about),
      );
      const pdf = await this.#signedPdf(made, [...asAttachments(files), ...audio.map(({ file }) => file)]);
      await this.released.note(found, 'pdf', pdf, by);
      return pdf;
    } finally {
      made.audio.close();
    }
  }

  /** The report, or what of it is portable, as an archive. What refuses, refuses before this answers. */
  async zip(found: CaseView, by: string, options: ReportOptions, content: DeliveryContent): Promise<MadeArchive> {
    const made = await this.#make(found, by, options, content);
    const pdf = content === 'report' ? await this.#signedPdf(made, []) : undefined;
    const archive = new Archive(new Date(made.report.generatedAt));
    const done = this.#fill(archive, made, pdf)
      .then((manifest) => this.released.note(found, content === 'report' ? 'zip' : 'art20', manifest, by))
      .catch((thrown: unknown) => {
        archive.fail(thrown);
        throw thrown;
      })
      .finally(() => {
        made.audio.close();
      });
    return { stream: archive.stream, done };
  }

  async #make(found: CaseView, by: string, options: ReportOptions, content: DeliveryContent): Promise<Made> {
    // A key that is missing is said before anything of the person is opened.
    this.signer.demandKey();
    const report = await this.released.of(found, by, options, content);
    const stated: StatedAccess = {
      ...{ action: 'recording.export', by, purpose: 'data-subject-request', under: { kind: 'case', id: found.id } },
      ...(found.subject.personId !== null && { subject: found.subject.personId }),
    };
    const audio = await this.audio.open(report, stated);
    return { report, wording: this.languages.wording(report.language, report.timeZone), audio };
  }

  async #signedPdf({ report, wording }: Made, files: readonly AttachedFile[]): Promise<Buffer> {
    const signature = { reason: report.case.number, signer: this.signer.name, at: new Date(report.generatedAt) };
    const pdf = await renderReport(report, wording, {
      attachments: files.map(asEmbedded),
      beforeEnd: (document) => {
        leaveRoomForSignature(document, signature);
      },
    });
    return this.signer.pdf(pdf);
  }

  /** With a PDF it is the whole report, without one the portable part. Audio goes first, since all else names it. */
  async #fill(archive: Archive, { report, wording, audio }: Made, pdf: Buffer | undefined): Promise<Buffer> {
    const agreed = contactsUnderConsent(report);
    const wanted = pdf === undefined ? audio.files.filter(({ contactId }) => agreed.has(contactId)) : audio.files;
    const { told, leftOut } = await addAudio(archive, wanted);
    const files = pdf === undefined ? portableFiles(report, wording) : [...wholeReport(report, wording, told), pdfFile(pdf)];
    for (const file of files) archive.add(file);
    if (pdf !== undefined) {
      const { entries } = archive;
      const linked = entries.map((entry) => ({ ...entry, ...recordingOf(entry.path, told) }));
      archive.add(reportPage(report, wording, { tables: reportFiles(report, wording, told).tables, files: linked }));
    }
    const head = { case: report.case.number, generatedAt: report.generatedAt, catalogueHash: report.catalogueHash };
    const manifest = manifestFile(head, archive.entries, leftOut);
    archive.add(manifest);
    archive.add({ path: signaturePath, content: await this.signer.detached(manifest.content) });
    archive.end();
    return manifest.content;
  }
}

function wholeReport(report: PersonReport, wording: Wording, audio: readonly VconAudio[]): readonly AttachedFile[] {
  const { schema, csv, vcon, receipts } = reportFiles(report, wording, audio);
  return [jsonFile('report.json', report), schema, ...csv, ...vcon, ...receipts];
}

function pdfFile(content: Buffer): AttachedFile {
  return { path: 'report.pdf', type: 'application/pdf', content, relationship: 'Alternative' };
}

function recordingOf(path: string, audio: readonly VconAudio[]): { recordingId?: string } {
  const found = audio.find((one) => one.path === path);
  return found === undefined ? {} : { recordingId: found.recordingId };
}

async function addAudio(
  archive: Archive,
  files: readonly AudioFile[],
): Promise<{ told: VconAudio[]; leftOut: { path: string; reason: string }[] }> {
  const told: VconAudio[] = [];
  const leftOut: { path: string; reason: string }[] = [];
  for (const file of files) {
    const content = await file.read();
    if (!Buffer.isBuffer(content)) {
      leftOut.push({ path: file.path, reason: content.unavailable });
      continue;
    }
    await archive.addLarge(file.path, content);
    told.push(describe(file, file.path, content));
  }
  return { told, leftOut };
}

async function attachedAudio(files: readonly AudioFile[]): Promise<{ about: VconAudio; file: AttachedFile }[]> {
  const attached: { about: VconAudio; file: AttachedFile }[] = [];
  let left = attachedAudioBytes;
  for (const one of files.filter(({ bytes }) => bytes <= attachedAudioBytes)) {
    if (one.bytes > left) continue;
    const content = await one.read();
    if (!Buffer.isBuffer(content)) continue;
    left -= content.length;
    const path = flat(one.path);
    attached.push({ about: describe(one, path, content), file: { path, type: 'audio/x-wav', content, relationship: 'Source' } });
  }
  return attached;
}

function describe({ recordingId, startedAt, seconds }: AudioFile, path: string, content: Buffer): VconAudio {
  const contentHash = `sha512-${createHash('sha512').update(content).digest('base64url')}`;
  return { recordingId, startedAt, seconds, path, contentHash };
}

function asEmbedded({ path, type, content, relationship }: AttachedFile): EmbeddedFile {
  return { name: flat(path), type, content, relationship };
}

function flat(path: string): string {
  return path.replaceAll('/', '-');
}
