import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import audit from './en/audit.json';
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
import report from './en/report.json';
import retention from './en/retention.json';
import words from './en/words.json';
import work from './en/work.json';

/**
 * Every text of the interface, one file per language and area. The language comes from the account, never from a store on the
 * client. A further language is a folder beside `en` with the same keys (test/architecture/texts.spec.ts).
 */
export const areas = {
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

/** Starts the catalogue of texts before the first page is drawn. */
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
}
