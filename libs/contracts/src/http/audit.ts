import { z } from 'zod';
import { databaseNames } from '../stores.js';
import { purposeCodes } from '../vocabulary.js';
import { page } from './common.js';

const code = z.string().regex(/^[a-z][a-z0-9.-]{0,80}$/);
/** A user id, or a program such as `system:recorder`. */
const actor = z.string().regex(/^[A-Za-z0-9:._-]{1,80}$/);
const reference = z.string().regex(/^[A-Za-z0-9:._-]{1,120}$/);
const place = z.coerce.number().int().min(0);

/** What to look for in the audit log; random ids, codes and times only, so it may stand in an address. */
export const auditFilters = z.strictObject({
  actor: actor.optional(),
  action: code.optional(),
  subject: reference.optional(),
  objectKind: code.optional(),
  objectId: reference.optional(),
  purpose: z.enum(purposeCodes).optional(),
  source: z.enum([...databaseNames, 'keyring']).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
});
export const auditQuery = auditFilters.extend({
  before: place.optional(),
  limit: z.coerce.number().int().min(1).max(100).optional(),
});

/** One event of the log. */
export const auditRow = z.object({
  seq: z.number().int(),
  eventId: z.uuid(),
  at: z.iso.datetime(),
  actor: z.string(),
  action: z.string(),
  objectKind: z.string().nullable(),
  objectId: z.string().nullable(),
  subject: z.string().nullable(),
  purpose: z.string().nullable(),
  /** Names of columns that were read or changed, never values. */
  columns: z.array(z.string()).nullable(),
  count: z.number().int().nullable(),
  source: z.string(),
  /** Whether a sealed detail belongs to it. */
  hasDetail: z.boolean(),
});
export const auditPage = page(auditRow);

/** Codes that occur in the log, to choose from. */
export const auditVocabulary = z.object({ actions: z.array(z.string()), objectKinds: z.array(z.string()) });

/** How far the log is signed and verified, and what waits for it. */
export const auditIntegrity = z.object({
  events: z.number().int(),
  signed: z.object({ events: z.number().int(), at: z.iso.datetime() }).nullable(),
  verification: z
    .object({
      at: z.iso.datetime(),
      events: z.number().int(),
      verifiedTo: z.number().int(),
      witnessed: z.number().int(),
      authenticated: z.boolean(),
      tookMs: z.number().int(),
      damages: z.record(z.string(), z.number().int()),
    })
    .nullable(),
  /** Seconds for which the oldest audit row of each database has waited; only databases in which one waits. */
  waiting: z.array(z.object({ database: z.string(), seconds: z.number() })),
});

/** Whose names are to be opened. */
export const auditNamesBody = z.strictObject({ ids: z.array(z.uuid()).min(1).max(100) });
export const auditNames = z.array(z.object({ id: z.uuid(), login: z.string(), displayName: z.string().nullable() }));

export const listeningQuery = z.strictObject({
  actor: actor.optional(),
  recordingId: reference.optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  before: place.optional(),
});
export const listeningRow = z.object({
  seq: z.number().int(),
  eventId: z.uuid(),
  at: z.iso.datetime(),
  actor: z.string(),
  action: z.string(),
  recordingId: z.string().nullable(),
  contactId: z.string().nullable(),
  purpose: z.string().nullable(),
});
export const listeningPage = page(listeningRow);

export type AuditRow = z.infer<typeof auditRow>;
export type ListeningRow = z.infer<typeof listeningRow>;
export type AuditIntegrity = z.infer<typeof auditIntegrity>;
