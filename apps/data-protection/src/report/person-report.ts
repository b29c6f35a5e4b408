import { databaseNames } from '@voxkeep/contracts';
import { z } from 'zod';

const at = z.iso.datetime();
const value = z.object({
  label: z.string().describe('translation key of the field'),
  name: z.string().describe('name of the field in the language of the report'),
  category: z.string().describe('Data Privacy Vocabulary term'),
  origin: z.string().describe('subject, observed, derived or staff (GDPR Art. 15(1)(g))'),
  value: z.string().nullable(),
  unreadable: z.boolean().describe('the key was destroyed'),
  withheld: z.boolean().describe('names somebody else (GDPR Art. 15(4))'),
});

/**
 * The report of a person (GDPR Art. 15) as data; the PDF shows the same. Fields are only ever added under this name; another
 * meaning is another `schema`.
 */
export const personReport = z.object({
  schema: z.literal('voxkeep.person-report.v1'),
  case: z.object({ number: z.string(), openedAt: at, verificationLevel: z.number().int(), verificationMethod: z.string() }),
  generatedAt: at,
  timeZone: z.string(),
  language: z.string(),
  controller: z.string(),
  catalogueHash: z.string().length(64),
  searched: z.object({
    databases: z.array(z.object({ database: z.enum(databaseNames), answered: z.boolean(), records: z.number().int() })),
    recordingFiles: z.number().int(),
    logs: z.string(),
    backups: z.string(),
  }),
  subject: z.object({ fullName: z.string().nullable(), personId: z.uuid().nullable() }),
  identity: z.object({
    contactPoints: z.array(
      z.object({ id: z.string(), kind: z.string(), value: z.string().nullable(), evidence: z.string().nullable() }),
    ),
    excluded: z.array(z.object({ kind: z.string(), masked: z.string(), sharedWith: z.number().int() })),
    otherPersons: z.number().int(),
    recordsOfOthers: z.number().int(),
  }),
  activities: z.array(
    z.object({
      code: z.string(),
      title: z.string(),
      purposes: z.string(),
      legalBasis: z.string(),
      categories: z.array(z.string()),
      recipients: z.string(),
      periods: z.array(z.string()),
      sources: z.array(z.string()),
    }),
  ),
  statements: z.object({ rights: z.string(), complaint: z.string(), automatedDecisions: z.string(), transfers: z.string() }),
  records: z.array(
    z.object({
      database: z.enum(databaseNames),
      table: z.string(),
      records: z.array(z.object({ at: at.nullable(), role: z.string().nullable(), values: z.array(value) })),
    }),
  ),
  conversations: z.array(
    z.object({
      contactId: z.uuid(),
      openedAt: at,
      closedAt: at.nullable(),
      direction: z.string(),
      channel: z.string(),
      outcomes: z.array(z.object({ part: z.string(), outcome: z.string() })),
      consents: z.array(
        z.object({ at, purpose: z.string(), state: z.string(), wordingVersion: z.string().nullable(), evidence: z.string() }),
      ),
    }),
  ),
  accesses: z.array(z.object({ at, who: z.string(), action: z.string(), purpose: z.string().nullable() })),
  earlierRequests: z.array(z.object({ number: z.string(), kind: z.string(), state: z.string(), openedAt: at })),
});
export type PersonReport = z.infer<typeof personReport>;
