import { keyDomains, ownerClasses } from '@voxkeep/personal-data';
import { z } from 'zod';
import { batchLimit, indexKinds } from './clients.js';

const base64 = z.base64().max(65_536);
const id = z.uuid();
const owner = z.object({ ownerId: id, ownerClass: z.enum(ownerClasses) });
const owners = z.array(owner).max(batchLimit);
const domains = z.array(z.enum(keyDomains)).max(keyDomains.length);
const sealPlace = z.object({
  domain: z.enum(keyDomains),
  entity: z.string().max(100),
  column: z.string().max(100),
  rowId: z.string().max(100),
  ownerId: id,
  ownerClass: z.enum(ownerClasses),
});

/** Why an operation is asked for: a code, never a text, and the case that orders it. The caller's audit row says by whom. */
const stated = z.object({ purpose: z.string().regex(/^[a-z0-9][a-z0-9._:-]{0,79}$/), caseId: id.optional() });

/** Bodies of the requests, by operation. Keys, envelopes and indexes are base64; ids are UUIDs. */
export const requestSchemas = {
  mint: z.object({ owners, domains }),
  open: z.object({ stated, wanted: z.array(owner.extend({ domain: z.enum(keyDomains) })).max(batchLimit) }),
  recover: z.object({ owners }),
  index: z.object({
    stated,
    terms: z.array(z.object({ kind: z.enum(indexKinds), value: z.string().min(1).max(320) })).max(batchLimit),
  }),
  transfer: z.object({
    requests: z
      .array(
        z.object({
          from: sealPlace.extend({ epoch: z.int().min(1), envelope: base64 }),
          to: z.array(sealPlace).max(8),
          normalise: z.enum(['phone', 'email']),
          region: z.string().regex(/^[A-Z]{2}$/),
        }),
      )
      .max(batchLimit),
  }),
  destroy: z.object({ stated, owners }),
  restrict: z.object({ stated, owners, restricted: z.boolean() }),
  destructions: z.object({ after: z.string().max(80) }),
} as const;

export type Operation = keyof typeof requestSchemas;
export type RequestOf<O extends Operation> = z.infer<(typeof requestSchemas)[O]>;
export type Stated = z.infer<typeof stated>;
export type SealPlace = z.infer<typeof sealPlace>;
export type TransferRequest = RequestOf<'transfer'>['requests'][number];
export type OwnerRef = z.infer<typeof owner>;

const keys = z.object({ keys: z.array(owner.extend({ domain: z.enum(keyDomains), key: z.base64() })) });
const transferAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('transferred'), index: base64, tail: base64, sealed: z.array(base64) }),
  z.object({ kind: z.enum(['withheld', 'invalid', 'key-destroyed']) }),
]);

/** Bodies of the answers, by operation. */
export const answerSchemas = {
  mint: keys,
  open: keys,
  recover: keys,
  index: z.object({ indexes: z.array(base64) }),
  transfer: z.object({ transfers: z.array(transferAnswer) }),
  destroy: z.object({ destroyed: z.array(owner.extend({ commitment: z.string() })) }),
  restrict: z.object({ changed: z.array(owner) }),
  destructions: z.object({ cursor: z.string() }),
} as const;
export type AnswerOf<O extends Operation> = z.infer<(typeof answerSchemas)[O]>;

export const healthSchema = z.object({ state: z.enum(['ready', 'sealed']), counters: z.record(z.string(), z.number()) });
export type HealthAnswer = z.infer<typeof healthSchema>;

/** What a refusal looks like on the wire; nothing of the request is repeated in it. */
export const problemSchema = z.object({
  sealed: z.boolean().optional(),
  code: z.string().optional(),
  reason: z.string().optional(),
  retryAfterMs: z.number().optional(),
});
