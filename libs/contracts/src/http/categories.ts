import { z } from 'zod';
import { contactChannels, switchableCategories } from '../vocabulary.js';

const category = z.enum(switchableCategories);

/** Where a category is off: the site when channel and queue are null. */
export const categoryOffRow = z.object({
  category,
  channel: z.enum(contactChannels).nullable(),
  queueId: z.uuid().nullable(),
  offSince: z.string(),
});
export const categoriesAnswer = z.object({
  off: z.array(categoryOffRow),
  queues: z.array(z.object({ id: z.uuid(), name: z.string() })),
});
export type CategoriesAnswer = z.infer<typeof categoriesAnswer>;

/** Switches to set, all or none. */
export const categoriesBody = z.object({
  switches: z
    .array(
      z
        .object({ category, channel: z.enum(contactChannels).nullable(), queueId: z.uuid().nullable(), on: z.boolean() })
        .refine(({ channel, queueId }) => channel === null || queueId === null, { message: 'one-place', path: ['queueId'] }),
    )
    .min(1)
    .max(2000),
});

/** Whether directory information of one user is collected (R25). */
export const userDirectoryBody = z.object({ on: z.boolean() });
export const userDirectoryAnswer = z.object({ on: z.boolean(), site: z.boolean() });
