import { z } from 'zod';
import {
  audioChannels,
  contactParts,
  consentStates,
  directions,
  failureCauses,
  gapReasons,
  lossCauseCodes,
  recorderTroubles,
  recordingAlarms,
  recordingOutcomes,
} from '../vocabulary.js';
import { page, paging, phoneInput, emailInput, statedPurpose } from './common.js';
import { unreadableValues } from './unreadable.js';

/** Something that is wrong with a recording while its call runs. Without a channel it concerns the whole call. */
export const recordingAlarm = z.object({
  alarm: z.enum(recordingAlarms),
  channel: z.enum(audioChannels).nullable(),
  raisedAt: z.string(),
});
export type RecordingAlarm = z.infer<typeof recordingAlarm>;
/**
 * What is wrong with a contact now; nothing once it has closed. Holds nothing personal, so that it may be asked for again and again.
 * `changes` rises with everything that is told of the contact: whoever shows it reads it anew when it differs.
 */
export const contactAlarms = z.object({ alarms: z.array(recordingAlarm), changes: z.number().int() });

/** Search terms travel in a body, never in a URL: a phone number is personal data. */
export const contactSearch = z.object({
  phone: phoneInput.optional(),
  queueId: z.uuid().optional(),
  outcome: z.enum(recordingOutcomes).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  ...paging,
});
export type ContactSearch = z.input<typeof contactSearch>;
/** What is followed for changes: never a number. */
export const contactsFollowed = contactSearch.omit({ phone: true });
/** Another one once the page would show something else: a contact that begins or ends. It says nothing of anybody. */
export const contactsMark = z.object({ mark: z.string() });

export const contactRow = z.object({
  id: z.uuid(),
  openedAt: z.string(),
  closedAt: z.string().nullable(),
  /** Since when an open contact is over, and waits for its recording to be put away; null: it goes on, or is closed. */
  waitsSince: z.string().nullable(),
  /**
   * When the erasure of its person went through it; null: none did. What was said in it, of whom and by whom is gone, so that what is missing
   * here says nothing of whether it ever was.
   */
  erasedAt: z.string().nullable(),
  direction: z.enum(directions),
  queue: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  /** Masked to its last two digits; null when the number was withheld or is gone. */
  customerNumber: z.string().nullable(),
  agent: z.object({ userId: z.uuid(), login: z.string() }).nullable(),
  outcome: z.enum(recordingOutcomes).nullable(),
  /** The outcome says that audio was kept, and nothing of it is there any more. */
  audioRemoved: z.boolean(),
  recordingId: z.uuid().nullable(),
  store: z.enum(['operative', 'history']),
  unreadable: unreadableValues,
});
export type ContactRow = z.infer<typeof contactRow>;
/** `mark`: what `contactsMark` tells of this page. */
export const contactPage = page(contactRow).extend(contactsMark.shape);

