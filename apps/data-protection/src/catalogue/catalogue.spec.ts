import { dataCategories, languages } from '@voxkeep/contracts';
import { configurationEntities } from '@voxkeep/configuration';
import { directoryEntities } from '@voxkeep/directory';
import { operativeEntities } from '@voxkeep/operative';
import { outboundEntities } from '@voxkeep/outbound';
import {
  catalogue,
  catalogueOf,
  DataSubjectEntity,
  declaredPlaces,
  NotPersonal,
  Personal,
  Pseudonym,
} from '@voxkeep/personal-data';
import { reportingEntities } from '@voxkeep/reporting';
import { wordingOf } from '../report/person-report.fixture.js';
import { dataMapOf } from './data-map.js';
import { dpvOf } from './dpv.js';
import { recordActivities } from './record-activities.js';
import { activityCodes, recordAsMarkdown, recordOfProcessing } from './record-of-processing.js';
import { recordTexts } from './record-texts.js';

@DataSubjectEntity({
  store: 'directory',
  table: 'shoe',
  kind: 'detail',
  reachedBy: [{ column: 'person_id', key: 'person' }],
  deletion: { class: 'shoe-3m', start: 'bought_at' },
  activities: ['serve-customer'],
})
class Shoe {
  @NotPersonal('random id')
  id!: string;
  @Pseudonym({ of: 'person', domain: 'directory', erase: 'delete', label: 'field.personId' })
  personId!: string;
  @Personal({
    ...{ category: 'pd:Name', store: 'clear', origin: 'subject', erase: 'delete', analytics: 'drop', label: 'field.name' },
  })
  size!: string;
}

const terms = new Map([['shoe-3m', 90]]);
const parties = { controller: 'Acme', officer: '', authority: '' };
const making = { words: wordingOf('en'), parties, terms, now: new Date('2026-11-01T00:00:00Z') };
/** Naming the entities is what put them into the catalogue. */
const named = [configurationEntities, directoryEntities, operativeEntities, outboundEntities, reportingEntities];
const whole = () => (named.length > 0 ? catalogue() : catalogueOf([]));

describe('the record of processing activities', () => {
  it('says purposes, persons, categories and the term of each activity, read off the catalogue', () => {
    const { activities } = recordOfProcessing(catalogueOf([Shoe]), { ...making, language: 'en' });
    expect(activities).toHaveLength(1);
    expect(Object.fromEntries(activities[0]?.rows.map(({ name, values }) => [name, values.join()]) ?? [])).toMatchObject({
      'Categories of data subjects': 'customers and other callers',
      'Categories of personal data': 'Name',
      'Time limits for erasure': 'shoe: 90 days, counted from “bought at”',
      'Where it is kept': 'Directory: shoe',
    });
  });

  it('says so when no term is set: nothing is deleted by age then', () => {
    const record = recordOfProcessing(catalogueOf([Shoe]), { ...making, terms: new Map(), language: 'en' });
    expect(recordAsMarkdown(record)).toContain('no term set');
  });

  it.each(languages)('is whole in %s: every activity has its words and every text is filled', (language) => {
    const codes = activityCodes(whole());
    expect(codes.length).toBeGreaterThan(7);
    expect(codes.filter((code) => recordActivities[language][code] === undefined)).toEqual([]);
    expect(JSON.stringify(recordTexts[language])).not.toContain('""');
    const printed = recordAsMarkdown(recordOfProcessing(whole(), { ...making, words: wordingOf(language), language }));
    expect(printed).not.toMatch(/\{\w+\}|undefined/);
    // No name of a column or a table.
    expect(printed.match(/\w+_\w+/g)).toBeNull();
  });
});

describe('the catalogue as DPV', () => {
  it('describes each activity as a process with terms of the vocabulary', () => {
    const dpv = dpvOf(catalogueOf([Shoe]), terms);
    expect(dpv['dct:hasPart']).toEqual([
      expect.objectContaining({
        '@type': 'dpv:Process',
        'dpv:hasPersonalData': [{ '@id': 'pd:Name' }],
        'dpv:hasDataSubject': [{ '@id': 'dpv:Customer' }],
        'dpv:hasDataSource': [{ '@id': 'dpv:DataSubjectDataSource' }],
        'dpv:hasStorageCondition': [expect.objectContaining({ 'dpv:hasDuration': { 'dct:extent': 'P90D' } })],
      }),
    ]);
  });
});

describe('the data map', () => {
  it('shows every table of every store and every place that is no table', () => {
    const all = whole();
    const map = dataMapOf(all, terms);
    expect(map.stores.flatMap(({ tables }) => tables)).toHaveLength(all.entities.length);
    expect(map.places.map(({ name }) => name)).toEqual(declaredPlaces().map(({ name }) => name));
  });

  it('puts every table with persons into one of the five categories, and no other', () => {
    const tables = dataMapOf(whole(), terms).stores.flatMap((one) => one.tables);
    expect(tables.filter(({ kind, category }) => (kind === 'none') !== (category === null))).toEqual([]);
    expect(new Set(tables.flatMap(({ category }) => category ?? []))).toEqual(new Set(dataCategories));
  });

  it('lists what was judged to be about nobody, with its reason, for the yearly review', () => {
    expect(dataMapOf(catalogueOf([Shoe]), terms).notPersonal).toEqual([
      { store: 'directory', table: 'shoe', column: 'id', reason: 'random id' },
    ]);
  });
});
