import { acts as enActs } from './en.acts.js';
import { acts as etActs } from './et.acts.js';
import { acts as itActs } from './it.acts.js';
import { acts as plActs } from './pl.acts.js';
import { acts as ruActs } from './ru.acts.js';
import { officeActs as enOfficeActs } from './en.office-acts.js';
import { officeActs as etOfficeActs } from './et.office-acts.js';
import { officeActs as itOfficeActs } from './it.office-acts.js';
import { officeActs as plOfficeActs } from './pl.office-acts.js';
import { officeActs as ruOfficeActs } from './ru.office-acts.js';
import { activities as enActivities } from './en.activities.js';
import { codes as enCodes } from './en.codes.js';
import { names as enNames } from './en.names.js';
import { sections as enSections } from './en.sections.js';
import { activities as etActivities } from './et.activities.js';
import { codes as etCodes } from './et.codes.js';
import { names as etNames } from './et.names.js';
import { sections as etSections } from './et.sections.js';
import { activities as itActivities } from './it.activities.js';
import { codes as itCodes } from './it.codes.js';
import { names as itNames } from './it.names.js';
import { sections as itSections } from './it.sections.js';
import { activities as plActivities } from './pl.activities.js';
import { codes as plCodes } from './pl.codes.js';
import { names as plNames } from './pl.names.js';
import { sections as plSections } from './pl.sections.js';
import { activities as ruActivities } from './ru.activities.js';
import { codes as ruCodes } from './ru.codes.js';
import { names as ruNames } from './ru.names.js';
import { sections as ruSections } from './ru.sections.js';
import type { ReportTexts } from './texts.js';

/** English; what no other language has is said in it. */
export const english: ReportTexts = {
  language: 'en',
  name: 'English',
  text: enSections,
  activity: enActivities,
  names: enNames,
  codes: { ...enCodes, ...enActs, ...enOfficeActs },
};

/** The languages that the product brings along. */
export const builtInTexts: readonly ReportTexts[] = [
  english,
  {
    language: 'it',
    name: 'Italiano',
    text: itSections,
    activity: itActivities,
    names: itNames,
    codes: { ...itCodes, ...itActs, ...itOfficeActs },
  },
  {
    language: 'pl',
    name: 'Polski',
    text: plSections,
    activity: plActivities,
    names: plNames,
    codes: { ...plCodes, ...plActs, ...plOfficeActs },
  },
  {
    language: 'ru',
    name: 'Русский',
    text: ruSections,
    activity: ruActivities,
    names: ruNames,
    codes: { ...ruCodes, ...ruActs, ...ruOfficeActs },
  },
  {
    language: 'et',
    name: 'Eesti',
    text: etSections,
    activity: etActivities,
    names: etNames,
    codes: { ...etCodes, ...etActs, ...etOfficeActs },
  },
];
