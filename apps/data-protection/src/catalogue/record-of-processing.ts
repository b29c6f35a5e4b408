import type { Language, http } from '@voxkeep/contracts';
import { qualifiedTable, type Catalogue, type CatalogueEntity } from '@voxkeep/personal-data';
import { groupBy } from '../report/group-by.js';
import { startLabel } from '../report/start-label.js';
import type { Wording } from '../report/wording.js';
import type { Terms } from './data-map.js';
import { categoriesOf, classified, subjectsOf } from './entity-facts.js';
import { recordActivities } from './record-activities.js';
import { recordTexts, type RecordTexts } from './record-texts.js';

/** What the texts of the reports say of codes and periods in one language. */
export type CodeWords = Pick<Wording, 'category' | 'database' | 'field' | 'say' | 'table'>;

/** Who answers for the processing (Art. 30(1)(a)); an empty value is printed as not stated. */
export interface ResponsibleParties {
  readonly controller: string;
  readonly officer: string;
  readonly authority: string;
}

interface Making {
  readonly language: Language;
  readonly words: CodeWords;
  readonly parties: ResponsibleParties;
  readonly terms: Terms;
  readonly now: Date;
}

/** The activities of the catalogue, in order. */
export function activityCodes({ entities }: Pick<Catalogue, 'entities'>): readonly string[] {
  return [...new Set(entities.flatMap(({ activities }) => activities))].sort();
}

/** The record of processing activities that GDPR Art. 30(1) asks of a controller, read off the catalogue. */
export function recordOfProcessing(catalogue: Catalogue, making: Making): http.RecordOfProcessing {
  const { language, parties, now } = making;
  const texts = recordTexts[language];
  return {
    language,
    madeAt: now.toISOString(),
    catalogueHash: catalogue.hash,
    title: texts.title,
    parties: [
      { name: texts.controller, value: parties.controller || texts.notStated },
      { name: texts.officer, value: parties.officer || texts.notStated },
      { name: texts.authority, value: parties.authority || texts.notStated },
    ],
    activities: activityCodes(catalogue).map((code) => activityOf(code, catalogue, making, texts)),
    measures: { title: texts.measures, list: [...texts.measureList] },
  };
}

function activityOf(code: string, { entities }: Catalogue, making: Making, texts: RecordTexts) {
  const { language, words } = making;
  const [title, purposes, legalBasis, recipients] = recordActivities[language][code] ?? [code, code, code, code];
  const own = entities.filter(({ activities }) => activities.includes(code));
  const columns = own.flatMap(classified);
  const origins = columns.flatMap((c) => (c.as === 'personal' ? [texts.origins[c.origin]] : []));
  const row = (name: string, values: readonly string[]) => ({ name, values: [...new Set(values)] });
  return {
    code,
    title,
    rows: [
      row(texts.purposes, [purposes]),
      row(texts.legalBasis, [legalBasis]),
      row(
        texts.subjects,
        own.flatMap(subjectsOf).map((who) => texts[who]),
      ),
      row(
        texts.categories,
        categoriesOf(columns).map((category) => words.category(category)),
      ),
      row(texts.sources, origins),
      row(texts.recipients, [recipients]),
      row(texts.transfers, [texts.noTransfers]),
      row(texts.limits, limitsOf(own, making, texts)),
      row(
        texts.stores,
        own.map((entity) => `${words.database(entity.store)}: ${words.table(qualifiedTable(entity))}`),
      ),
    ],
  };
}

/** One line for all tables of a class that count from the same moment, as in the report of a person. */
function limitsOf(entities: readonly CatalogueEntity[], { terms, words }: Making, texts: RecordTexts): readonly string[] {
  const groups = groupBy(entities, (entity) =>
    entity.deletion === undefined ? entity.onErasure === 'keep' : `${entity.deletion.class} ${startLabel(entity)}`,
  );
  return [...groups.values()].map((of) => {
    const tables = [...new Set(of.map((entity) => words.table(qualifiedTable(entity))))].sort().join(', ');
    const [{ deletion, onErasure } = {}] = of;
    if (deletion === undefined) return words.say(onErasure === 'keep' ? 'period.kept' : 'period.account', { tables });
    const start = words.field(of[0] ? startLabel(of[0]) : '');
    const days = terms.get(deletion.class);
    return days === undefined ? fill(texts.termOpen, { tables, start }) : words.say('period.class', { tables, days, start });
  });
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (_match, name: string) => values[name] ?? '');
}

/** The record as Markdown, to be printed or kept in a document store. */
export function recordAsMarkdown(record: http.RecordOfProcessing): string {
  const lines = [`# ${record.title}`, '', ...record.parties.map(({ name, value }) => `- **${name}**: ${value}`)];
  lines.push(`- **SHA-256**: \`${record.catalogueHash}\``, `- ${record.madeAt.slice(0, 10)}`, '');
  for (const { title, rows } of record.activities) {
    lines.push(`## ${title}`, '', ...rows.map(({ name, values }) => `- **${name}**: ${values.join('; ')}`), '');
  }
  lines.push(`## ${record.measures.title}`, '', ...record.measures.list.map((measure) => `- ${measure}`), '');
  return lines.join('\n');
}
