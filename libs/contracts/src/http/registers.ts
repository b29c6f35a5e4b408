import { z } from 'zod';
import { dataCategories } from '../vocabulary.js';

const at = z.iso.datetime({ offset: true });
const day = z.iso.date();
const line = (most: number) => z.string().trim().min(1).max(most);
const maybe = (most: number) => line(most).nullable();

/** The office that answers for something; a person answers as a user account. Never a name. */
export const offices = [
  'data-protection',
  'security',
  'it',
  'telephony',
  'management',
  'legal',
  'personnel',
  'provider',
] as const;
export const otherSystemKinds = ['voicemail', 'crm', 'sbc', 'pbx', 'workforce', 'e-mail', 'file-share', 'other'] as const;

/** What is sent of a system: exactly one of user and office owns it; a processor has an agreement (GDPR Art. 28(3)). */
export const otherSystemBody = z
  .strictObject({
    name: line(80),
    kind: z.enum(otherSystemKinds),
    ownerUserId: z.uuid().nullable(),
    ownerOffice: z.enum(offices).nullable(),
    /** Where a request is sent: an address of a department, never of a person. */
    contact: line(200),
    howToSearch: line(1000),
    categories: z.array(z.enum(dataCategories)).min(1),
    processor: z.boolean(),
    agreement: maybe(200),
    /** Safeguards of a transfer to a third country; null when there is none (GDPR Art. 15(2)). */
    transfer: maybe(200),
    retention: maybe(200),
    /** Days that its owner has to answer. */
    answerDays: z.number().int().min(1).max(30),
  })
  .refine(({ ownerUserId, ownerOffice }) => (ownerUserId === null) !== (ownerOffice === null), {
    path: ['ownerOffice'],
    message: 'required',
  })
  .refine(({ processor, agreement }) => !processor || agreement !== null, { path: ['agreement'], message: 'required' });
export type OtherSystemBody = z.infer<typeof otherSystemBody>;
export const otherSystem = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(otherSystemKinds),
  ownerUserId: z.uuid().nullable(),
  ownerOffice: z.enum(offices).nullable(),
  /** Login of the owner, null for an office. */
  owner: z.string().nullable(),
  contact: z.string(),
  howToSearch: z.string(),
  categories: z.array(z.enum(dataCategories)),
  processor: z.boolean(),
  agreement: z.string().nullable(),
  transfer: z.string().nullable(),
  retention: z.string().nullable(),
  answerDays: z.number().int(),
  retiredAt: at.nullable(),
});
export type OtherSystem = z.infer<typeof otherSystem>;

export const systemOutcomes = ['nothing-held', 'data-attached', 'erased', 'restricted', 'rectified', 'refused'] as const;
export const systemGrounds = ['legal-duty', 'legal-claim', 'identity-not-proven', 'excessive', 'rights-of-others'] as const;
/** A file reference: capitals, digits, dashes; it cannot hold a name. */
const reference = z.string().regex(/^[A-Z0-9][A-Z0-9./-]{1,39}$/);
/** What the owner of a system answered: attached data by reference, a refusal with its ground. */
export const systemAnswerBody = z
  .strictObject({
    outcome: z.enum(systemOutcomes),
    ground: z.enum(systemGrounds).nullable().default(null),
    reference: reference.nullable().default(null),
  })
  .refine(({ outcome, ground }) => outcome !== 'refused' || ground !== null, { path: ['ground'], message: 'required' })
  .refine((body) => body.outcome !== 'data-attached' || body.reference !== null, { path: ['reference'], message: 'required' });
export const systemTaskPath = z.object({ id: z.uuid(), systemId: z.uuid() });
export const systemTask = z.object({
  systemId: z.uuid(),
  name: z.string(),
  kind: z.enum(otherSystemKinds),
  owner: z.string().nullable(),
  ownerOffice: z.enum(offices).nullable(),
  contact: z.string(),
  howToSearch: z.string(),
  askedAt: at,
  dueAt: at,
  state: z.enum(['answered', 'outstanding']),
  outcome: z.enum(systemOutcomes).nullable(),
  ground: z.enum(systemGrounds).nullable(),
  reference: z.string().nullable(),
  answeredBy: z.string().nullable(),
  answeredAt: at.nullable(),
});
export type SystemTask = z.infer<typeof systemTask>;

export const complianceStates = ['open', 'met', 'not-applicable', 'not-offered'] as const;
export const complianceActs = ['evidence', 'settings', 'not-applicable', 'reopened'] as const;
export const complianceEntry = z.object({
  at,
  by: z.string(),
  act: z.enum(complianceActs),
  reference: z.string().nullable(),
  address: z.string().nullable(),
  datedOn: day.nullable(),
});
/** One duty, statement or thing not offered, and how the site answers for it. */
export const complianceItem = z.object({
  id: z.string(),
  promises: z.array(z.string()),
  state: z.enum(complianceStates),
  ownerUserId: z.uuid().nullable(),
  ownerOffice: z.enum(offices).nullable(),
  owner: z.string().nullable(),
  dueOn: day.nullable(),
  overdue: z.boolean(),
  reviewMonths: z.number().int().nullable(),
  /** Newest first. */
  history: z.array(complianceEntry),
});
export type ComplianceItem = z.infer<typeof complianceItem>;
/** A trunk without TLS, and why it may be so until when; nulls where nobody has said. */
export const plainTrunk = z.object({
  trunkId: z.uuid(),
  name: z.string(),
  transport: z.string(),
  reason: z.string().nullable(),
  expiresOn: day.nullable(),
  state: z.enum(['unexplained', 'explained', 'expired']),
});
export const complianceRegister = z.object({ items: z.array(complianceItem), plainTrunks: z.array(plainTrunk) });
export type ComplianceRegister = z.infer<typeof complianceRegister>;
export const complianceItemPath = z.object({ item: z.string().regex(/^[a-z-]{3,40}$/) });
const webAddress = z.url({ protocol: /^https?$/ }).max(500);
export const complianceEvidenceBody = z.strictObject({
  reference: line(200),
  address: webAddress.nullable(),
  datedOn: day,
});
export const complianceSettingsBody = z
  .strictObject({
    ownerUserId: z.uuid().nullable(),
    ownerOffice: z.enum(offices).nullable(),
    dueOn: day,
    reviewMonths: z.number().int().min(1).max(60),
  })
  .refine(({ ownerUserId, ownerOffice }) => ownerUserId === null || ownerOffice === null, {
    path: ['ownerOffice'],
    message: 'one-owner',
  });
