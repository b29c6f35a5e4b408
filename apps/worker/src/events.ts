import { audioChannels, databaseNames, recordingAlarms } from '@voxkeep/contracts';
import { code, defineEvent, errorFields, int, ms, ref } from '@voxkeep/platform';

/** A contact was ended by rule: no call of it came, or its recorder does not hold the call, or has not answered for too long. */
export const contactEndedByRule = defineEvent(
  'contact.ended-by-rule',
  { contact: ref('contact'), because: code(['no-call', 'not-held', 'recorder-away']) },
  'warn',
);

/** A contact ended half a minute ago and a part of it had no outcome; it has one now. */
export const outcomeMissing = defineEvent('recording.outcome-missing', { contact: ref('contact') }, 'error');

/** Old events of one outbox could not be removed; it is tried again in the next round, and the others were. */
export const outboxUntrimmed = defineEvent('outbox.untrimmed', { database: code(databaseNames), error: errorFields() }, 'error');

/** What is done contact by contact. */
export const contactWorks = ['archive', 'attribute', 'end', 'settle'] as const;

/** What was due of one contact failed. It is tried again in the next round, and keeps no other from its turn. */
export const contactLeft = defineEvent(
  'contact.left-for-next-round',
  { contact: ref('contact'), work: code(contactWorks), error: errorFields() },
  'error',
);

/** Not every contact was looked at for what is untold of it; the others of its round went on. */
export const assuranceFailed = defineEvent('recording.assurance-failed', { error: errorFields() }, 'error');

/** Something is wrong with a recording while its call runs; pages say what, to whom and what to do. */
export const recordingAlarmed = defineEvent(
  'recording.alarm',
  { contact: ref('contact'), alarm: code(recordingAlarms), channel: code([...audioChannels, 'all']), afterMs: ms() },
  'warn',
);

/** Contacts went from the operative database to history. */
export const contactsArchived = defineEvent('history.archived', { contacts: int(), afterMs: ms() });

/** A signed state of the audit log could not be kept on the second sink or in the database; it is tried again. */
export const checkpointFailed = defineEvent('audit.checkpoint-failed', { error: errorFields() }, 'error');

/** The keyring's audit rows cannot be fetched; they wait there and are asked for again. */
export const keyringRowsWaiting = defineEvent('audit.keyring-rows-waiting', { error: errorFields() }, 'warn');

/** The audit log does not verify any more; `voxkeep audit verify` names every place. */
export const auditDamaged = defineEvent('audit.damaged', { damages: int(), events: int() }, 'error');

/** The second sink knows a longer log than the database holds: the database was rolled back. */
export const logRolledBack = defineEvent('audit.rolled-back', { events: int(), witnessed: int() }, 'error');
