import { languages, type Language } from '@voxkeep/contracts';
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import audit from './en/audit.json';
import catalogue from './en/catalogue.json';
import categories from './en/categories.json';
import common from './en/common.json';
import configure from './en/configure.json';
import consents from './en/consents.json';
import contacts from './en/contacts.json';
import diagnostics from './en/diagnostics.json';
import erasure from './en/erasure.json';
import evidence from './en/evidence.json';
import fields from './en/fields.json';
import identity from './en/identity.json';
import protect from './en/protect.json';
import registers from './en/registers.json';
import refusals from './en/refusals.json';
import report from './en/report.json';
import retention from './en/retention.json';
import words from './en/words.json';
import work from './en/work.json';

/**
 * Every text of the interface, one file per language and area. The language comes from the account or the browser, never
 * from a store on the client. A further language is a folder beside `en` with the same keys (test/architecture/texts.spec.ts).
 */
export const areas = {
  catalogue,
  categories,
  audit,
  common,
  configure,
  consents,
  contacts,
  diagnostics,
  erasure,
  evidence,
  fields,
  identity,
  protect,
  registers,
  refusals,
  report,
  retention,
  words,
  work,
};

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: typeof areas;
  }
}

type Texts = Readonly<Record<string, object>>;
/** A folder per further language; fetched when somebody asks for it. */
const further = import.meta.glob<{ readonly texts: Texts }>('./*/texts.ts');

/** The first language of the browser that the product speaks. */
function languageOfBrowser(): Language {
  const asked = navigator.languages.map((tag) => tag.split('-')[0]);
  return languages.find((language) => asked[0] === language) ?? languages.find((language) => asked.includes(language)) ?? 'en';
}

/** Starts the catalogue of texts before the first page is drawn, in the language of the browser until an account says another. */
export async function startTexts(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    defaultNS: 'common',
    ns: Object.keys(areas),
    resources: { en: areas },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  await speak(languageOfBrowser());
}

/** Turns every page to a language. What a language lacks is said in English. */
export async function speak(language: Language): Promise<void> {
  const load = further[`./${language}/texts.ts`];
  if (load && !i18next.hasResourceBundle(language, 'common')) {
    const { texts } = await load();
    for (const [area, content] of Object.entries(texts)) i18next.addResourceBundle(language, area, content);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
