import { z } from 'zod';
import { databaseNames } from '../stores.js';
import { emailInput, phoneInput, statedPurpose } from './common.js';

/** What is looked for: exactly one of number (whole, or its last digits from three on), address, name of a person, or employee. */
export const findBody = z
  .object({
    phone: phoneInput.optional(),
    email: emailInput.optional(),
    name: z.string().trim().min(2).max(120).optional(),
    employee: z.string().trim().min(2).max(120).optional(),
    purpose: statedPurpose,
  })
  .refine((b) => [b.phone, b.email, b.name, b.employee].filter(Boolean).length === 1, {
    message: 'one-of-phone-email',
    path: ['phone'],
  });
export const holding = z.object({
  database: z.enum(databaseNames),
  held: z.boolean(),
  records: z.number().int(),
  tables: z.array(z.object({ table: z.string(), records: z.number().int() })),
});
export const foundPerson = z.object({
  personId: z.uuid().nullable(),
  kind: z.enum(['customer', 'employee']).nullable(),
  /** Login of the employee's account. */
  login: z.string().nullable(),
  /** Why this person stands here. */
  reason: z.enum(['number', 'trailing-digits', 'address', 'name', 'name-variant', 'login', 'extension']),
  /** Other persons that were put together with this one. */
  mergedIds: z.array(z.uuid()),
  contactPointIds: z.array(z.uuid()),
  fullName: z.string().nullable(),
  contactPoints: z.array(
    z.object({
      id: z.uuid(),
      kind: z.enum(['phone', 'email']),
      value: z.string(),
      sharedWith: z.number().int(),
      /** Marked as used by several: it releases nobody's calls without a second factor. */
      shared: z.boolean(),
      evidence: z.string(),
      confidence: z.number().int().nullable(),
      from: z.string().nullable(),
      to: z.string().nullable(),
    }),
  ),
  holdings: z.array(holding),
});
export type FoundPerson = z.infer<typeof foundPerson>;
/**
 * `hits` counts who may be meant. With a `question` nothing is listed: the search is to be asked more closely, never cut short.
 * `scan` is the id of a search in the background (a family name alone).
 * `readAs`: the numbers as which one without a country code was read, or null; a number of another country is found with its own code.
 */
export const findAnswer = z.object({
  found: z.array(foundPerson),
  narrow: z.boolean(),
  hits: z.number().int(),
  question: z.enum(['more-digits', 'more-of-the-name']).nullable(),
  scan: z.uuid().nullable(),
  readAs: z.array(z.string()).nullable(),
});

export const verificationMethods = [
  'call-back',
  'code-to-known-contact-point',
  'knowledge',
  'document-seen',
  'signed-in-account',
] as const;
export const caseKinds = ['report', 'erasure', 'rectification', 'restriction', 'objection', 'portability', 'other'] as const;
/**
 * What whoever asks has shown at once can only be a document, which is looked at and not kept; all else the server checks once the
 * case is open. `recordings`: the answer is to hold recordings, which demands more certainty.
 */
export const openCaseBody = z.object({
  kind: z.enum(caseKinds),
  subject: z.object({ personId: z.uuid().nullable(), contactPointIds: z.array(z.uuid()).max(50) }),
  verification: z.object({ level: z.number().int().min(1).max(3), method: z.enum(verificationMethods) }).optional(),
  recordings: z.boolean().optional(),
});
export const caseStates = [
  'received',
  'identity-check',
  'scoped',
  'hold-check',
  'approved',
  'restricting',
  'executing',
  'verifying',
  'live-erased',
  'backup-pending',
  'reported',
  'answered',
  'closed',
  'refused',
  'partly-refused',
  'suspended-by-hold',
  'duplicate',
  'withdrawn',
  'failed',
] as const;
export const caseRow = z.object({
  id: z.uuid(),
  number: z.string(),
  kind: z.enum(caseKinds),
  state: z.enum(caseStates),
  /** A short name of the person that tells two cases of one person apart from two persons, and nothing else. */
  person: z.string(),
  openedAt: z.string(),
  dueAt: z.string(),
  openedBy: z.string(),
  approvedBy: z.string().nullable(),
  owner: z.string().nullable(),
  verificationLevel: z.number().int(),
  requiredLevel: z.number().int(),
  extended: z.boolean(),
  /** Whether an answer has reached the person: a link that was used, or a mail that was sent. */
  handedOver: z.boolean(),
});
export const caseDetail = caseRow.extend({
  personId: z.uuid().nullable(),
  withRecordings: z.boolean(),
  extensionReason: z.string().nullable(),
  refusalGround: z.string().nullable(),
  duplicateOf: z.uuid().nullable(),
  /** Open cases of the same kind about the same person. */
  alike: z.array(z.object({ id: z.uuid(), number: z.string() })),
  steps: z.array(
    z.object({
      at: z.string(),
      step: z.string(),
      database: z.string().nullable(),
      affected: z.number().int(),
      result: z.string(),
    }),
  ),
  documents: z.array(z.enum(['report.pdf', 'report.json', 'certificate.json', 'certificate.pdf'])),
});
export type CaseDetail = z.infer<typeof caseDetail>;

/** Which row and which key: the key is destroyed, or the sealed bytes were altered. */
export const sealFault = z.object({
  reason: z.enum(['key-destroyed', 'altered']),
  table: z.string(),
  row: z.string(),
  ownerId: z.string(),
  ownerClass: z.string(),
  epoch: z.number().int().nullable(),
});
/** One value as the person may read it: the label is a translation key, the value is text or null when its key is destroyed. */
export const heldValue = z.object({
  label: z.string(),
  category: z.string(),
  value: z.string().nullable(),
  unreadable: z.boolean(),
  /** The row and key of a value that cannot be opened. */
  seal: sealFault.nullable().optional(),
  /** Where a value stands that may be put right (GDPR Art. 16); null for every other. */
  place: z.object({ table: z.string(), rowId: z.string(), column: z.string() }).nullable().optional(),
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
  /** What stays although it is the person's: why, until when, and under which hold. */
  retained: z.array(
    z.object({
      database: z.enum(databaseNames),
      table: z.string(),
      records: z.number().int(),
      reason: z.enum(['hold', 'statutory', 'review']),
      reference: z.string(),
      until: z.string().nullable(),
      /** The office to ask about a hold. */
      contactRole: z.string().nullable(),
    }),
  ),
  /** Records that may concern somebody else too, each with what was decided about it. */
  reviews: z.array(
    z.object({
      database: z.enum(databaseNames),
      table: z.string(),
      rowId: z.string(),
      because: z.enum(['free-text', 'inseparable']),
      decision: z.enum(['keep', 'redact', 'erase']).nullable(),
      reason: z.string().nullable(),
    }),
  ),
  policyHash: z.string(),
  recordingFiles: z.number().int(),
  keysToDestroy: z.number().int(),
  liveCalls: z.number().int(),
});
export type ErasurePreview = z.infer<typeof erasurePreview>;
/** The plan that was looked at is the plan that is approved: a changed plan is refused with 409. */
export const approvalBody = z.object({ planHash: z.string().length(64) });
export const executionBody = z.object({ planHash: z.string().length(64), confirm: z.literal('ERASE') });
