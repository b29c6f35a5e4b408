import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Cases, Deliveries, type CaseView, type DeliveryContent, type DeliveryOptions } from '@voxkeep/configuration';
import { HttpProblem, conflict, diagnostics, unprocessable } from '@voxkeep/platform';
import { caseNumber } from '../cases/case-rows.js';
import { Packages } from '../package/packages.js';
import { envelop } from '../package/signing/cms.js';
import { DocumentSigner } from '../package/signing/document-signer.js';
import { mailRefused } from './events.js';
import { MailAddresses } from './mail-addresses.js';
import { writeLetter } from './mail/letters.js';
import { mimeEntity, pkcs7Entity } from './mail/mime.js';
import { readRecipient } from './mail/recipient.js';

/** Larger mails are refused by many servers; then a link is the way. */
export const largestMailBytes = 15 * 1024 * 1024;

export interface WantedMail {
  readonly content: DeliveryContent;
  readonly options: DeliveryOptions;
  readonly contactPointId: string;
  /** The person's certificate, PEM. */
  readonly certificate: string;
}

/** Answers by mail, signed and then encrypted for the person (S/MIME, RFC 8551). They exist in memory only. */
@Injectable()
export class SealedMails {
  constructor(
    @Inject(Deliveries) private readonly deliveries: Deliveries,
    @Inject(Cases) private readonly cases: Cases,
    @Inject(Packages) private readonly packages: Packages,
    @Inject(DocumentSigner) private readonly signer: DocumentSigner,
    @Inject(MailAddresses) private readonly mail: MailAddresses,
  ) {}

  /**
   * Sends the answer to a known address. 409 `delivery.address-…` for an address that may not be written to, 422 at `certificate`
   * for one that does not fit, 409 `delivery.too-large`, 502 `mail.…` when the server does not take it. Answers the delivery's id.
   */
  async send(found: CaseView, wanted: WantedMail, by: string): Promise<string> {
    const to = await this.mail.open(found, wanted.contactPointId, by);
    const now = new Date();
    const certificate = readRecipient(wanted.certificate, to, now);
    if (typeof certificate === 'string') throw unprocessable([{ path: 'certificate', problem: certificate }]);
    const enclosure = await this.#enclosure(found, wanted, by);
    if (enclosure.content.length > largestMailBytes) throw conflict('delivery.too-large');
    const letter = writeLetter(packageOf(found), wanted.options.language ?? 'en');
    const signed = await this.signer.enclosing(mimeEntity(letter.text, [enclosure]), now);
    const sealed = await envelop(pkcs7Entity('signed-data', signed), certificate);
    const id = await this.deliveries.beginMail(
      { caseId: found.id, content: wanted.content, options: wanted.options, contactPointId: wanted.contactPointId },
      by,
    );
    const outcome = await this.mail.server.send(
      { to, subject: letter.subject, entity: pkcs7Entity('enveloped-data', sealed) },
      now,
    );
    if ('refused' in outcome) {
      diagnostics.record(mailRefused, { case: found.id, reason: outcome.refused });
      throw new HttpProblem(502, outcome.refused);
    }
    await this.deliveries.sent(id, createHash('sha256').update(enclosure.content).digest('hex'), by);
    await this.cases.note(found.id, { step: 'delivery', result: 'mailed' }, by);
    return id;
  }

  /** The PDF with everything attached, or the portable archive. */
  async #enclosure(found: CaseView, { content, options }: WantedMail, by: string) {
    const name = caseNumber(found);
    if (content === 'report')
      return { name: `${name}.pdf`, type: 'application/pdf', content: await this.packages.pdf(found, by, options) };
    const { stream, done } = await this.packages.zip(found, by, options, content);
    const pieces: Buffer[] = [];
    for await (const piece of stream) pieces.push(piece as Buffer);
    await done;
    return { name: `${name}.zip`, type: 'application/zip', content: Buffer.concat(pieces) };
  }
}

function packageOf(found: CaseView) {
  return { template: 'package' as const, values: { case: caseNumber(found) } };
}
