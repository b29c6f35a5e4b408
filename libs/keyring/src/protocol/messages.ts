import { keyDomains, ownerClasses } from '@voxkeep/personal-data';
import { z } from 'zod';
import { batchLimit, searchedKinds } from './clients.js';
import { auditRow, mark, status, work } from './reports.js';

const base64 = z.base64().max(65_536);
const id = z.uuid();
const ownerClass = z.enum(ownerClasses);
const owner = z.object({ ownerId: id, ownerClass });
const owners = z.array(owner).max(batchLimit);
const epoch = z.int().min(1);
const ownerEpoch = owner.extend({ epoch });
const domains = z.array(z.enum(keyDomains)).max(keyDomains.length);
const sealPlace = z.object({
  domain: z.enum(keyDomains),
  entity: z.string().max(100),
  column: z.string().max(100),
  rowId: z.string().max(100),
  ownerId: id,
  ownerClass,
});
const sealed = sealPlace.extend({ epoch, envelope: base64 });
const normalise = z.enum(['phone', 'email']);
const region = z.string().regex(/^[A-Z]{2}$/);

/** Why an operation is asked for: a code, never a text, and the case that orders it. The caller's audit row says by whom. */
const stated = z.object({ purpose: z.string().regex(/^[a-z0-9][a-z0-9._:-]{0,79}$/), caseId: id.optional() });

const nothing = z.object({});

/** Bodies of the requests, by operation. Keys, envelopes and indexes are base64; ids are UUIDs; times are ISO 8601. */
export const requestSchemas = {
  mint: z.object({ owners, domains }),
  open: z.object({ stated, wanted: z.array(owner.extend({ domain: z.enum(keyDomains) })).max(batchLimit) }),
  recover: z.object({ owners }),
  index: z.object({
    stated,
    terms: z.array(z.object({ kind: z.enum(searchedKinds), value: z.string().min(1).max(320) })).max(batchLimit),
  }),
  'announced-mark': z.object({ contactId: id, number: z.string().min(1).max(320) }),
  transfer: z.object({
    requests: z.array(z.object({ from: sealed, to: z.array(sealPlace).max(8), normalise, region })).max(batchLimit),
  }),
  destroy: z.object({ stated, owners }),
  retire: z.object({ stated, runId: id, owners }),
  restrict: z.object({ stated, owners, restricted: z.boolean() }),
  states: z.object({ owners }),
  destructions: z.object({ after: z.string().max(80) }),
  'audit-rows': z.object({ after: mark.optional(), limit: z.int().min(1).max(batchLimit) }),
  'audit-acknowledge': z.object({ upto: mark }),
  status: nothing,
  work: nothing,
  'rotate-root': nothing,
  'rotate-owners': z.object({ ownerClass, createdBefore: z.iso.datetime() }),
  reseal: z.object({ values: z.array(sealPlace.extend({ envelope: base64 })).max(batchLimit) }),
  resealed: z.object({ ownerClass, createdBefore: z.iso.datetime() }),
  retiring: z.object({ after: ownerEpoch.optional(), limit: z.int().min(1).max(batchLimit) }),
  'retire-epochs': z.object({ keys: z.array(ownerEpoch).max(batchLimit) }),
  'rotate-indexes': nothing,
  reindex: z.object({ values: z.array(sealed.extend({ normalise, region })).max(batchLimit) }),
  'switch-indexes': nothing,
  'drop-indexes': nothing,
} as const;

export type Operation = keyof typeof requestSchemas;
export type RequestOf<O extends Operation> = z.infer<(typeof requestSchemas)[O]>;
export type Stated = z.infer<typeof stated>;
export type SealPlace = z.infer<typeof sealPlace>;
export type TransferRequest = RequestOf<'transfer'>['requests'][number];
export type OwnerRef = z.infer<typeof owner>;

const keys = z.object({ keys: z.array(ownerEpoch.extend({ domain: z.enum(keyDomains), key: z.base64() })) });
const destroyed = z.array(ownerEpoch.extend({ commitment: z.string() }));
const done = z.object({ done: z.boolean() });
const transferAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('transferred'), index: base64, tail: base64, sealed: z.array(base64) }),
  z.object({ kind: z.enum(['withheld', 'invalid', 'key-destroyed']) }),
]);
const resealAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('resealed'), envelope: base64 }),
  z.object({ kind: z.enum(['kept', 'key-withheld', 'unreadable']) }),
]);
const reindexAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('indexed'), index: base64, tail: base64 }),
  z.object({ kind: z.enum(['invalid', 'key-withheld']) }),
]);

/** Bodies of the answers, by operation. */
export const answerSchemas = {
  mint: keys,
  open: keys,
  recover: keys,
  index: z.object({ indexes: z.array(base64) }),
  'announced-mark': z.object({ mark: base64 }),
  transfer: z.object({ transfers: z.array(transferAnswer) }),
  destroy: z.object({ destroyed }),
  retire: z.object({ destroyed, held: z.array(owner) }),
  restrict: z.object({ changed: z.array(owner) }),
  states: z.object({ states: z.array(owner.extend({ state: z.enum(['active', 'held', 'destroyed']) })) }),
  destructions: z.object({ cursor: z.string() }),
  'audit-rows': z.object({ rows: z.array(auditRow) }),
  'audit-acknowledge': done,
  status,
  work,
  'rotate-root': z.object({ outcome: z.enum(['begun', 'under-way', 'not-rotatable']) }),
  'rotate-owners': done,
  reseal: z.object({ values: z.array(resealAnswer) }),
  resealed: done,
  retiring: z.object({ keys: z.array(ownerEpoch) }),
  'retire-epochs': z.object({ retired: z.int() }),
  'rotate-indexes': done,
  reindex: z.object({ values: z.array(reindexAnswer) }),
  'switch-indexes': done,
  'drop-indexes': done,
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
