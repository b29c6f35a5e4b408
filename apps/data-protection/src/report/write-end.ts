import type { PersonReport } from './person-report.js';
import type { ReportDocument } from './report-document.js';
import type { Wording } from './wording.js';

/** Holds and withheld items, earlier requests, and the last words. */
export function writeEnd(document: ReportDocument, report: PersonReport, wording: Wording): void {
  writeHolds(document, report, wording);
  writeRequests(document, report, wording);
  const { officer, authority } = report.contact;
  document.write('H2', wording.say('glossary.heading'));
  document.list(['contact', 'sealed', 'databases'].map((name) => wording.say(`glossary.${name}`)));
  document.write('P', wording.say('glossary.object'));
  if (officer !== '') document.write('P', wording.say('glossary.officer', { officer }));
  if (authority !== '') document.write('P', wording.say('rights.authority', { authority }));
}

function writeHolds(document: ReportDocument, { holds, withheldItems }: PersonReport, wording: Wording): void {
  document.write('H2', wording.say('holds.heading'));
  if (holds.length === 0) document.write('P', wording.say(withheldItems.length === 0 ? 'holds.none' : 'holds.noHold'));
  document.table(
    [wording.say('holds.reference'), wording.say('holds.basis'), wording.say('holds.since'), wording.say('holds.contact')],
    holds.map(({ reference, basis, since, contact }) => [reference, wording.word(basis), wording.date(since), contact]),
    [120, 120, 90, '*'],
    { rowHeads: true },
  );
  document.table(
    [wording.say('holds.reason'), wording.say('holds.count')],
    withheldItems.map(({ reason, count }) => [wording.reason(reason), wording.number(count)]),
    ['*', 80],
    { rowHeads: true },
  );
}

function writeRequests(document: ReportDocument, { earlierRequests }: PersonReport, wording: Wording): void {
  document.write('H2', wording.say('requests.heading'));
  if (earlierRequests.length === 0) document.write('P', wording.say('requests.none'));
  document.table(
    [wording.say('requests.number'), wording.say('requests.kind'), wording.say('requests.state'), wording.say('requests.at')],
    earlierRequests.map(({ number, kind, state, openedAt }) => [
      number,
      wording.word(kind),
      wording.word(state),
      openedAt === '' ? wording.say('empty') : wording.moment(openedAt),
    ]),
    [130, 100, 110, '*'],
    { rowHeads: true },
  );
}
