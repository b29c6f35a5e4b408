import { z } from 'zod';
import { databaseNames } from '../stores.js';

export const holdScopeKinds = ['person', 'contact-point', 'contact', 'user', 'queue'] as const;
/** Why something is held: a claim (GDPR Art. 17(3)(e)), an authority, a law, or because the person asked for it (Art. 18). */
export const holdBases = [
  'legal-claim',
  'authority-order',
  'legal-duty',
  'accuracy-contested',
  'subject-needs-data',
  'objection-pending',
] as const;
/** The office to ask about a hold; never a name. */
export const holdContacts = ['legal', 'data-protection', 'management', 'works-council'] as const;
export const releaseReasons = [
  'matter-closed',
  'authority-released',
  'placed-in-error',
  'accuracy-settled',
  'subject-agreed',
  'term-over',
] as const;
export const holdStates = ['proposed', 'active', 'release-proposed', 'released', 'refused'] as const;
/** A file reference: capitals, digits, dashes. It may not hold a name, so it holds no small letters and no blanks. */
export const matterReference = z.string().regex(/^[A-Z0-9][A-Z0-9./-]{1,39}$/);

const moment = z.iso.datetime({ offset: true });
export const holdScope = z.object({
  kind: z.enum(holdScopeKinds),
  keyId: z.uuid(),
  from: moment.nullable(),
  to: moment.nullable(),
});
export const holdBody = z.object({
  matter: matterReference,
  basis: z.enum(holdBases),
  contactRole: z.enum(holdContacts),
  /** Days until it has to be looked at again. */
  reviewDays: z.number().int().min(1).max(180),
  scopes: z
    .array(holdScope)
    .min(1)
    .max(50)
    .refine((scopes) => scopes.every(({ kind, from, to }) => kind !== 'queue' || (from !== null && to !== null)), {
      message: 'queue-needs-period',
    }),
});
export const releaseBody = z.object({ reason: z.enum(releaseReasons) });
export const reviewHoldBody = z.object({ reviewDays: z.number().int().min(1).max(180) });
export const holdRow = z.object({
  id: z.uuid(),
  number: z.string(),
  matter: z.string(),
  basis: z.string(),
  contactRole: z.string(),
  caseId: z.uuid().nullable(),
  state: z.enum(holdStates),
  placedBy: z.string(),
  placedAt: z.string(),
  approvedBy: z.string().nullable(),
  reviewAt: z.string(),
  releaseReason: z.string().nullable(),
  releaseBy: z.string().nullable(),
  releasedBy: z.string().nullable(),
  scopes: z.array(holdScope),
  /** What it blocks: records by kind and keys, as last looked up. */
  held: z.record(z.string(), z.number()),
});
export type HoldRow = z.infer<typeof holdRow>;

/** GDPR Art. 18: a person's own request, carried out as a hold for their case. */
export const restrictionBody = z.object({ basis: z.enum(['accuracy-contested', 'subject-needs-data', 'objection-pending']) });
/** GDPR Art. 16: one value of one record, by the name that the catalogue knows it under. */
export const rectificationBody = z.object({
  database: z.enum(databaseNames),
  table: z.string().regex(/^[a-z_.]{1,60}$/),
  rowId: z.uuid(),
  column: z.string().regex(/^[a-z_]{1,60}$/),
  value: z.string().trim().min(1).max(400),
});

export const statutoryRule = z.object({
  class: z.string().regex(/^[a-z0-9-]{1,60}$/),
  days: z.number().int().min(0).max(36_600),
  ground: z.string().regex(/^[\p{L}\p{M}0-9 .,()§/-]{1,120}$/u),
});
export const reviewBody = z.object({
  database: z.enum(databaseNames),
  table: z.string().regex(/^[a-z_.]{1,60}$/),
  rowId: z.uuid(),
  decision: z.enum(['keep', 'redact', 'erase']),
  reason: z.enum(['names-others', 'others-voice', 'contract-of-others']).nullable(),
});
