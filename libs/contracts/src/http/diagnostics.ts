import { z } from 'zod';
import { purposeCodes } from '../vocabulary.js';
import { statedPurpose } from './common.js';

export const diagnosticScopeKinds = ['contact', 'contact-point', 'trunk'] as const;
export const diagnosticGrantStates = ['requested', 'refused', 'open', 'ended', 'shredded'] as const;
const at = z.iso.datetime({ offset: true });

/** Asks to write down communications for troubleshooting: whose, why, how long. 4 hours unless told, 24 at most. */
export const diagnosticGrantBody = z.object({
  scopeKind: z.enum(diagnosticScopeKinds),
  scopeId: z.uuid(),
  purpose: z.enum(purposeCodes).default('technical-support'),
  reason: z.string().trim().min(10).max(500),
  minutes: z
    .number()
    .int()
    .min(5)
    .max(24 * 60)
    .default(4 * 60),
});

/** A grant in the list. People stand there by login; the scope by its id, a trunk by its name as well. */
export const diagnosticGrantRow = z.object({
  id: z.uuid(),
  scopeKind: z.enum(diagnosticScopeKinds),
  scopeId: z.uuid(),
  scopeName: z.string().nullable(),
  purpose: z.string(),
  minutes: z.number().int(),
  state: z.enum(diagnosticGrantStates),
  requestedBy: z.string(),
  requestedAt: at,
  /** Whether whoever asks is the one who requested it, and so cannot approve it. */
  own: z.boolean(),
  approvedBy: z.string().nullable(),
  openedAt: at.nullable(),
  endsAt: at.nullable(),
  endedAt: at.nullable(),
  endReason: z.string().nullable(),
  deleteAt: at.nullable(),
  shreddedAt: at.nullable(),
});
export type DiagnosticGrantRow = z.infer<typeof diagnosticGrantRow>;

/** One file of a stream: what one program wrote in one run. */
export const streamFile = z.object({ program: z.string(), octets: z.number().int(), begunAt: at });
export const diagnosticGrantDetail = diagnosticGrantRow.extend({
  /** Null when it was emptied together with the stream, or when its key is gone. */
  reason: z.string().nullable(),
  files: z.array(streamFile),
});
export type DiagnosticGrantDetail = z.infer<typeof diagnosticGrantDetail>;

/** The contact points of a person from which one is chosen; the numbers come masked. */
export const diagnosticScopeChoiceBody = z.object({ personId: z.uuid() });
export const diagnosticScopeChoice = z.object({ id: z.uuid(), kind: z.string(), masked: z.string() });

/** Reading a stream is opening personal data: the purpose is demanded and audited. */
export const streamBody = z.object({ purpose: statedPurpose });
export const streamLine = z.object({
  at,
  event: z.string(),
  program: z.string(),
  fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
/** `torn` counts files that end in the middle of a line, as after a crash. */
export const streamAnswer = z.object({ lines: z.array(streamLine), torn: z.number().int(), omitted: z.number().int() });
export type StreamAnswer = z.infer<typeof streamAnswer>;

/** What the banner on every page says: how many grants are open and until when the last one runs. */
export const switchAnswer = z.object({ open: z.number().int(), until: at.nullable() });
