import { audioChannels, failureCauses, lossCauseCodes, recordingAlarms, recordingOutcomes } from '@voxkeep/contracts';
import { code, defineEvent, dotted, errorFields, flag, int, ms, optional, ref } from '@voxkeep/platform';

/** Why an INVITE was turned down by the recorder itself; an unknown source is refused before. */
export const invitationRefusals = [
  'unknown-source',
  'not-marked',
  'nothing-storable',
  'ports-exhausted',
  'keys-exhausted',
  'stopping',
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
  { reason: code(invitationRefusals), trunk: optional(ref('trunk')) },
  'warn',
);

export const consentDecided = defineEvent('session.consent-decided', {
  contact: ref('contact'),
  decision: code(['granted', 'off', 'not-asked', 'unanswered', 'refused', 'withdrawn']),
  because: code(['asked', 'digit', 'api', 'standing', 'withdrawn']),
  afterMs: ms(),
});

/** The grant is durable and what waited for it may go to the disk; `afterMs` since the grant. */
export const recordingBegun = defineEvent('session.recording-begun', {
  contact: ref('contact'),
  recording: ref('recording'),
  afterMs: ms(),
});

export const audioLost = defineEvent(
  'session.audio-lost',
  { contact: ref('contact'), channel: code(audioChannels), cause: code(lossCauseCodes), lostMs: ms() },
  'warn',
);

/** Something was odd about a stream. */
export const streamNoticed = defineEvent(
  'session.stream-noticed',
  {
    contact: ref('contact'),
    trunk: ref('trunk'),
    channel: code(audioChannels),
    notice: code(['clock-jumped', 'other-payload', 'source-moved', 'foreign-packets']),
  },
  'warn',
);

/** The end of a call could not be worked out; its facts are in the journal, and the next start finishes it. */
export const endingFailed = defineEvent('session.ending-failed', { contact: ref('contact'), error: errorFields() }, 'error');

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
  missingMs: ms(),
  missingOursMs: ms(),
  afterMs: ms(),
});

export const commandAnswered = defineEvent('command.answered', {
  contact: ref('contact'),
  kind: dotted(),
  result: code(['applied', 'no-live-recording', 'refused']),
  afterMs: ms(),
});

/** A call broke under a command; the others are not concerned. */
export const commandFailed = defineEvent(
  'command.failed',
  { contact: ref('contact'), kind: dotted(), error: errorFields() },
  'error',
);

/** A command cannot be answered yet, such as a withdrawal of a call that the books refuse; it is asked for again until it can be. */
export const commandWaits = defineEvent(
  'command.waiting',
  { contact: ref('contact'), kind: dotted(), attempt: int(), againAfterMs: ms() },
  'error',
);

export const commandsUnread = defineEvent('command.unread', { error: errorFields() }, 'error');

export const trunksUnread = defineEvent('trunk.unread', { error: errorFields() }, 'error');

export const trunkCountsUntold = defineEvent('trunk.counts-untold', { kinds: int(), error: errorFields() }, 'warn');

export const recoveryDone = defineEvent('recovery.done', {
  segments: int(),
  lostSegments: int(),
  unresolved: int(),
  contacts: int(),
  tornFiles: int(),
  afterMs: ms(),
});

/** A call of a recorder that died could not be finished; the others are, and this one is tried again. */
export const callUnrecovered = defineEvent(
  'recovery.call-failed',
  { recording: ref('recording'), error: errorFields() },
  'error',
);

/**
 * A call of a recorder that died cannot be finished yet, and needs its key from the keyring should the recorder be started again. For so
 * long it surely gets it; what is in the way must be mended by then.
 */
export const callWaits = defineEvent('recovery.call-waits', { recording: ref('recording'), keySurelyForMs: ms() }, 'error');

export const recoveryFailed = defineEvent('recovery.failed', { error: errorFields() }, 'error');

export const recorderListening = defineEvent('recorder.listening', { port: int(), trunks: int(), afterMs: ms() });

/** The appliance may not let the recorder go before other programs: it takes root, or the right to it (CAP_SYS_NICE). */
export const recorderNotFirst = defineEvent('recorder.not-first', { niceness: int() }, 'warn');

/** The operative database did not say which contact a call belongs to; the call goes on under one of its own. */
export const lookUpFailed = defineEvent('session.look-up-failed', { error: errorFields() }, 'warn');

/** The keyring did not say whether a call brings the number with which its contact was announced; it is not taken for that customer's. */
export const comparisonFailed = defineEvent(
  'session.comparison-failed',
  { contact: ref('contact'), error: errorFields() },
  'warn',
);

/** Rows cannot be written now; what waits is written when the database is back. */
export const bindingDelayed = defineEvent('books.delayed', { waiting: int(), attempt: int(), error: errorFields() }, 'error');

/** One call cannot be bound, for reasons of its own: it is tried again after a rest of its own, the others go on. */
export const callSetAside = defineEvent(
  'books.call-set-aside',
  { contact: ref('contact'), attempt: int(), lasting: flag(), error: errorFields() },
  'error',
);

/** A fact is longer than the journal takes; it is left out. */
export const factLeftOut = defineEvent(
  'session.fact-left-out',
  { recording: ref('recording'), fact: dotted(), bytes: int() },
  'error',
);

/** The books refused a fact for good; it is left out. */
export const factRefused = defineEvent(
  'books.fact-refused',
  { contact: ref('contact'), fact: dotted(), error: errorFields() },
  'error',
);

export const alarmRaised = defineEvent(
  'session.alarm',
  {
    contact: ref('contact'),
    alarm: code(recordingAlarms),
    channel: optional(code(audioChannels)),
    state: code(['raised', 'cleared']),
  },
  'warn',
);

/** The recorder takes no calls, for this reason; without one it takes them. */
export const recorderStood = defineEvent('recorder.standing', { trouble: optional(dotted()) }, 'warn');

export const standingUntold = defineEvent('recorder.standing-untold', { error: errorFields() }, 'warn');
