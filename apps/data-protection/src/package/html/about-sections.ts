import type { PersonReport } from '../../report/person-report.js';
import type { Wording } from '../../report/wording.js';
import { facts, heading, paragraph, table, tag, type Content, type Markup } from './markup.js';

/** Everything that a report says about itself and about the processing: the sections before the data. */
export function aboutSections(report: PersonReport, wording: Wording): readonly Markup[] {
  return [summary(report, wording), searched(report, wording), identity(report, wording), ...activities(report, wording)];
}

function section(title: string, ...content: readonly Content[]): Markup {
  return tag('section', {}, heading(2, title), ...content);
}

function summary(report: PersonReport, w: Wording): Markup {
  const { case: request, summary: counts, subject, period } = report;
  const level = w.say('summary.level', { level: request.verificationLevel, method: w.word(request.verificationMethod) });
  const span = period.from !== null && period.to !== null ? `${w.date(period.from)} – ${w.date(period.to)}` : w.say('empty');
  return section(
    w.say('summary.heading'),
    facts([
      [w.say('summary.request'), request.number],
      [w.say('summary.controller'), report.controller === '' ? w.say('summary.controllerMissing') : report.controller],
      [w.say('summary.person'), subject.fullName ?? w.say('unnamed')],
      [w.say('summary.made'), w.moment(report.generatedAt)],
      [w.say('summary.verified'), level],
      [w.say('summary.period'), span],
      [w.say('summary.catalogue'), report.catalogueHash],
    ]),
    paragraph(
      [
        w.count('summary.records', counts.records, { databases: counts.databases }),
        w.count('summary.conversations', counts.conversations),
        w.count('summary.accesses', counts.accesses),
      ].join('; '),
    ),
  );
}

function searched({ searched: found, records, otherSystems }: PersonReport, w: Wording): Markup {
  return section(
    w.say('searched.heading'),
    table(
      w.say('searched.heading'),
      [w.say('searched.database'), w.say('searched.answered'), w.say('searched.records')],
      found.databases.map(({ database, answered, records: count }) => [
        database,
        w.say(answered ? 'yes' : 'no'),
        w.number(count),
      ]),
    ),
    paragraph(found.logs),
    paragraph(found.backups),
    heading(3, w.say('searched.others')),
    otherSystems.length === 0
      ? paragraph(w.say('searched.noOthers'))
      : table(
          w.say('searched.others'),
          [w.say('searched.system'), w.say('searched.state')],
          otherSystems.map(({ name, state, by, at, outcome }) => [
            name,
            state === 'outstanding'
              ? w.say('searched.systemOutstanding')
              : w.say('searched.systemAnswered', { by: by ?? '', at: at === null ? '' : w.date(at), outcome: outcome ?? '' }),
          ]),
        ),
    heading(3, w.say('confirmation.heading')),
    paragraph(w.say(records.length > 0 ? 'confirmation.held' : 'confirmation.nothing')),
  );
}

function identity({ identity: known, subject }: PersonReport, w: Wording): Markup {
  const names = [w.say('identity.kind'), w.say('identity.value')];
  return section(
    w.say('identity.heading'),
    paragraph(`${w.say('identity.name')}: ${subject.fullName ?? w.say('unnamed')}`),
    known.contactPoints.length === 0
      ? paragraph(w.say('identity.none'))
      : table(
          w.say('identity.points'),
          [...names, w.say('identity.evidence')],
          known.contactPoints.map(({ kind, value, evidence }) => [w.word(kind), value ?? w.say('unreadable'), w.word(evidence)]),
        ),
    known.excluded.length === 0
      ? []
      : table(
          w.say('identity.excluded'),
          [...names, w.say('identity.why')],
          known.excluded.map(({ kind, masked, sharedWith }) => [
            w.word(kind),
            masked,
            w.count('identity.excludedWhy', sharedWith),
          ]),
        ),
    known.recordsOfOthers === 0 ? [] : paragraph(w.count('identity.others', known.recordsOfOthers)),
  );
}

function activities({ activities: all, statements }: PersonReport, w: Wording): readonly Markup[] {
  const one = (activity: PersonReport['activities'][number]): readonly Markup[] => [
    heading(3, activity.title),
    facts([
      [w.say('activities.purposes'), activity.purposes],
      [w.say('activities.legalBasis'), activity.legalBasis],
      [w.say('activities.categories'), activity.categories.join(', ') || w.say('empty')],
      [w.say('activities.recipients'), activity.recipients],
      [w.say('activities.periods'), activity.periods.join('; ')],
      [w.say('activities.sources'), activity.sources.join(', ') || w.say('empty')],
    ]),
  ];
  const rights = [statements.rights, statements.complaint, statements.automatedDecisions, statements.transfers];
  return [
    section(w.say('activities.heading'), ...all.flatMap(one)),
    section(w.say('rights.heading'), ...rights.map((text) => paragraph(text))),
  ];
}
