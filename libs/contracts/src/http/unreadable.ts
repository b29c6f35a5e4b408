import { z } from 'zod';

/** A sealed value of a row that cannot be read: which row and column, and which key it needs. Random ids and codes, nothing personal. */
export const unreadableValue = z.object({
  reason: z.enum(['key-destroyed', 'altered']),
  table: z.string(),
  column: z.string(),
  row: z.string(),
  ownerId: z.string(),
  ownerClass: z.string(),
  epoch: z.int().nullable(),
});
export type UnreadableValue = z.infer<typeof unreadableValue>;

/** What of a row cannot be read; left out when all of it can. */
export const unreadableValues = z.array(unreadableValue).optional();
