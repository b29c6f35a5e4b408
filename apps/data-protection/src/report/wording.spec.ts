import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  audioChannels,
  consentEvidenceKinds,
  consentStates,
  contactEndReasons,
  contactParts,
  directions,
  failureCauses,
  grantEvidenceKinds,
  lossCauseCodes,
  purposeCodes,
  recordingAlarms,
  recordingOutcomes,
} from '@voxkeep/contracts';
import { attributions, commandKinds, commandResults } from '@voxkeep/operative';
import { forgetSettings } from '@voxkeep/platform';
import { wordingOf } from './person-report.fixture';
import { ReportLanguages } from './report-languages';
import { builtInTexts, english } from './texts/built-in';
import { textGroups } from './texts/texts';

const environment = process.env;
const refusalOf = (read: () => unknown): unknown => {
  try {
    read();
  } catch (error) {
    return error;
  }
  return undefined;
};
const base = (key: string) => key.split('#')[0] ?? key;
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
const others = builtInTexts.filter(({ language }) => language !== 'en').map((texts) => [texts.language, texts] as const);

describe.each(others)('the texts of a report in %s', (language, texts) => {
  it.each(textGroups)('have every key of the English %s and no other', (group) => {
    const keys = (of: Readonly<Record<string, string>>) => [...new Set(Object.keys(of).map(base))].sort();
    expect(keys(texts[group])).toEqual(keys(english[group]));
  });

  it('have the plural forms of their language', () => {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const counted = Object.keys(english.text)
      .filter((key) => key.endsWith('#other'))
      .map(base);
    const missing = counted.flatMap((key) => categories.map((form) => `${key}#${form}`)).filter((key) => !(key in texts.text));
    expect(missing).toEqual([]);
  });

  it('have the placeholders of the English text', () => {
    for (const [key, text] of Object.entries(texts.text)) {
      const said = english.text[key] ?? english.text[`${base(key)}#other`] ?? '';
      expect([key, placeholders(text)]).toEqual([key, placeholders(said)]);
    }
  });

  it('are not English', () => {
    const same = Object.entries(texts.text).filter(([key, text]) => text.length > 12 && english.text[key] === text);
    expect(same).toEqual([]);
  });
});

/** Codes that the document prints of a record, in words. */
const printed = {
  ...{ audioChannels, attributions, commandKinds, commandResults, consentEvidenceKinds, consentStates, contactEndReasons },
  ...{ contactParts, directions, failureCauses, grantEvidenceKinds, lossCauseCodes, purposeCodes, recordingAlarms },
  ...{ recordingOutcomes },
};

describe.each(builtInTexts)('the words of a report in $language', (texts) => {
  it.each(Object.entries(printed))('are there for every code of %s', (_, codes) => {
    expect(codes.filter((code) => texts.codes[`word.${code}`] === undefined)).toEqual([]);
  });
});

describe('wording', () => {
  it.each([
    ['en', 1, '1 record'],
    ['en', 5, '5 records'],
    ['pl', 3, '3 rekordy'],
    ['pl', 12, '12 rekordów'],
    ['ru', 21, '21 запись'],
    ['ru', 11, '11 записей'],
    ['et', 2, '2 kirjet'],
    ['it', 2, '2 registrazioni di dati'],
  ])('counts in %s: %i', (language, n, said) => {
    expect(wordingOf(language).count('summary.records', n, { databases: 7 })).toContain(said);
  });

  it('tells a moment with its zone', () => {
    expect(wordingOf('en').moment('2026-07-01T10:00:05.000Z')).toMatch(/2026.*13:00:05.*(EEST|GMT\+3)/);
    expect(wordingOf('et').moment('2026-01-01T10:00:05.000Z')).toMatch(/2026.*12:00:05/);
  });

  it('opens a code that it does not know', () => {
    expect([wordingOf('pl').word('brand-new'), wordingOf('pl').table('brand_new')]).toEqual(['brand new', 'brand new']);
  });
});

describe('a language of the site', () => {
  let directory: string;
  const languages = new ReportLanguages();
  const add = (name: string, content: unknown) => {
    writeFileSync(join(directory, name), typeof content === 'string' ? content : JSON.stringify(content));
  };

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'vk-languages-'));
    Object.assign(environment, { VOXKEEP_REPORT_LANGUAGES: directory, VOXKEEP_REPORT_FALLBACK_LANGUAGE: 'et' });
    forgetSettings();
  });
  afterEach(() => {
    delete environment['VOXKEEP_REPORT_LANGUAGES'];
    delete environment['VOXKEEP_REPORT_FALLBACK_LANGUAGE'];
    forgetSettings();
    rmSync(directory, { recursive: true, force: true });
  });

  it('is added as a file while the program runs', () => {
    add('lv.json', { language: 'lv', name: 'Latviešu', text: { title: 'Personas datu pārskats' } });
    expect(languages.list()).toContainEqual({ code: 'lv', name: 'Latviešu' });
    expect(languages.wording('lv', 'Europe/Riga').say('title')).toBe('Personas datu pārskats');
  });

  it('falls back to the named language for what it leaves out', () => {
    add('lv.json', { language: 'lv', name: 'Latviešu' });
    expect(languages.wording('lv', 'Europe/Riga').say('yes')).toBe('jah');
  });

  it('is the named one where the person’s is not known, and the language of a regional tag', () => {
    const said = (language: string) => languages.wording(language, 'Europe/Tallinn').language;
    expect([said('fi'), said('pl-PL')]).toEqual(['et', 'pl']);
  });

  it('may replace single texts of a language of the product', () => {
    add('et.json', { language: 'et', name: 'Eesti', text: { title: 'Andmete väljavõte' } });
    const wording = languages.wording('et', 'Europe/Tallinn');
    expect([wording.say('title'), wording.say('yes')]).toEqual(['Andmete väljavõte', 'jah']);
  });

  it('is refused by the name of its file when it is not of the right shape', () => {
    add('xx.json', '{ "language": 5 }');
    const refused = { code: 'report.language-file', data: { file: 'xx.json' } };
    expect(refusalOf(() => languages.list())).toMatchObject(refused);
  });
});

describe('what is told of an act and of a place', () => {
  it('calls what a search showed a search', () => {
    expect(english.codes['action.person.identify']).toMatch(/search/);
  });

  it('says of the live view that it keeps a contact for an hour after its end', () => {
    expect(
      [english.names['table.live_contact'], english.text['glossary.databases']].filter((text) => !text?.includes('last hour')),
    ).toEqual([]);
  });
});
