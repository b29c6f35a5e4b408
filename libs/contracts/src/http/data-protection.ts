import { z } from 'zod';
import { databaseNames } from '../stores.js';
import { emailInput, phoneInput, statedPurpose } from './common.js';

export const findBody = z
  .object({ phone: phoneInput.optional(), email: emailInput.optional(), purpose: statedPurpose })
  .refine((b) => Boolean(b.phone) !== Boolean(b.email), { message: 'one-of-phone-email', path: ['phone'] });
export const holding = z.object({
  database: z.enum(databaseNames),
  held: z.boolean(),
  records: z.number().int(),
  tables: z.array(z.object({ table: z.string(), records: z.number().int() })),
});
export const foundPerson = z.object({
  personId: z.uuid().nullable(),
  contactPointIds: z.array(z.uuid()),
  fullName: z.string().nullable(),
  contactPoints: z.array(
    z.object({
      id: z.uuid(),
      kind: z.enum(['phone', 'email']),
      value: z.string(),
      sharedWith: z.number().int(),
      evidence: z.string(),
    }),
  ),
  holdings: z.array(holding),
});
export type FoundPerson = z.infer<typeof foundPerson>;
export const findAnswer = z.object({ found: z.array(foundPerson), narrow: z.boolean() });

export const verificationMethods = ['call-back', 'code-to-known-contact-point', 'knowledge', 'document-seen'] as const;
export const openCaseBody = z.object({
  kind: z.enum(['report', 'erasure']),
  subject: z.object({ personId: z.uuid().nullable(), contactPointIds: z.array(z.uuid()).max(50) }),
  verification: z.object({ level: z.number().int().min(1).max(3), method: z.enum(verificationMethods) }),
});
export const caseStates = [
  'received',
  'scoped',
  'approved',
  'executing',
  'verifying',
  'live-erased',
  'reported',
  'closed',
  'refused',
  'failed',
] as const;
export const caseRow = z.object({
  id: z.uuid(),
  number: z.string(),
  kind: z.enum(['report', 'erasure']),
  state: z.enum(caseStates),
  openedAt: z.string(),
  dueAt: z.string(),
  openedBy: z.string(),
  approvedBy: z.string().nullable(),
});
export const caseDetail = caseRow.extend({
  steps: z.array(
    z.object({
      at: z.string(),
      step: z.string(),
      database: z.string().nullable(),
      affected: z.number().int(),
      result: z.string(),
    }),
  ),
  documents: z.array(z.enum(['report.pdf', 'report.json', 'certificate.json'])),
});
export type CaseDetail = z.infer<typeof caseDetail>;

/** One value as the person may read it: the label is a translation key, the value is text or null when its key is destroyed. */
export const heldValue = z.object({
  label: z.string(),
  category: z.string(),
  value: z.string().nullable(),
  unreadable: z.boolean(),
});
export const heldRecord = z.object({
  table: z.string(),
  at: z.string().nullable(),
  role: z.string().nullable(),
  values: z.array(heldValue),
});
export const personView = z.object({
  caseId: z.uuid(),
  subject: z.object({ fullName: z.string().nullable(), contactPoints: z.array(z.string()) }),
  databases: z.array(
    z.object({ database: z.enum(databaseNames), held: z.boolean(), records: z.array(heldRecord), truncated: z.boolean() }),
  ),
});
export type PersonView = z.infer<typeof personView>;

export const erasurePreview = z.object({
  caseId: z.uuid(),
  planHash: z.string(),
  catalogueHash: z.string(),
  lines: z.array(
    z.object({
      database: z.enum(databaseNames),
      table: z.string(),
      action: z.enum(['delete', 'anonymise', 'keep']),
      records: z.number().int(),
      because: z.string().nullable(),
    }),
  ),
  recordingFiles: z.number().int(),
  keysToDestroy: z.number().int(),
  liveCalls: z.number().int(),
});
export type ErasurePreview = z.infer<typeof erasurePreview>;
/** The plan that was looked at is the plan that is approved: a changed plan is refused with 409. */
export const approvalBody = z.object({ planHash: z.string().length(64) });
export const executionBody = z.object({ planHash: z.string().length(64), confirm: z.literal('ERASE') });
