import { defineEvent, dotted, errorFields, int, ref } from '@voxkeep/platform';

/** A recording could not be played as its rows say: a file is altered, missing, or its key is gone. */
export const recordingUnreadable = defineEvent(
  'recording.unreadable',
  { recording: ref('recording'), reason: dotted() },
  'error',
);

/** A file of consents was not taken over to its end; the same file can be given again. */
export const consentImportFailed = defineEvent(
  'consent.import-failed',
  { rows: int(), taken: int(), error: errorFields() },
  'error',
);
