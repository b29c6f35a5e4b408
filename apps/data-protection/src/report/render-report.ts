import type { PersonReport } from './person-report.js';
import { ReportDocument } from './report-document.js';
import { writeData } from './write-data.js';
import { english as t } from './texts.en.js';
import { timeIn } from './time-in.js';

/** The report as a tagged PDF with the same data embedded as report.json (order of 04 d). Built in memory. */
export function renderReport(report: PersonReport): Promise<Buffer> {
  const document = new ReportDocument({
    title: `${t.title} ${report.case.number}`,
    author: controllerOf(report),
    language: report.language,
    made: new Date(report.generatedAt),
  });
  writeCover(document, report);
  writeConfirmation(document, report);
  writeIdentity(document, report);
  writeActivities(document, report);
  writeData(document, report);
  document.write('H2', t.glossary.heading);
  for (const line of t.glossary.lines) document.write('P', line);
  return document.finish((page, pages) => `${report.case.number} · ${t.page(page, pages)}`, {
    name: 'report.json',
    type: 'application/json',
    content: Buffer.from(JSON.stringify(report, null, 2)),
  });
}

function controllerOf({ controller }: PersonReport): string {
  return controller === '' ? t.cover.controllerMissing : controller;
}

function writeCover(document: ReportDocument, report: PersonReport): void {
  const { case: request, searched } = report;
  document.write('H1', t.title).write('H2', t.cover.heading);
  document.write('P', `${t.cover.case}: ${request.number}`);
  document.write('P', `${t.cover.controller}: ${controllerOf(report)}`);
  document.write('P', `${t.cover.made}: ${timeIn(report.timeZone, report.generatedAt)}`);
  document.write('P', `${t.cover.verified}: ${t.cover.verification(request.verificationLevel, request.verificationMethod)}`);
  document.write('P', `${t.cover.catalogue}: ${report.catalogueHash}`);
  document.write('H3', t.cover.searched);
  document.write('P', t.cover.allSearched(searched.databases.filter(({ answered }) => answered).length));
  document.table(
    [t.cover.database, t.cover.answered, t.cover.records],
    searched.databases.map(({ database, answered, records }) => [
      database,
      answered ? t.yes : t.no,
      records === 0 ? t.nothingHeld : String(records),
    ]),
    [160, 100, '*'],
  );
  document.write('P', t.cover.recordings(searched.recordingFiles)).write('P', searched.logs).write('P', searched.backups);
}

function writeConfirmation(document: ReportDocument, { records }: PersonReport): void {
  document.write('H2', t.confirmation.heading);
  document.write('P', records.length > 0 ? t.confirmation.held : t.confirmation.nothing);
}

function writeIdentity(document: ReportDocument, { subject, identity }: PersonReport): void {
  document.write('H2', t.identity.heading).write('P', `${t.identity.name}: ${subject.fullName ?? t.unnamed}`);
  document.write('H3', t.identity.points);
  if (identity.contactPoints.length === 0) document.write('P', t.identity.none);
  document.table(
    [t.identity.kind, t.identity.value, t.identity.evidence],
    identity.contactPoints.map(({ kind, value, evidence }) => [kind, value ?? t.unreadable, evidence ?? t.empty]),
    [80, 220, '*'],
  );
  if (identity.excluded.length > 0) {
    document.write('H3', t.identity.excluded);
    document.table(
      [t.identity.kind, t.identity.value, t.identity.why],
      identity.excluded.map(({ kind, masked, sharedWith }) => [kind, masked, t.identity.excludedWhy(sharedWith)]),
      [80, 100, '*'],
    );
  }
  if (identity.recordsOfOthers > 0) document.write('P', t.identity.others(identity.recordsOfOthers));
}

function writeActivities(document: ReportDocument, { activities, statements }: PersonReport): void {
  document.write('H2', t.activitiesHeading);
  for (const { title, purposes, legalBasis, categories, recipients, periods, sources } of activities) {
    document.write('H3', title);
    document.write('P', `${t.activity.purposes}: ${purposes}`);
    document.write('P', `${t.activity.legalBasis}: ${legalBasis}`);
    document.write('P', `${t.activity.categories}: ${categories.join(', ') || t.empty}`);
    document.write('P', `${t.activity.recipients}: ${recipients}`);
    document.write('P', `${t.activity.periods}: ${periods.join('; ')}`);
    document.write('P', `${t.activity.sources}: ${sources.join(', ') || t.empty}`);
  }
  document.write('H2', t.statementsHeading);
  for (const name of ['rights', 'complaint', 'automatedDecisions', 'transfers'] as const) {
    document.write('P', `${t.statementNames[name]}: ${statements[name]}`);
  }
}
