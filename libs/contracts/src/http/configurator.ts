import { z } from 'zod';
import { languages, recordingModes, withdrawalRules } from '../vocabulary.js';
import { accessTypes, objectTypes } from '../rights.js';
import { unreadableValues } from './unreadable.js';

/** How far a sign-in has come. Only `full` opens anything. */
export const sessionStages = ['password', 'enrol', 'verify', 'full'] as const;
export type SessionStage = (typeof sessionStages)[number];

export const signInBody = z.object({ login: z.string().trim().min(1).max(120), password: z.string().min(1).max(200) });
/** `recoveryCodes` come once, with the confirmation of a second factor: whoever loses it gets in with one of them. */
export const stageAnswer = z.object({ stage: z.enum(sessionStages), recoveryCodes: z.array(z.string()).optional() });
export const newPasswordBody = z.object({ newPassword: z.string().min(8).max(200) });
export const enrolmentAnswer = z.object({ secret: z.string(), uri: z.string() });
export const codeBody = z.object({ code: z.string().regex(/^\d{6}$/) });

export const heldRight = z.object({
  objectType: z.enum(objectTypes),
  objectId: z.uuid().nullable(),
  accessType: z.enum(accessTypes),
  mayGrant: z.boolean(),
  through: z.string(),
});
export const sessionAnswer = z.object({
  stage: z.enum(sessionStages),
  user: z.object({ id: z.uuid(), login: z.string(), displayName: z.string() }),
  /** Of the pages; null follows the browser. */
  language: z.enum(languages).nullable(),
  rights: z.array(heldRight),
});
export const languageBody = z.object({ language: z.enum(languages) });
export type SessionAnswer = z.infer<typeof sessionAnswer>;

export const userRow = z.object({
  id: z.uuid(),
  login: z.string(),
  /** The login when the name cannot be read; `unreadable` says why. */
  displayName: z.string(),
  state: z.string(),
  roles: z.array(z.string()),
  unreadable: unreadableValues,
});
export const newUserBody = z.object({
  login: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9._-]{2,60}$/),
  displayName: z.string().trim().min(1).max(120),
  roleCodes: z.array(z.string().max(60)).max(20).default([]),
  addresses: z
    .array(z.object({ kind: z.enum(['aor', 'extension', 'login', 'cti-id']), value: z.string().trim().min(1).max(120) }))
    .max(20)
    .default([]),
});
/** The one-time password is shown once, in this answer, and must be changed at the first sign-in. */
export const newUserAnswer = z.object({ id: z.uuid(), oneTimePassword: z.string() });
export const roleRow = z.object({ id: z.uuid(), code: z.string(), seeded: z.boolean(), members: z.number().int() });
export const membershipBody = z.object({ userId: z.uuid(), roleCode: z.string().max(60) });
export const grantBody = z.object({
  holder: z.object({ kind: z.enum(['user', 'group', 'role']), id: z.uuid() }),
  objectType: z.enum(objectTypes),
  objectId: z.uuid().nullable().default(null),
  accessType: z.enum(accessTypes),
  mayUse: z.boolean().default(true),
  mayGrant: z.boolean().default(false),
});

export const queueBody = z.object({
  name: z.string().trim().min(1).max(80),
  recordingPolicyId: z.uuid().nullable().default(null),
  consentPolicyId: z.uuid().nullable().default(null),
});
export const queueRow = queueBody.extend({ id: z.uuid() });
export const trunkBody = z.object({
  name: z.string().trim().min(1).max(80),
  sourceNetworks: z.array(z.string().max(50)).min(1).max(50),
  customerIs: z.enum(['first-stream', 'second-stream', 'external-number']).default('external-number'),
  ownNumberPrefixes: z.array(z.string().max(20)).max(50).default([]),
  region: z.string().length(2).default('EE'),
  queueId: z.uuid().nullable().default(null),
  askedBeforeSeconds: z.number().int().min(0).max(120).nullable().default(null),
  contactKeyHeader: z.string().max(60).nullable().default(null),
  gate: z.enum(['receive', 'inactive']).default('receive'),
  /** Calls are taken that bear no mark of SIPREC: no option tag, no feature tag, no metadata. */
  acceptsUnmarked: z.boolean().default(false),
});
export const trunkRow = trunkBody.extend({ id: z.uuid() });
export const recordingPolicyBody = z.object({
  name: z.string().trim().min(1).max(80),
  mode: z.enum(recordingModes),
  onWithdrawal: z.enum(withdrawalRules).default('destroy'),
});
export const recordingPolicyRow = recordingPolicyBody.extend({ id: z.uuid() });
export const consentPolicyBody = z.object({
  name: z.string().trim().min(1).max(80),
  wordingVersion: z.string().trim().min(1).max(40),
  acceptKey: z
    .string()
    .regex(/^[0-9*#]$/)
    .default('1'),
  rejectKey: z
    .string()
    .regex(/^[0-9*#]$/)
    .default('2'),
  withdrawalSequence: z
    .string()
    .regex(/^[0-9*#]{2,6}$/)
    .nullable()
    .default(null),
  windowSeconds: z.number().int().min(2).max(120).default(15),
  /** A consent that a person gave for all calls counts, once the notice was given. */
  acceptStanding: z.boolean().default(false),
});
export const consentPolicyRow = consentPolicyBody.extend({ id: z.uuid() });