/** `not-applicable` says why in a reference; `reopened` takes it back. */
export const complianceApplicableBody = z.strictObject({ applicable: z.boolean(), reference: line(200) });
export const plainTrunkBody = z.strictObject({ reason: line(300), expiresOn: day });

export const incidentKinds = ['confidentiality', 'integrity', 'availability'] as const;
export const incidentRisks = ['unknown', 'unlikely', 'risk', 'high'] as const;
export const incidentStates = ['open', 'contained', 'closed'] as const;
/** Why an authority was not notified (GDPR Art. 33(1)) or persons were not told (Art. 34(3)). */
export const notNotifiedGrounds = ['risk-unlikely', 'not-personal', 'other-controller'] as const;
export const notToldGrounds = ['unreadable-for-others', 'risk-averted', 'public-notice', 'no-high-risk'] as const;
const text = z.string().trim().min(10).max(4000);
export const incidentBody = z.strictObject({
  kind: z.enum(incidentKinds),
  risk: z.enum(incidentRisks),
  noticedAt: at,
  beganAt: at.nullable(),
  endedAt: at.nullable(),
  categories: z.array(z.enum(dataCategories)),
  personsAbout: z.number().int().min(0).max(100_000_000).nullable(),
  happened: text,
});
/** A change of an incident; only what is sent changes. */
export const incidentChangeBody = z.strictObject({
  kind: z.enum(incidentKinds).optional(),
  risk: z.enum(incidentRisks).optional(),
  categories: z.array(z.enum(dataCategories)).optional(),
  personsAbout: z.number().int().min(0).max(100_000_000).nullable().optional(),
  beganAt: at.nullable().optional(),
  endedAt: at.nullable().optional(),
  warnedAt: at.nullable().optional(),
  notifiedAt: at.nullable().optional(),
  notificationReference: reference.nullable().optional(),
  notNotifiedGround: z.enum(notNotifiedGrounds).nullable().optional(),
  personsToldAt: at.nullable().optional(),
  personsNotToldGround: z.enum(notToldGrounds).nullable().optional(),
  lessons: text.optional(),
  state: z.enum(incidentStates).optional(),
});
/** How a clock of an incident stands: `late` when it ran out, also when it was answered after that. */
export const incidentClock = z.object({ until: at, answeredAt: at.nullable(), state: z.enum(['running', 'answered', 'late']) });
export const freezeRow = z.object({
  id: z.uuid(),
  number: z.string(),
  incidentId: z.uuid().nullable(),
  state: z.enum(['taking', 'frozen', 'release-proposed', 'released']),
  fromAt: at,
  toAt: at,
  frozenBy: z.string(),
  frozenAt: at,
  manifestSha256: z.string().nullable(),
  files: z.number().int().nullable(),
  octets: z.number().nullable(),
  releaseBy: z.string().nullable(),
  /** Whether whoever asks proposed the release, and so cannot approve it. */
  own: z.boolean(),
  releasedBy: z.string().nullable(),
  releasedAt: at.nullable(),
});
export type FreezeRow = z.infer<typeof freezeRow>;
export const incidentRow = z.object({
  id: z.uuid(),
  number: z.string(),
  kind: z.enum(incidentKinds),
  risk: z.enum(incidentRisks),
  state: z.enum(incidentStates),
  noticedAt: at,
  beganAt: at.nullable(),
  endedAt: at.nullable(),
  categories: z.array(z.enum(dataCategories)),
  personsAbout: z.number().int().nullable(),
  warning: incidentClock,
  notification: incidentClock,
  notificationReference: z.string().nullable(),
  notNotifiedGround: z.enum(notNotifiedGrounds).nullable(),
  personsToldAt: at.nullable(),
  personsNotToldGround: z.enum(notToldGrounds).nullable(),
  openedAt: at,
  openedBy: z.string(),
  closedAt: at.nullable(),
});
export type IncidentRow = z.infer<typeof incidentRow>;
/** With the texts, which are sealed; null when their key is gone. */
export const incidentDetail = incidentRow.extend({ happened: z.string().nullable(), lessons: z.string().nullable() });
export type IncidentDetail = z.infer<typeof incidentDetail>;
export const freezeBody = z
  .strictObject({ incidentId: z.uuid().nullable(), from: at, to: at })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), { path: ['to'], message: 'order' });

/** Templates of answers to a person (GDPR Art. 12). */
export const answerTemplates = ['acknowledgement', 'identity-request', 'extension', 'refusal', 'done', 'partly-done'] as const;
export type AnswerTemplateName = (typeof answerTemplates)[number];
export const answerTemplateQuery = z.object({
  language: z.enum(['en', 'it', 'pl', 'ru', 'et']).default('en'),
  caseId: z.uuid().optional(),
});
export const answerTemplate = z.object({ template: z.enum(answerTemplates), subject: z.string(), text: z.string() });
export const answerTemplateList = z.array(answerTemplate);
