import { z } from 'zod';
import { consentStates, languages, purposeCodes, type ConsentEvidenceKind } from '../vocabulary.js';
import { emailInput, page, paging, phoneInput, statedPurpose } from './common.js';

const moment = z.iso.datetime({ offset: true });
const wordingVersion = z.string().trim().min(1).max(40);

/** How a consent that did not come in a call was given. */
export const consentEvidence = [
  'agent',
  'paper',
  'web-form',
  'email',
  'in-person',
  'contract',
] as const satisfies readonly ConsentEvidenceKind[];

/** What a consent may be searched by. A number or address is looked up exactly, in a body, under a purpose. */
const filters = {
  phone: phoneInput.optional(),
  email: emailInput.optional(),
  purpose: z.enum(purposeCodes).optional(),
  channel: z.enum(['voice']).optional(),
  state: z.enum(consentStates).optional(),
  wordingVersion: wordingVersion.optional(),
  from: moment.optional(),
  to: moment.optional(),
  /** Consents that a reset closed, instead of those in force. */
  archived: z.boolean().default(false),
  /** Why the ledger is read. */
  statedPurpose,
};
export const consentSearch = z.strictObject({ ...filters, ...paging });

export const consentRow = z.object({
  id: z.uuid(),
  state: z.enum(consentStates),
  /** For all calls of a person, or within one contact. */
  scope: z.enum(['standing', 'contact']),
  contactId: z.uuid().nullable(),
  /** A number or address, masked; null where the consent hangs on a contact, or nothing is left of the person. */
  contactPoint: z.string().nullable(),
  purpose: z.string(),
  channel: z.string(),
  at: z.string(),
  validUntil: z.string().nullable(),
  evidence: z.string(),
  wordingVersion: z.string().nullable(),
  archived: z.boolean(),
});
export type ConsentRow = z.infer<typeof consentRow>;
export const consentPage = page(consentRow);

/** One word of a series; `recordedBy` is the sign-in name of the user who entered it, null for a program. */
export const consentEvent = z.object({
  id: z.uuid(),
  state: z.enum(consentStates),
  at: z.string(),
  recordedAt: z.string(),
  recordedBy: z.string().nullable(),
  evidence: z.string(),
  wordingVersion: z.string().nullable(),
  validUntil: z.string().nullable(),
  archived: z.boolean(),
});
export const consentDetail = consentRow.extend({
  /** Oldest first. */
  history: z.array(consentEvent),
  /** The wording it was given for, in every language in which it exists. */
  wordings: z.array(z.object({ language: z.string(), wording: z.string() })),
});
export type ConsentDetail = z.infer<typeof consentDetail>;

/** A consent or refusal for all calls of whoever has this number or address. */
export const consentEntryBody = z
  .strictObject({
    phone: phoneInput.optional(),
    email: emailInput.optional(),
    purpose: z.enum(purposeCodes),
    channel: z.enum(['voice']).default('voice'),
    state: z.enum(['given', 'refused']),
    evidence: z.enum(consentEvidence),
    wordingVersion: wordingVersion.nullable().default(null),
    /** When it was said; now, where it is left out. */
    at: moment.optional(),
    validUntil: moment.nullable().default(null),
  })
  .refine(({ phone, email }) => (phone === undefined) !== (email === undefined), { path: ['phone'], message: 'required' })
  .refine(({ state, wordingVersion: version }) => state !== 'given' || version !== null, {
    path: ['wordingVersion'],
    message: 'required',
  });
export const consentWithdrawalBody = z.strictObject({ evidence: z.enum(consentEvidence).default('agent') });

/** What became of calls that were running: told to stop and done, or not answered in time. */
export const consentEffect = z.object({ id: z.uuid(), liveCalls: z.number().int(), unanswered: z.number().int() });
export type ConsentEffect = z.infer<typeof consentEffect>;

export const consentExportBody = z.strictObject({ ...filters, format: z.enum(['csv', 'json']).default('csv') });

/** Encodings that a file may have; the server guesses where none is said. */
export const consentFileEncodings = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'windows-1257',
  'windows-1251',
  'windows-1250',
] as const;
export const consentImport = z.object({
  id: z.uuid(),
  dryRun: z.boolean(),
  state: z.enum(['checked', 'running', 'done', 'failed']),
  encoding: z.enum(consentFileEncodings),
  rows: z.number().int(),
  accepted: z.number().int(),
  /** Said in the ledger already. */
  known: z.number().int(),
  rejected: z.array(z.object({ line: z.number().int(), column: z.string(), code: z.string() })),
});
export type ConsentImport = z.infer<typeof consentImport>;

export const consentResetBody = z.strictObject({
  purpose: z.enum(purposeCodes),
  channel: z.enum(['voice']).nullable().default(null),
});
export const consentResetConfirmation = z.strictObject({ purpose: z.enum(purposeCodes) });
export const consentReset = z.object({
  id: z.uuid(),
  purpose: z.string(),
  channel: z.string().nullable(),
  counted: z.number().int(),
  preparedAt: z.string(),
  doneAt: z.string().nullable(),
});
export type ConsentReset = z.infer<typeof consentReset>;

export const consentWordingBody = z.strictObject({
  version: wordingVersion,
  language: z.enum(languages),
  wording: z.string().trim().min(10).max(4000),
});
export const consentWording = z.object({
  id: z.uuid(),
  version: z.string(),
  language: z.string(),
  wording: z.string(),
  createdAt: z.string(),
});
export type ConsentWordingRow = z.infer<typeof consentWording>;
/** All wordings, and where each version is in force: which policies name it, for which queues. */
export const consentWordings = z.object({
  wordings: z.array(consentWording),
  inForce: z.array(
    z.object({
      policyId: z.uuid(),
      policy: z.string(),
      version: z.string(),
      queues: z.array(z.string()),
      languages: z.array(z.string()),
    }),
  ),
});
export type ConsentWordings = z.infer<typeof consentWordings>;
