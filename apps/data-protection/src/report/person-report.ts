import { databaseNames } from '@voxkeep/contracts';
import { z } from 'zod';

const at = z.iso.datetime();
const count = z.number().int();
const value = z.object({
  label: z.string().describe('translation key of the field'),
  name: z.string().describe('name of the field in the language of the report'),
  category: z.string().describe('Data Privacy Vocabulary term'),
  origin: z.string().describe('subject, observed, derived or staff (GDPR Art. 15(1)(g))'),
  value: z.string().nullable(),
  unreadable: z.boolean().describe('the key was destroyed'),
  withheld: z.boolean().describe('names somebody else (GDPR Art. 15(4)); the value is null, or the role of a member of staff'),
  freeText: z.boolean().describe('text that may name third parties'),
});
const held = z.object({
  database: z.enum(databaseNames),
  table: z.string(),
  title: z.string().describe('plain name of the table in the language of the report'),
  records: z.array(z.object({ at: at.nullable(), role: z.string().nullable(), values: z.array(value) })),
});
const activity = z.object({
  code: z.string(),
  title: z.string(),
  purposes: z.string(),
  legalBasis: z.string(),
  categories: z.array(z.string()),
  recipients: z.string(),
  periods: z.array(z.string()),
  sources: z.array(z.string()),
  deletions: z.array(
    z.object({
      table: z.string(),
      className: z.string().describe('deletion class (DIN 66398)'),
      days: count.nullable().describe('term in days; null while the site has set none'),
      earliest: at.nullable(),
      latest: at.nullable(),
    }),
  ),
});
const recording = z.object({
  id: z.uuid(),
  part: z.string(),
  state: z.string(),
  startedAt: at.nullable(),
  endedAt: at.nullable(),
  seconds: count.nullable(),
  inseparable: z.boolean().describe('the voices cannot be told apart'),
});
const consent = z.object({
  at,
  purpose: z.string(),
  state: z.string(),
  wordingVersion: z.string().nullable(),
  evidence: z.string(),
});
const measure = z.object({
  part: z.string(),
  channel: z.string(),
  expectedMs: count,
  keptMs: count.describe('what is there now'),
  removedMs: count.describe('what was there when the call ended and was destroyed since'),
  missingOursMs: count,
  missingTheirsMs: count,
  cause: z.string().nullable(),
  restMissing: z
    .boolean()
    .describe('what was said after the recorder was killed is missing beside; how long that was is not known'),
});
const conversation = z.object({
  contactId: z.uuid(),
  openedAt: at,
  closedAt: at.nullable(),
  direction: z.string(),
  channel: z.string(),
  outcomes: z.array(z.object({ part: z.string(), outcome: z.string() })),
  /** Of each channel, in milliseconds: what was granted, what is there, what was destroyed, what is missing by whom and why. */
  measures: z.array(measure),
  recordings: z.array(recording),
  consents: z.array(consent),
});
const searched = z.object({
  databases: z.array(z.object({ database: z.enum(databaseNames), answered: z.boolean(), records: count })),
  recordingFiles: count,
  logs: z.string(),
  backups: z.string(),
  diagnostics: z.array(z.object({ openedAt: at, expiresAt: at, purpose: z.string() })),
});
const identity = z.object({
  contactPoints: z.array(
    z.object({ id: z.string(), kind: z.string(), value: z.string().nullable(), evidence: z.string().nullable() }),
  ),
  excluded: z.array(z.object({ kind: z.string(), masked: z.string(), sharedWith: count })),
  otherPersons: count,
  recordsOfOthers: count,
});

/**
 * The report of a person (GDPR Art. 15) as data; the PDF shows the same. Fields are only ever added under this name; another
 * meaning is another `schema`.
 */
export const personReport = z.object({
  schema: z.literal('voxkeep.person-report.v1'),
  about: z.enum(['customer', 'employee']),
  case: z.object({ number: z.string(), openedAt: at, verificationLevel: count, verificationMethod: z.string() }),
  generatedAt: at,
  timeZone: z.string(),
  language: z.string(),
  controller: z.string(),
  contact: z.object({ authority: z.string(), officer: z.string() }),
  catalogueHash: z.string().length(64),
  options: z.object({ recordings: z.boolean(), redact: z.string().nullable() }),
  period: z.object({ from: at.nullable(), to: at.nullable() }),
  summary: z.object({
    records: count,
    databases: count,
    conversations: count,
    recordings: count,
    recordingSeconds: count,
    accesses: count,
    withheld: count,
  }),
  searched,
  otherSystems: z.array(
    z.object({
      name: z.string(),
      state: z.enum(['answered', 'outstanding']),
      by: z.string().nullable(),
      at: at.nullable(),
      outcome: z.string().nullable(),
    }),
  ),
  subject: z.object({ fullName: z.string().nullable(), personId: z.uuid().nullable() }),
  identity,
  activities: z.array(activity),
  statements: z.object({ rights: z.string(), complaint: z.string(), automatedDecisions: z.string(), transfers: z.string() }),
  records: z.array(held),
  conversations: z.array(conversation),
  accesses: z.array(z.object({ at, who: z.string(), action: z.string(), purpose: z.string().nullable(), times: count })),
  holds: z.array(z.object({ reference: z.string(), basis: z.string(), since: at, contact: z.string() })),
  withheldItems: z.array(z.object({ reason: z.string(), count })),
  earlierRequests: z.array(z.object({ number: z.string(), kind: z.string(), state: z.string(), openedAt: at })),
});
export type PersonReport = z.infer<typeof personReport>;
export type HeldTable = PersonReport['records'][number];
export type HeldValue = HeldTable['records'][number]['values'][number];
