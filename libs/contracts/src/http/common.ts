import { z } from 'zod';
import { purposeCodes } from '../vocabulary.js';

export const idPath = z.object({ id: z.uuid() });

/** Stated before personal data is opened; the code goes to the audit trail in clear, the text sealed. */
export const statedPurpose = z.object({ code: z.enum(purposeCodes), text: z.string().trim().max(500).optional() });
export type StatedPurpose = z.infer<typeof statedPurpose>;

/** Keyset paging: `next` is opaque and absent on the last page. */
export const paging = { cursor: z.string().max(200).optional(), limit: z.number().int().min(1).max(200).default(50) };
export const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().optional() });

export const created = z.object({ id: z.uuid() });

/** RFC 9457 problem details; `fields` names paths and rules, never the value that was sent. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  fields: z.array(z.object({ path: z.string(), problem: z.string() })).optional(),
});
export type Problem = z.infer<typeof problem>;

/** A phone number as a person types it; normalised on the server. */
export const phoneInput = z.string().trim().min(3).max(40);
export const emailInput = z.string().trim().min(3).max(254);
