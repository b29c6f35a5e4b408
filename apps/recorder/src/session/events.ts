import { audioChannels, failureCauses, recordingOutcomes } from '@voxkeep/contracts';
import { code, defineEvent, dotted, errorFields, int, ms, optional, ref } from '@voxkeep/platform';

/** Why an INVITE was turned down by the recorder itself; an unknown source is refused before. */
export const invitationRefusals = [
  'unknown-source',
  'nothing-storable',
  'ports-exhausted',
  'keys-exhausted',
  'stopping',
  'database',
] as const;
export type InvitationRefusal = (typeof invitationRefusals)[number];

export const sessionOpened = defineEvent('session.opened', {
  contact: ref('contact'),
  trunk: ref('trunk'),
  streams: int(),
  flags: int(),
  afterMs: ms(),
});

export const invitationRefused = defineEvent(
  'session.invitation-refused',
  { reason: code(invitationRefusals), trunk: optional(ref('trunk')), error: optional(errorFields()) },
  'warn',
);

export const consentDecided = defineEvent('session.consent-decided', {
  contact: ref('contact'),
  decision: code(['granted', 'off', 'not-asked', 'unanswered', 'refused', 'withdrawn']),
  because: code(['asked', 'digit', 'api', 'standing', 'withdrawn']),
  afterMs: ms(),
});

/** The grant was committed and segments may be opened; `afterMs` since the grant. */
export const recordingBegun = defineEvent('session.recording-begun', {
  contact: ref('contact'),
  recording: ref('recording'),
  afterMs: ms(),
});

export const audioLost = defineEvent(
  'session.audio-lost',
  { contact: ref('contact'), channel: code(audioChannels), lostMs: ms() },
  'warn',
);

export const mediaMissing = defineEvent(
  'session.media-missing',
  { contact: ref('contact'), channel: code(audioChannels) },
  'warn',
);

export const vaultFailed = defineEvent(
  'session.vault-failed',
  { contact: ref('contact'), error: optional(errorFields()) },
  'error',
);

export const stepFailed = defineEvent(
  'session.step-failed',
  { contact: ref('contact'), step: dotted(), attempt: int(), error: errorFields() },
  'error',
);

export const sessionEnded = defineEvent('session.ended', {
  contact: ref('contact'),
  reason: dotted(),
  outcome: code(recordingOutcomes),
  cause: optional(code(failureCauses)),
  afterMs: ms(),
});

export const commandAnswered = defineEvent('command.answered', {
  contact: ref('contact'),
  kind: dotted(),
  result: code(['applied', 'no-live-recording', 'refused']),
  afterMs: ms(),
});

export const commandsUnread = defineEvent('command.unread', { error: errorFields() }, 'error');

export const trunksUnread = defineEvent('trunk.unread', { error: errorFields() }, 'error');

export const recoveryDone = defineEvent('recovery.done', {
  segments: int(),
  lostSegments: int(),
  unresolved: int(),
  contacts: int(),
  tornFiles: int(),
  afterMs: ms(),
});

export const recoveryFailed = defineEvent('recovery.failed', { error: errorFields() }, 'error');

export const recorderListening = defineEvent('recorder.listening', { port: int(), trunks: int(), afterMs: ms() });
