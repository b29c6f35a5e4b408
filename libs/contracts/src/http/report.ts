import { z } from 'zod';

/** Why texts that may name other persons are withheld from a report (GDPR Art. 15(4), recital 63, Art. 23). */
export const redactionReasons = ['third-parties', 'trade-secret', 'legal-claim'] as const;

/**
 * What a report is asked to hold. Without a language it is written in that of the person; with nothing said of recordings it holds them
 * if the case was opened with them.
 */
export const reportOptions = z.object({
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
    .optional(),
  recordings: z.stringbool().optional(),
  redact: z.enum(redactionReasons).optional(),
});
export type ReportOptionsQuery = z.infer<typeof reportOptions>;

export const reportLanguages = z.array(z.object({ code: z.string(), name: z.string() }));

/** What a report would hold, without a value of the person; looking is on record like building. */
export const reportPreview = z.object({
  about: z.enum(['customer', 'employee']),
  language: z.string(),
  languages: reportLanguages,
  recordings: z.enum(['held', 'not-chosen', 'not-verified']).describe('whether recordings are in it, or why they are not'),
  summary: z.object({
    records: z.number().int(),
    databases: z.number().int(),
    conversations: z.number().int(),
    recordings: z.number().int(),
    recordingSeconds: z.number().int(),
    accesses: z.number().int(),
    withheld: z.number().int(),
  }),
  freeTexts: z.number().int().describe('texts that may name other persons and should be read before they leave the house'),
  excludedPoints: z.number().int(),
  outstandingSystems: z.number().int(),
});
export type ReportPreview = z.infer<typeof reportPreview>;
