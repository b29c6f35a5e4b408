import { z } from 'zod';
import { contactChannels } from '../vocabulary.js';

/** The deletion classes of the catalogue that a term can be set for (DIN 66398). */
export const retentionClasses = [
  'contact',
  'recording',
  'consent',
  'staff',
  'reporting',
  'reporting-totals',
  'outbound',
  'contact-point',
  'synced',
] as const;
export type RetentionClassName = (typeof retentionClasses)[number];

/** Classes whose term may differ by channel and queue. */
export const scopedClasses: readonly RetentionClassName[] = ['contact', 'recording'];
export const retentionUnits = ['day', 'month', 'year'] as const;
export const retentionGrounds = ['storage-limitation', 'statutory', 'contract', 'legitimate-interest', 'consent'] as const;

/** Why a rehearsal was made: a person asked, the brake was pulled, or an approval no longer fits. */
export const rehearsalReasons = ['asked', 'clock', 'share', 'rules-changed', 'holds-changed', 'data-changed'] as const;
export type RehearsalReason = (typeof rehearsalReasons)[number];

/** How long a class is kept and why. Without channel and queue the rule is for the whole class. */
export const retentionRuleBody = z
  .object({
    class: z.enum(retentionClasses),
    channel: z.enum(contactChannels).nullable().default(null),
    queueId: z.uuid().nullable().default(null),
    amount: z.number().int().min(1).max(36_500),
    unit: z.enum(retentionUnits),
    ground: z.enum(retentionGrounds),
    /** The clause: `GDPR Art. 5(1)(e)`, `HGB §257`. A law or a contract, never a person. */
    reference: z.string().trim().max(120).nullable().default(null),
  })
  .refine((rule) => scopedClasses.includes(rule.class) || (rule.channel === null && rule.queueId === null), {
    path: ['queueId'],
    message: 'retention-scope',
  })
  .refine((rule) => rule.ground !== 'statutory' || Boolean(rule.reference), { path: ['reference'], message: 'required' });
export type RetentionRuleBody = z.infer<typeof retentionRuleBody>;

const rule = z.object({
  id: z.uuid(),
  class: z.enum(retentionClasses),
  channel: z.enum(contactChannels).nullable(),
  queueId: z.uuid().nullable(),
  amount: z.number().int(),
  unit: z.enum(retentionUnits),
  ground: z.enum(retentionGrounds),
  reference: z.string().nullable(),
});
export const retentionRule = rule;
export type RetentionRule = z.infer<typeof rule>;

const moment = z.iso.datetime({ offset: true });

/** What would happen to one class in one database. Samples are ids and times; whoever may open the record opens it there. */
export const rehearsalLine = z.object({
  class: z.string(),
  store: z.string(),
  total: z.number().int(),
  due: z.number().int(),
  held: z.number().int(),
  /** Rows without a start date, and rows that no rule is for: both stay. */
  withoutStart: z.number().int(),
  withoutTerm: z.number().int(),
  files: z.number().int(),
  octets: z.number(),
  oldest: moment.nullable(),
  newest: moment.nullable(),
  ages: z.array(z.object({ year: z.number().int(), total: z.number().int(), due: z.number().int() })),
  samples: z.array(z.object({ id: z.string(), at: moment.nullable() })),
  holds: z.array(z.object({ hold: z.string(), rows: z.number().int() })),
});
export type RehearsalLine = z.infer<typeof rehearsalLine>;

export const rehearsal = z.object({
  id: z.uuid(),
  state: z.enum(['asked', 'done', 'failed']),
  because: z.enum(rehearsalReasons),
  askedBy: z.string(),
  askedAt: moment,
  finishedAt: moment.nullable(),
  firstRunAt: moment.nullable(),
  rules: z.array(rule),
  /** Whether it may still be approved: the rules are the same and it is no older than a week. */
  fits: z.boolean(),
  lines: z.array(rehearsalLine),
});
export type Rehearsal = z.infer<typeof rehearsal>;

export const retentionRunLine = z.object({
  class: z.string(),
  store: z.string(),
  removed: z.number().int(),
  held: z.number().int(),
  failed: z.number().int(),
  files: z.number().int(),
  octets: z.number(),
  keys: z.number().int(),
  months: z.number().int(),
});
export const retentionRun = z.object({
  id: z.uuid(),
  state: z.enum(['running', 'done', 'stopped', 'failed']),
  because: z.string().nullable(),
  startedAt: moment,
  finishedAt: moment.nullable(),
  lines: z.array(retentionRunLine),
});
export type RetentionRun = z.infer<typeof retentionRun>;

/** Everything the page of retention shows. `inForce` is what the worker removes by; empty means that nothing is removed. */
export const retentionView = z.object({
  rules: z.array(rule),
  inForce: z.array(rule),
  approvedBy: z.string().nullable(),
  approvedAt: moment.nullable(),
  rehearsal: rehearsal.nullable(),
  /** Why the brake is on; null when it is off. */
  brake: z.enum(rehearsalReasons).nullable(),
  directoryFollowsUser: z.boolean(),
  orphans: z.array(z.object({ kind: z.string(), count: z.number().int(), octets: z.number() })),
});
export type RetentionView = z.infer<typeof retentionView>;

/** `records` is what the approver typed: how many records the first run removes. */
export const retentionApprovalBody = z.object({ rehearsalId: z.uuid(), records: z.number().int().min(0) });
export const retentionOptionsBody = z.object({ directoryFollowsUser: z.boolean() });
