import { z } from 'zod';

/** What a suppression is for: that the person is not brought in again, or not called. */
export const suppressionPurposes = ['no-re-import', 'no-calls'] as const;
/** Why a fingerprint may be kept: the person agreed, objected to being contacted (GDPR Art. 21), or a law needs it. */
export const suppressionGrounds = ['agreed', 'objection', 'legal-duty'] as const;
export const suppressionBody = z.object({
  purpose: z.enum(suppressionPurposes),
  ground: z.enum(suppressionGrounds),
  /** Days until it ends by itself. */
  days: z.number().int().min(1).max(3650),
});
/** What is suppressed for a case; null when nothing is. */
export const suppression = z.object({
  points: z.number().int(),
  purpose: z.enum(suppressionPurposes),
  ground: z.enum(suppressionGrounds),
  until: z.string(),
});
export type Suppression = z.infer<typeof suppression>;
