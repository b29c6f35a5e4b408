import { z } from 'zod';
import { databaseNames } from '../stores.js';
import { emailInput, phoneInput, statedPurpose } from './common.js';
import { findAnswer } from './data-protection.js';

/** How it is known that a contact point is somebody's. */
export const linkEvidence = ['call-back', 'code', 'document', 'stated', 'import', 'staff', 'seen'] as const;
/** Evidence that links at once; every other is proposed and decided by a person. */
export const verifiedEvidence: readonly (typeof linkEvidence)[number][] = ['call-back', 'code', 'document'];

/** A contact point that stands in the directory already, or a number or an address. */
export const linkPointBody = z
  .object({
    personId: z.uuid(),
    phone: phoneInput.optional(),
    email: emailInput.optional(),
    evidence: z.enum(linkEvidence),
    purpose: statedPurpose,
  })
  .refine((b) => Boolean(b.phone) !== Boolean(b.email), { message: 'one-of-phone-email', path: ['phone'] });
export const linkAnswer = z.object({ outcome: z.enum(['linked', 'proposed', 'was-linked', 'was-refused', 'not-held']) });
export const unlinkBody = z.object({ personId: z.uuid(), contactPointId: z.uuid() });

/** FHIR Patient.link: this person replaces the other; the other one is replaced by this. `refer` and `seealso` join nothing. */
export const linkPersonsBody = z.object({
  personId: z.uuid(),
  otherId: z.uuid(),
  type: z.enum(['replaces', 'refer', 'seealso']),
});
export const personLinkRow = z.object({
  id: z.uuid(),
  personId: z.uuid(),
  otherId: z.uuid(),
  type: z.enum(['replaces', 'replaced-by', 'refer', 'seealso']),
  fromAt: z.string(),
  toAt: z.string().nullable(),
});
export type PersonLinkRow = z.infer<typeof personLinkRow>;

const side = z.object({ personId: z.uuid(), fullName: z.string().nullable(), points: z.number().int() });
export const proposalRow = z.object({
  id: z.uuid(),
  kind: z.enum(['same-person', 'point-of-person', 'shared-point']),
  reasons: z.array(z.enum(['same-contact-point', 'same-name', 'many-persons', 'stated'])),
  confidence: z.number().int(),
  left: side.nullable(),
  right: side.nullable(),
  contactPoint: z
    .object({ id: z.uuid(), kind: z.enum(['phone', 'email']), value: z.string().nullable(), persons: z.number().int() })
    .nullable(),
  createdAt: z.string(),
});
export type ProposalRow = z.infer<typeof proposalRow>;
export const proposalPage = z.object({ items: z.array(proposalRow), open: z.number().int() });
export const proposalDecision = z.object({ decision: z.enum(['accept', 'refuse']) });
export const gatherAnswer = z.object({ proposed: z.number().int() });

/** A search in the background: how far it is, and what it found once it is done. */
export const scanView = z.object({
  id: z.uuid(),
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  looked: z.number().int(),
  total: z.number().int(),
  hits: z.number().int(),
  /** Position to ask the next page with; null on the last. */
  next: z.number().int().nullable(),
  answer: findAnswer.nullable(),
});

const event = z.object({ day: z.iso.date(), hour: z.number().int().min(0).max(23) });
/** What whoever asks has shown. The answers of `knowledge` are two contacts: day and hour by the site's clock. */
export const verifyBody = z.discriminatedUnion('method', [
  z.object({ method: z.literal('call-back'), contactPointId: z.uuid(), passed: z.boolean() }),
  z.object({ method: z.literal('knowledge'), events: z.array(event).length(2) }),
  z.object({ method: z.literal('document-seen'), passed: z.boolean() }),
  z.object({
    method: z.literal('code-to-known-contact-point'),
    contactPointId: z.uuid(),
    code: z
      .string()
      .trim()
      .regex(/^\d{8}$/),
  }),
]);
export const verifyAnswer = z.object({
  result: z.enum(['passed', 'failed', 'locked', 'not-theirs', 'too-new', 'shared', 'expired']),
  level: z.number().int(),
});
/** How sure it is who asks. Contact points are masked; only those that were known for 30 days count. */
export const verificationView = z.object({
  level: z.number().int(),
  requiredLevel: z.number().int(),
  employee: z.boolean(),
  knowledgeLocked: z.boolean(),
  points: z.array(
    z.object({
      id: z.uuid(),
      kind: z.enum(['phone', 'email']),
      masked: z.string(),
      countsFor: z.enum(['passed', 'eligible', 'too-new', 'shared']),
    }),
  ),
  done: z.array(z.object({ at: z.string(), method: z.string(), result: z.string(), by: z.string() })),
});
export type VerificationView = z.infer<typeof verificationView>;

/** GDPR Art. 12(3). */
export const extensionReasons = ['complexity', 'number-of-requests'] as const;
export const extensionBody = z.object({ reason: z.enum(extensionReasons), noticeGiven: z.literal(true) });
/** Why a request is refused, by article. */
export const refusalGrounds = [
  'not-identified',
  'manifestly-unfounded',
  'excessive',
  'rights-of-others',
  'legal-obligation',
  'legal-claims',
  'overriding-grounds',
  'no-data',
] as const;
export const refusalBody = z.object({ ground: z.enum(refusalGrounds), partly: z.boolean().optional() });
export const duplicateBody = z.object({ of: z.uuid() });

/** What is held of a person by data class, without opening a single value. */
export const personOutline = z.object({
  caseId: z.uuid(),
  classes: z.array(
    z.object({
      category: z.string(),
      labels: z.array(z.string()),
      databases: z.array(z.enum(databaseNames)),
      records: z.number().int(),
      first: z.string().nullable(),
      last: z.string().nullable(),
      sources: z.array(z.string()),
      activities: z.array(z.string()),
      deletionClasses: z.array(z.string()),
      deleteAt: z.string().nullable(),
      holds: z.number().int(),
    }),
  ),
  timeline: z.array(
    z.object({
      at: z.string(),
      database: z.enum(databaseNames),
      table: z.string(),
      role: z.string().nullable(),
      thirdParties: z.boolean(),
    }),
  ),
  /** Records with a time that the timeline does not show, the oldest ones. */
  earlier: z.number().int(),
  notAttributed: z.object({ contactPoints: z.number().int(), records: z.number().int() }),
  thirdPartyRecords: z.number().int(),
});
export type PersonOutline = z.infer<typeof personOutline>;
