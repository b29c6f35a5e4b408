import { z } from 'zod';
import { codecRefusals, offeredCodecs, trunkNotices } from '../vocabulary.js';

/** Calls of a trunk that offered a codec in vain: how many, since when, and when last. */
export const trunkRefusal = z.object({
  codec: z.enum(offeredCodecs),
  reason: z.enum(codecRefusals),
  calls: z.number().int(),
  firstAt: z.string(),
  lastAt: z.string(),
});
export type TrunkRefusal = z.infer<typeof trunkRefusal>;

/** What was noticed about the calls of a trunk: how often, since when, and when last. `times` counts packets of `foreign-packets`. */
export const trunkNotice = z.object({
  notice: z.enum(trunkNotices),
  times: z.number().int(),
  firstAt: z.string(),
  lastAt: z.string(),
});
export type TrunkNotice = z.infer<typeof trunkNotice>;
