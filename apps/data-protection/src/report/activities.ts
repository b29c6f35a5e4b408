import type { CatalogueEntity } from '@voxkeep/personal-data';
import type { HeldRows } from '../subject/held-rows.js';
import { englishActivities } from './activities.en.js';
import type { PersonReport } from './person-report.js';
import { english } from './texts.en.js';

type Activity = PersonReport['activities'][number];

/** GDPR Art. 15(1)(a) to (d) and (g) for each activity in which something is held of the person, read off the catalogue. */
export function activitiesIn(held: readonly HeldRows[]): Activity[] {
  const entities = held.filter(({ items }) => items.length > 0).map(({ step }) => step.entity);
  const codes = [...new Set(entities.flatMap(({ activities }) => activities))].sort();
  return codes.map((code) =>
    describe(
      code,
      entities.filter(({ activities }) => activities.includes(code)),
    ),
  );
}

function describe(code: string, entities: readonly CatalogueEntity[]): Activity {
  const text = englishActivities[code];
  const personal = entities
    .flatMap(({ columns }) => columns)
    .flatMap(({ classification: c }) => (c.as === 'personal' ? [c] : []));
  return {
    code,
    title: text?.title ?? code,
    purposes: text?.purposes ?? code,
    legalBasis: text?.legalBasis ?? '',
    categories: distinct(personal.map(({ category }) => category.replace(/^pd:/, ''))),
    recipients: text?.recipients ?? '',
    periods: distinct(entities.map(periodOf)),
    sources: distinct(personal.map(({ origin }) => english.origins[origin] ?? origin)),
  };
}

function periodOf({ deletion, onErasure, because }: CatalogueEntity): string {
  if (deletion !== undefined) return `class “${deletion.class}”, counted from ${deletion.start.replaceAll('_', ' ')}`;
  return onErasure === 'keep' ? `kept as proof: ${because ?? ''}` : 'until the account or the case it belongs to ends';
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
