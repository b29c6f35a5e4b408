import audit from './audit.json';
import catalogue from './catalogue.json';
import categories from './categories.json';
import common from './common.json';
import configure from './configure.json';
import consents from './consents.json';
import contacts from './contacts.json';
import diagnostics from './diagnostics.json';
import erasure from './erasure.json';
import evidence from './evidence.json';
import fields from './fields.json';
import identity from './identity.json';
import protect from './protect.json';
import refusals from './refusals.json';
import registers from './registers.json';
import report from './report.json';
import retention from './retention.json';
import words from './words.json';
import work from './work.json';

/** Every text of the interface in Estonian, by area. */
export const texts = {
  audit,
  catalogue,
  categories,
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
  refusals,
  registers,
  report,
  retention,
  words,
  work,
};
