import { defineEvent, dotted, ref } from '@voxkeep/platform';

/** A recording could not be played as its rows say: a file is altered, missing, or its key is gone. */
export const recordingUnreadable = defineEvent(
  'recording.unreadable',
  { recording: ref('recording'), reason: dotted() },
  'error',
);
