import { z } from 'zod';

/** Kinds of texts: sentences, activities, fields and tables, codes. Keys carry their group: `field.phone`, `word.inbound`. */
export const textGroups = ['text', 'activity', 'names', 'codes'] as const;

/**
 * The texts of one language. A site adds a language as a file of this shape, `<language>.json`; what it leaves out is shown in
 * the fallback language.
 */
export const reportTexts = z.object({
  language: z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/),
  name: z.string().min(1).max(60),
  text: z.record(z.string(), z.string()),
  activity: z.record(z.string(), z.string()),
  names: z.record(z.string(), z.string()),
  codes: z.record(z.string(), z.string()),
});
export type ReportTexts = Readonly<z.infer<typeof reportTexts>>;
