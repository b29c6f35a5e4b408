import { z } from 'zod';
import { storeNames } from '../stores.js';
import { dataCategories, languages } from '../vocabulary.js';

/** Who is in a table. */
const subjects = z.array(z.enum(['customers', 'employees']));
const deletion = z.object({ className: z.string(), start: z.string(), days: z.number().int().nullable() });
export const dataMapTable = z.object({
  table: z.string(),
  /** One of the five of R21; null for a table about nobody. */
  category: z.enum(dataCategories).nullable(),
  kind: z.enum(['subject', 'detail', 'event', 'shared', 'none']),
  reason: z.string().nullable(),
  subjects,
  categories: z.array(z.string()),
  columns: z.object({
    personal: z.number().int(),
    pseudonym: z.number().int(),
    freeText: z.number().int(),
    secret: z.number().int(),
    notPersonal: z.number().int(),
  }),
  sealed: z.number().int(),
  activities: z.array(z.string()),
  deletion: deletion.nullable(),
  onErasure: z.enum(['delete', 'anonymise', 'keep']),
  because: z.string().nullable(),
});
export const dataMap = z.object({
  catalogueHash: z.string(),
  stores: z.array(z.object({ store: z.enum(storeNames), tables: z.array(dataMapTable) })),
  places: z.array(
    z.object({
      name: z.string(),
      kind: z.string(),
      what: z.string(),
      end: z.string(),
      days: z.number().int().nullable(),
      categories: z.array(z.string()),
    }),
  ),
  /** What was judged to be about nobody, for the yearly review. */
  notPersonal: z.array(z.object({ store: z.enum(storeNames), table: z.string(), column: z.string(), reason: z.string() })),
});
export type DataMap = z.infer<typeof dataMap>;

export const recordQuery = z.object({ language: z.enum(languages).default('en') });
export const recordOfProcessing = z.object({
  language: z.enum(languages),
  madeAt: z.string(),
  catalogueHash: z.string(),
  title: z.string(),
  /** Art. 30(1)(a). */
  parties: z.array(z.object({ name: z.string(), value: z.string() })),
  /** Art. 30(1)(b) to (f), by activity, in the words of the language. */
  activities: z.array(
    z.object({ code: z.string(), title: z.string(), rows: z.array(z.object({ name: z.string(), values: z.array(z.string()) })) }),
  ),
  /** Art. 30(1)(g). */
  measures: z.object({ title: z.string(), list: z.array(z.string()) }),
});
export type RecordOfProcessing = z.infer<typeof recordOfProcessing>;
