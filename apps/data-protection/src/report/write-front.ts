import type { PersonReport } from './person-report.js';
import type { ReportDocument } from './report-document.js';
import type { Wording } from './wording.js';

/** The controller as a reader knows it. */
export function controllerOf({ controller }: PersonReport, wording: Wording): string {
  return controller === '' ? wording.say('summary.controllerMissing') : controller;
}

/** The first page: what was asked, who asked, what was found. */
export function writeSummary(document: ReportDocument, report: PersonReport, wording: Wording): void {
  const { case: request, period, summary } = report;
  const span = period.from === null || period.to === null ? 'empty' : undefined;
  document.write('H2', wording.say('summary.heading'));
  document.table(
    [wording.say('records.field'), wording.say('records.value')],
    [
      [wording.say('summary.person'), report.subject.fullName ?? wording.say('unnamed')],
      [wording.say('summary.request'), request.number],
      [wording.say('summary.controller'), controllerOf(report, wording)],
      [wording.say('summary.made'), wording.moment(report.generatedAt)],
      [wording.say('summary.verified'), verifiedOf(report, wording)],
      [
        wording.say('summary.period'),
        span === undefined ? `${wording.date(period.from ?? '')} – ${wording.date(period.to ?? '')}` : wording.say(span),
      ],
      [wording.say('summary.catalogue'), report.catalogueHash],
    ],
    [128, '*'],
    { rowHeads: true },
  );
  document.write('H3', wording.say('summary.found'));
  document.list([
    wording.count('summary.records', summary.records, { databases: summary.databases }),
    wording.count('summary.conversations', summary.conversations),
    recordingsSaid(report, wording),
    wording.count('summary.accesses', summary.accesses),
    ...(summary.withheld > 0 ? [wording.count('summary.withheld', summary.withheld)] : []),
  ]);
  document.write('P', wording.say('summary.layers'));
}

/** What there is of recordings, or that they were left out; where none is kept, none was left out. */
function recordingsSaid({ options, summary, searched }: PersonReport, wording: Wording): string {
  if (options.recordings)
    return wording.count('summary.recordings', summary.recordings, { duration: wording.duration(summary.recordingSeconds) });
  return wording.say(searched.recordingFiles === 0 ? 'searched.noFiles' : 'summary.withoutRecordings');
}

function verifiedOf({ case: request }: PersonReport, wording: Wording): string {
  return wording.say('summary.level', { level: request.verificationLevel, method: wording.word(request.verificationMethod) });
}

/** GDPR Art. 15(1): whether personal data are processed. */
export function writeConfirmation(document: ReportDocument, { records, contact }: PersonReport, wording: Wording): void {
  document.write('H2', wording.say('confirmation.heading'));
  document.write('P', wording.say(records.length > 0 ? 'confirmation.held' : 'confirmation.nothing'));
  if (contact.officer !== '') document.write('P', wording.say('glossary.officer', { officer: contact.officer }));
}

/** What was searched, and what was not. */
export function writeSearched(document: ReportDocument, { searched, otherSystems }: PersonReport, wording: Wording): void {
  const answered = searched.databases.filter((one) => one.answered).length;
  document.write('H2', wording.say('searched.heading'));
  document.write('P', wording.say('searched.all', { n: answered }));
  document.table(
    [wording.say('searched.database'), wording.say('searched.answered'), wording.say('searched.records')],
    searched.databases.map((one) => [
      wording.database(one.database),
      wording.say(one.answered ? 'yes' : 'no'),
      one.records === 0 ? wording.say('nothingHeld') : wording.number(one.records),
    ]),
    [200, 120, '*'],
    { rowHeads: true },
  );
  const { recordingFiles } = searched;
  document.write('P', recordingFiles === 0 ? wording.say('searched.noFiles') : wording.count('searched.files', recordingFiles));
  document.write('P', searched.logs);
  if (searched.diagnostics.length === 0) document.write('P', wording.say('searched.noStreams'));
  for (const { openedAt, expiresAt, purpose } of searched.diagnostics) {
    const values = { from: wording.moment(openedAt), to: wording.moment(expiresAt), purpose: wording.word(purpose) };
    document.write('P', wording.say('searched.stream', values));
  }
  document.write('P', searched.backups);
  writeOthers(document, otherSystems, wording);
}

function writeOthers(document: ReportDocument, systems: PersonReport['otherSystems'], wording: Wording): void {
  document.write('H3', wording.say('searched.others'));
  if (systems.length === 0) document.write('P', wording.say('searched.noOthers'));
  const said = ({ by, at, outcome }: PersonReport['otherSystems'][number]) =>
    wording.say('searched.systemAnswered', {
      by: by ?? wording.say('accesses.staff'),
      at: at === null ? wording.say('empty') : wording.date(at),
      outcome: wording.word(outcome),
    });
  document.table(
    [wording.say('searched.system'), wording.say('searched.state')],
    systems.map((one) => [one.name, one.state === 'answered' ? said(one) : wording.say('searched.systemOutstanding')]),
    [200, '*'],
    { rowHeads: true },
  );
}

/** Which numbers and addresses are the person's, and which were left out. */
export function writeIdentity(document: ReportDocument, { subject, identity }: PersonReport, wording: Wording): void {
  document.write('H2', wording.say('identity.heading'));
  document.write('P', `${wording.say('identity.name')}: ${subject.fullName ?? wording.say('unnamed')}`);
  document.write('H3', wording.say('identity.points'));
  if (identity.contactPoints.length === 0) document.write('P', wording.say('identity.none'));
  const [kind, value] = [wording.say('identity.kind'), wording.say('identity.value')];
  document.table(
    [kind, value, wording.say('identity.evidence')],
    identity.contactPoints.map((point) => [
      wording.word(point.kind),
      point.value ?? wording.say('unreadable'),
      wording.word(point.evidence),
    ]),
    [90, 210, '*'],
  );
  if (identity.excluded.length > 0) {
    document.write('H3', wording.say('identity.excluded'));
    document.table(
      [kind, value, wording.say('identity.why')],
      identity.excluded.map((point) => [
        wording.word(point.kind),
        point.masked,
        wording.count('identity.excludedWhy', point.sharedWith),
      ]),
      [90, 110, '*'],
    );
  }
  if (identity.recordsOfOthers > 0) document.write('P', wording.count('identity.others', identity.recordsOfOthers));
}
