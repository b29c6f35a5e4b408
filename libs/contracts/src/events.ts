import { z } from 'zod';
import {
  audioChannels,
  codecRefusals,
  contactParts,
  directions,
  failureCauses,
  gapReasons,
  recorderTroubles,
  recordingAlarms,
  offeredCodecs,
  recordingOutcomes,
  trunkNotices,
} from './vocabulary.js';

const id = z.uuid();
const at = z.iso.datetime({ offset: true });

/**
 * Domain events: past tense, versioned, ids and enums only. The reader looks the person up, if it may.
 * A new field is optional; a changed meaning is a new version.
 */
export const eventSchemas = {
  'contact.opened.v1': z.object({
    contactId: id,
    at,
    direction: z.enum(directions),
    trunkId: id.nullable(),
    queueId: id.nullable(),
  }),
  'contact.party-joined.v1': z.object({
    contactId: id,
    at,
    partyId: id,
    role: z.enum(['customer', 'agent', 'other']),
    userId: id.nullable(),
  }),
  'contact.party-left.v1': z.object({ contactId: id, at, partyId: id }),
  'contact.attributed.v1': z.object({ contactId: id, at, contactPointId: id.nullable() }),
  'contact.closed.v1': z.object({ contactId: id, at, openedAt: at }),
  'contact.erased.v1': z.object({ contactId: id, at, caseId: id }),
  'recording.started.v1': z.object({ contactId: id, recordingId: id, at, part: z.enum(contactParts) }),
  'recording.paused.v1': z.object({ contactId: id, recordingId: id, at, reason: z.enum(gapReasons) }),
  'recording.resumed.v1': z.object({ contactId: id, recordingId: id, at }),
  /** No call of the contact goes on, since `at`, and the outcome waits until the vault can be written. */
  'recording.waiting.v1': z.object({ contactId: id, at }),
  'recording.finished.v1': z.object({
    contactId: id,
    recordingId: id,
    at,
    channels: z.array(z.enum(audioChannels)),
    recovered: z.boolean(),
  }),
  'recording.outcome.v1': z.object({
    contactId: id,
    at,
    part: z.enum(contactParts),
    outcome: z.enum(recordingOutcomes),
    cause: z.enum(failureCauses).nullable(),
  }),
  'recording.alarm.v1': z.object({
    contactId: id,
    at,
    alarm: z.enum(recordingAlarms),
    /** Null when the whole call is concerned. */
    channel: z.enum(audioChannels).nullable(),
    state: z.enum(['raised', 'cleared']),
  }),
  'recording.removed.v1': z.object({ contactId: id, recordingId: id, at, caseId: id.nullable() }),
  'consent.asked.v1': z.object({ contactId: id, at }),
  'consent.given.v1': z.object({ contactId: id, consentId: id, at }),
  'consent.refused.v1': z.object({ contactId: id, consentId: id, at }),
  'consent.withdrawn.v1': z.object({ contactId: id, consentId: id, at }),
  'consent.expired.v1': z.object({ contactId: id.nullable(), consentId: id, at }),
  'presence.changed.v1': z.object({ userId: id, at, state: z.string().max(40) }),
  'campaign.started.v1': z.object({ campaignId: id, at }),
  'campaign.stopped.v1': z.object({ campaignId: id, at }),
  'attempt.finished.v1': z.object({ attemptId: id, campaignId: id, at }),
  'user.removed.v1': z.object({ userId: id, at }),
  'case.opened.v1': z.object({ caseId: id, at }),
  'case.executed.v1': z.object({ caseId: id, at }),
  'case.closed.v1': z.object({ caseId: id, at }),
  'retention.ran.v1': z.object({
    runId: id,
    at,
    state: z.enum(['done', 'failed', 'stopped']),
    removed: z.number().int(),
    held: z.number().int(),
    failed: z.number().int(),
  }),
  'setting.changed.v1': z.object({ name: z.string().max(80), at }),
  'trunk.changed.v1': z.object({ trunkId: id, at }),
  /** Calls of a trunk that offered a codec in vain since the last such event. */
  'trunk.codec-refused.v1': z.object({
    trunkId: id,
    at,
    codec: z.enum(offeredCodecs),
    reason: z.enum(codecRefusals),
    calls: z.number().int().positive(),
  }),
  /** What was noticed about the calls of a trunk since the last such event; packets where it is about packets, else calls or streams. */
  'trunk.noticed.v1': z.object({ trunkId: id, at, notice: z.enum(trunkNotices), times: z.number().int().positive() }),
  /** What keeps a recorder from taking calls, since `at`; null when nothing does any more. */
  'recorder.standing.v1': z.object({ recorderId: z.string().max(100), at, trouble: z.enum(recorderTroubles).nullable() }),
} as const;

export type EventType = keyof typeof eventSchemas;
export type EventPayload<T extends EventType> = z.infer<(typeof eventSchemas)[T]>;
export type DomainEvent<T extends EventType = EventType> = {
  [K in T]: { readonly type: K; readonly payload: EventPayload<K> };
}[T];

/** A domain event of this type; the payload is checked by the compiler here and by zod where it is read. */
export function domainEvent<T extends EventType>(type: T, payload: EventPayload<T>): DomainEvent<T> {
  const event: { readonly type: T; readonly payload: EventPayload<T> } = { type, payload };
  return event;
}

/** Parse an outbox row into an event, or undefined when this program does not know the type (a newer writer). */
export function readEvent(type: string, payload: unknown): DomainEvent | undefined {
  const schema = (eventSchemas as Record<string, z.ZodType | undefined>)[type];
  if (!schema) return undefined;
  return { type, payload: schema.parse(payload) } as DomainEvent;
}