export const recordingView = z.object({
  id: z.uuid(),
  part: z.enum(contactParts),
  state: z.string(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  /** From where it begins to where its last file ends, as it plays. */
  durationMs: z.number().int(),
  /** Time of which at least one voice is there: what was lost within counts for nothing. */
  recordedMs: z.number().int(),
  segments: z.array(
    z.object({
      channel: z.enum(audioChannels),
      number: z.number().int(),
      startMs: z.number().int(),
      durationMs: z.number().int(),
      state: z.string(),
    }),
  ),
  gaps: z.array(
    z.object({
      channel: z.enum(audioChannels).nullable(),
      fromMs: z.number().int(),
      toMs: z.number().int(),
      reason: z.enum(gapReasons),
      /** Of a lost stretch what made it; null where that was never found out. */
      cause: z.enum(lossCauseCodes).nullable(),
      /** How much of the stretch is missing, where it stands for several losses within it; null: all of it. */
      missingMs: z.number().int().nullable(),
    }),
  ),
});
/**
 * What was granted of one channel of a part and what became of it, in milliseconds; nothing is missing without a main cause. `keptMs` is
 * what is there now; what was there when the call ended and was destroyed since is `removedMs`, by `removedBy`: its consent
 * was withdrawn in the call, or a term or an erasure took it later. `restMissing`: what was said after the recorder was killed is missing
 * beside; nobody knows how much.
 */
export const channelMeasure = z.object({
  part: z.enum(contactParts),
  channel: z.enum(audioChannels),
  expectedMs: z.number().int(),
  keptMs: z.number().int(),
  removedMs: z.number().int(),
  removedBy: z.enum(['withdrawal', 'term-or-erasure']).nullable(),
  missingOursMs: z.number().int(),
  missingTheirsMs: z.number().int(),
  mainCause: z.enum(lossCauseCodes).nullable(),
  restMissing: z.boolean(),
});
export type ChannelMeasure = z.infer<typeof channelMeasure>;

export const contactDetail = contactRow.extend({
  /** As in `contactAlarms`, at the moment of this answer. */
  changes: z.number().int(),
  parties: z.array(
    z.object({ id: z.uuid(), role: z.string(), userId: z.uuid().nullable(), from: z.string(), to: z.string().nullable() }),
  ),
  /** `channel`: the side that it is about; null: the call. `contactId`: another contact that it is about, where whoever asks may see that. */
  events: z.array(
    z.object({ at: z.string(), kind: z.string(), channel: z.enum(audioChannels).nullable(), contactId: z.uuid().nullable() }),
  ),
  outcomes: z.array(
    z.object({
      part: z.enum(contactParts),
      outcome: z.enum(recordingOutcomes),
      cause: z.enum(failureCauses).nullable(),
      at: z.string(),
    }),
  ),
  /** Empty for parts recorded before what is there was counted. */
  measures: z.array(channelMeasure),
  consents: z.array(z.object({ state: z.enum(consentStates), at: z.string(), wordingVersion: z.string(), evidence: z.string() })),
  /**
   * `waitsForVault`: each call that stands in it is over, and its files are not complete yet. `isStopped`: a no or its user ended what rests;
   * it is no pause, and does not go on by itself.
   */
  recordings: z.array(recordingView.extend({ waitsForVault: z.boolean(), isStopped: z.boolean() })),
  /** The contact goes on, and whoever asks may tell what its customer says of being recorded. */
  tellsConsent: z.boolean(),
  /** The contact goes on, and its queue’s rule records nothing, whatever its customer says. */
  recordingOff: z.boolean(),
});
export type ContactDetail = z.infer<typeof contactDetail>;

export const revealBody = z.object({ purpose: statedPurpose });
export const revealedContact = z.object({
  customerNumber: z.string().nullable(),
  customerName: z.string().nullable(),
  unreadable: unreadableValues,
});

export const listeningBody = z.object({ purpose: statedPurpose });
/** A listening is bound to this session and this recording and expires; the audio URL carries its random id only. */
export const listening = z.object({ id: z.uuid(), audioUrl: z.string(), expiresAt: z.string(), recording: recordingView });
export type Listening = z.infer<typeof listening>;

/** Names under which the appliance itself knows contacts. */
const ownSystems: readonly string[] = ['recording-session', 'recording-session-ended', 'shared-name'];
export const newContactBody = z.object({
  system: z
    .string()
    .trim()
    .min(1)
    .max(40)
    .refine((system) => !ownSystems.includes(system)),
  key: z.string().trim().min(1).max(120),
  direction: z.enum(directions).default('inbound'),
  customerNumber: phoneInput.optional(),
  queueId: z.uuid().optional(),
  openedAt: z.iso.datetime({ offset: true }).optional(),
});
export const contactCreated = z.object({ contactId: z.uuid(), created: z.boolean() });
/** `ending`: told to the recorder that holds the call, which has not answered yet or is still writing its books. */
export const contactEnded = z.object({ contactId: z.uuid(), ended: z.enum(['ended', 'ending', 'already-ended']) });
export const contactReference = z.union([
  z.object({ contactId: z.uuid() }),
  z.object({ system: z.string().max(40), key: z.string().max(120) }),
]);
/** What a customer said, whoever tells it. `wordingVersion` goes with `asked` alone; evidence `user`: a user's own start or stop, where the recording is the user's to start. */
export const consentIntakeBody = z.object({
  contact: contactReference,
  state: z.enum(['asked', 'given', 'refused', 'withdrawn']),
  wordingVersion: z.string().trim().min(1).max(40).optional(),
  evidence: z.enum(['ivr', 'agent', 'api', 'user']).default('api'),
});
/** `unknown` when the recorder that owns the call did not acknowledge within 500 ms. */
export const consentIntakeAnswer = z.object({
  contactId: z.uuid(),
  applied: z.enum(['applied', 'no-live-recording', 'unknown']),
});

export const liveContact = z.object({
  contactId: z.uuid(),
  openedAt: z.string(),
  queue: z.string().nullable(),
  state: z.string(),
  /** `not-known` while its recorder does not answer. */
  recording: z.string(),
  /** Something of it is being written now; null: not known. */
  recorded: z.boolean().nullable(),
  consent: z.string(),
  agent: z.string().nullable(),
  alarms: z.array(recordingAlarm),
});
/** A recorder that takes no new call, why, and since when. */
export const refusingRecorder = z.object({ recorder: z.string(), trouble: z.enum(recorderTroubles), since: z.string() });
export type RefusingRecorder = z.infer<typeof refusingRecorder>;
export const liveSnapshot = z.object({
  at: z.string(),
  /** Since when the recorder has not answered: what is told of running calls is from before. Null: it answers. */
  silentSince: z.string().nullable(),
  refusing: z.array(refusingRecorder),
  contacts: z.array(liveContact),
  queues: z.array(
    z.object({ queueId: z.uuid(), name: z.string(), live: z.number().int(), recorded: z.number().int().nullable() }),
  ),
});
export type LiveSnapshot = z.infer<typeof liveSnapshot>;

export const reportQuery = z.object({ from: z.iso.date(), to: z.iso.date(), by: z.enum(['queue', 'day']).default('queue') });
export const reportRow = z.object({
  group: z.string(),
  contacts: z.number().int(),
  handleSeconds: z.number().int(),
  /** The sum of the three that follow. */
  kept: z.number().int(),
  keptWhole: z.number().int(),
  keptWithGaps: z.number().int(),
  keptUnchecked: z.number().int(),
  refused: z.number().int(),
  unanswered: z.number().int(),
  withdrawn: z.number().int(),
  notAsked: z.number().int(),
  off: z.number().int(),
  pausedThroughout: z.number().int(),
  failed: z.number().int(),
  /** Contacts that go on, and those of which no outcome was told: with it a row adds up. */
  withoutOutcome: z.number().int(),
});
export const contactReport = z.object({ rows: z.array(reportRow), includesHistory: z.boolean() });
export type ContactReport = z.infer<typeof contactReport>;

export const campaignBody = z.object({
  name: z.string().trim().min(1).max(80),
  queueId: z.uuid().nullable().default(null),
  mode: z.enum(['preview', 'progressive', 'predictive']).default('preview'),
});
export const campaignRow = campaignBody.extend({ id: z.uuid(), state: z.string(), customers: z.number().int() });
export const importAnswer = z.object({
  callListId: z.uuid(),
  accepted: z.number().int(),
  duplicates: z.number().int(),
  blocked: z.number().int(),
  rejected: z.array(z.object({ line: z.number().int(), column: z.string(), code: z.string() })),
});
export const blockedNumberBody = z.object({
  phone: phoneInput,
  reason: z.enum(['do-not-call', 'erased', 'wrong-number']).default('do-not-call'),
});
export const blockedCheckAnswer = z.object({ blocked: z.boolean() });

export const directoryEntryBody = z.object({
  fullName: z.string().trim().min(1).max(160),
  phones: z.array(phoneInput).max(10).default([]),
  emails: z.array(emailInput).max(10).default([]),
  language: z.string().max(10).default('en'),
});
export const directorySearchBody = z.object({
  phone: phoneInput.optional(),
  email: emailInput.optional(),
  purpose: statedPurpose,
  ...paging,
});
export const directoryRow = z.object({
  id: z.uuid(),
  personId: z.uuid(),
  /** Null when it cannot be read; `unreadable` says why. */
  fullName: z.string().nullable(),
  phones: z.array(z.string()),
  source: z.string(),
  unreadable: unreadableValues,
});
