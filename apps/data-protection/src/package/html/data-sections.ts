import { measureHead, measureRows } from '../../report/measure-rows.js';
import type { PersonReport } from '../../report/person-report.js';
import type { Wording } from '../../report/wording.js';
import { heading, paragraph, table, tag, type Content, type Markup } from './markup.js';
import type { PageParts } from './report-page.js';

/** A file of the package that the page leads to. */
export interface LinkedFile {
  readonly path: string;
  readonly bytes: number;
  /** Of which recording it is the audio. */
  readonly recordingId?: string;
}

type Conversation = PersonReport['conversations'][number];

/** The data themselves, who looked, what is held back, earlier requests and the files of the package. */
export function dataSections(report: PersonReport, w: Wording, { tables, files }: PageParts): readonly Markup[] {
  const records = tables.map(({ title, head, rows }) => table(title, head, rows));
  return [
    section(w.say('records.heading'), ...(records.length > 0 ? records : [paragraph(w.say('nothingHeld'))])),
    conversations(report, w, files),
    accesses(report, w),
    holds(report, w),
    requests(report, w),
    section(
      w.say('glossary.heading'),
      ...['contact', 'sealed', 'databases', 'object'].map((key) => paragraph(w.say(`glossary.${key}`))),
    ),
    fileList(w, files),
  ];
}

function section(title: string, ...content: readonly Content[]): Markup {
  return tag('section', {}, heading(2, title), ...content);
}

function conversations({ conversations: all }: PersonReport, w: Wording, files: readonly LinkedFile[]): Markup {
  const title = w.say('conversations.heading');
  if (all.length === 0) return section(title, paragraph(w.say('conversations.none')));
  const head = ['began', 'direction', 'recording', 'consents'].map((key) => w.say(`conversations.${key}`));
  const row = (one: Conversation): readonly Content[] => [
    w.moment(one.openedAt),
    `${w.word(one.direction)}, ${w.word(one.channel)}`,
    recordingCell(one, w, files),
    one.consents.map(({ at, purpose, state }) => tag('div', {}, `${w.moment(at)}: ${w.word(purpose)} – ${w.word(state)}`)),
  ];
  const measures = measureRows(all, w);
  const counted = w.say('measures.heading');
  return section(
    title,
    paragraph(w.say('times.zone', { zone: w.timeZone })),
    table(title, head, all.map(row)),
    measures.length === 0 ? [] : table(counted, measureHead(w), measures),
  );
}

function recordingCell({ outcomes, recordings }: Conversation, w: Wording, files: readonly LinkedFile[]): Content {
  const told = outcomes.map(({ part, outcome }) => tag('div', {}, `${w.word(part)}: ${w.word(outcome)}`));
  return [
    ...told,
    ...recordings.map(({ id, inseparable, startedAt }): Content => {
      const file = files.find(({ recordingId }) => recordingId === id);
      if (file === undefined) return inseparable ? tag('div', {}, w.say('conversations.inseparable')) : [];
      const name = `${w.say('conversations.recording')}, ${startedAt === null ? '' : w.moment(startedAt)}`;
      return tag('div', {}, tag('audio', { controls: '', preload: 'none', src: file.path, 'aria-label': name }), link(file.path));
    }),
  ];
}

function accesses({ accesses: all }: PersonReport, w: Wording): Markup {
  const title = w.say('accesses.heading');
  if (all.length === 0) return section(title, paragraph(w.say('accesses.none')));
  const head = ['at', 'who', 'action', 'purpose'].map((key) => w.say(`accesses.${key}`));
  const rows = all.map(({ at, who, action, purpose }) => [
    w.moment(at),
    who,
    w.action(action),
    purpose === null ? w.say('empty') : w.word(purpose),
  ]);
  return section(title, paragraph(w.say('accesses.note')), table(title, head, rows));
}

function holds({ holds: all, withheldItems }: PersonReport, w: Wording): Markup {
  const title = w.say('holds.heading');
  if (all.length === 0 && withheldItems.length === 0) return section(title, paragraph(w.say('holds.none')));
  const matters = table(
    w.say('holds.reference'),
    ['reference', 'basis', 'since', 'contact'].map((key) => w.say(`holds.${key}`)),
    all.map(({ reference, basis, since, contact }) => [reference, w.word(basis), w.date(since), contact]),
  );
  const reasons = table(
    w.say('holds.reason'),
    [w.say('holds.reason'), w.say('holds.count')],
    withheldItems.map(({ reason, count }) => [w.say(`reason.${reason}`), w.number(count)]),
  );
  return section(title, all.length === 0 ? paragraph(w.say('holds.noHold')) : matters, withheldItems.length === 0 ? [] : reasons);
}

function requests({ earlierRequests }: PersonReport, w: Wording): Markup {
  const title = w.say('requests.heading');
  if (earlierRequests.length === 0) return section(title, paragraph(w.say('requests.none')));
  return section(
    title,
    table(
      title,
      ['number', 'kind', 'state', 'at'].map((key) => w.say(`requests.${key}`)),
      earlierRequests.map(({ number, kind, state, openedAt }) => [number, w.word(kind), w.word(state), w.moment(openedAt)]),
    ),
  );
}

function fileList(w: Wording, files: readonly LinkedFile[]): Markup {
  return section(
    w.say('files.heading'),
    table(
      w.say('files.heading'),
      [w.say('files.name'), w.say('files.size')],
      files.map(({ path, bytes }) => [link(path), w.say('bytes', { n: w.number(Math.max(1, Math.round(bytes / 1024))) })]),
    ),
  );
}

function link(path: string): Markup {
  return tag('a', { href: path }, path);
}
