import type { Language } from '@voxkeep/contracts';
import { en } from './activities/en.js';
import { et } from './activities/et.js';
import { it } from './activities/it.js';
import { pl } from './activities/pl.js';
import { ru } from './activities/ru.js';

/** Title, purposes, legal basis and recipients of one activity, as a controller's record says them (Art. 30(1)(b), (d)). */
export type RecordActivity = readonly [title: string, purposes: string, legalBasis: string, recipients: string];

/** The activities of the catalogue in the words of a record; the report to a person says the same to that person. */
export const recordActivities: Readonly<Record<Language, Readonly<Record<string, RecordActivity>>>> = { en, it, pl, ru, et };
