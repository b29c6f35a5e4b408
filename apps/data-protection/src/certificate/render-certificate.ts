import { payloadHash, type CertificateLine, type CertificatePayload } from '@voxkeep/configuration';
import { settings } from '@voxkeep/platform';
import { ReportDocument } from '../report/report-document.js';
import type { Wording } from '../report/wording.js';
import { certificateTexts, type CertificateText } from './certificate-texts.js';

/** A certificate with the file that proves it. */
export interface ShownCertificate {
  readonly payload: CertificatePayload;
  readonly file: string;
  readonly proven: boolean;
}

/** The certificate to read, in the language of the wording; the file that can be verified is embedded. */
export function renderCertificate({ payload, file, proven }: ShownCertificate, wording: Wording): Promise<Buffer> {
  const say = (text: CertificateText) => certificateTexts(wording.language)[text];
  const title = `${say('title')} ${payload.case}`;
  const author = settings().site.controllerName;
  const document = new ReportDocument({ title, author, language: wording.language, made: new Date(payload.issuedAt) });
  document.write('H1', title).write('P', say(payload.stage === 'closed' ? 'closed' : 'liveErased'));
  document.write('P', say('method'));
  facts(document, payload, wording, say);
  document.write('H2', say('whatWas'));
  document.table(
    [say('database'), say('table'), say('records'), say('outcome'), say('why')],
    payload.databases.map((line) => row(line, wording, say)),
    [72, 132, 48, 80, '*'],
  );
  document.write('H2', say('checks'));
  document.list(payload.verification.map((check) => checkLine(check, wording, say)));
  document.write('H2', say('proofs'));
  document.write(
    'P',
    `${say('keys')}: ${wording.number(payload.keys.destroyed.length)}. ${say('files')}: ${wording.number(payload.recordings.files)}.`,
  );
  document.write('P', say(proven ? 'proven' : 'pending'));
  document.list([
    ...Object.entries(payload.hashes).map(([name, hash]) => `${name}: ${hash}`),
    `certificate: ${payloadHash(payload)}`,
  ]);
  document.write('P', say('verify'));
  const embedded = { name: 'certificate.json', type: 'application/json', content: Buffer.from(file, 'utf8') };
  return document.finish((page, pages) => `${title} · ${String(page)}/${String(pages)}`, [embedded]);
}

type Say = (text: CertificateText) => string;

function facts(document: ReportDocument, payload: CertificatePayload, wording: Wording, say: Say): void {
  const { requester, backups, liveErasedAt, issuedAt, operator, approver, otherSystems, recipientsTold, suppression } = payload;
  const outstanding = otherSystems.filter(({ state }) => state === 'outstanding').map(({ name }) => name);
  const rows: [string, string][] = [
    [say('issued'), wording.moment(issuedAt)],
    [say('erased'), wording.moment(liveErasedAt)],
    [say('requester'), `${String(requester.level)} · ${wording.word(requester.method)}`],
    [say('operator'), operator],
    [say('approver'), approver],
    [say('keyBackups'), wording.moment(backups.keyringBackupsEnd)],
    [say('dataBackups'), wording.moment(backups.dataBackupsEnd)],
    [say('told'), recipientsTold.map(({ name, at }) => `${name} (${wording.date(at)})`).join(', ') || say('none')],
    [say('suppressed'), suppressedLine(suppression, wording, say)],
    [say('outstanding'), outstanding.length === 0 ? say('none') : outstanding.join(', ')],
  ];
  document.table([say('fact'), say('value')], rows, [190, '*']);
}

function row(
  { database, table, matched, outcome, reason, reference, until }: CertificateLine,
  wording: Wording,
  say: Say,
): string[] {
  const grounds = [reason === 'hold' ? say('hold') : '', reference ?? '', until === null ? '' : wording.date(until)];
  return [
    wording.database(database),
    wording.table(table),
    wording.number(matched),
    say(outcome),
    grounds.filter((one) => one !== '').join(' '),
  ];
}

function suppressedLine(suppression: CertificatePayload['suppression'], wording: Wording, say: Say): string {
  if (suppression === null) return say('none');
  return `${wording.number(suppression.fingerprints)} ${say('suppressedUntil')} ${wording.date(suppression.until)}`;
}

const checkNames = ['report-plan', 'blind-index', 'vault-files', 'owner-keys', 'ciphertext-samples'] as const;

function checkLine({ query, checked, found }: CertificatePayload['verification'][number], wording: Wording, say: Say): string {
  const known = checkNames.find((name) => name === query);
  return `${known ? say(known) : query}: ${wording.number(checked)}, ${wording.number(found)}`;
}
