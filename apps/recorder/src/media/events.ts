import { defineEvent, errorFields, int, octets, ref } from '@voxkeep/platform';

/** A journal file could not be written again without what is to be gone; it is tried again after a rest that grows. */
export const compactionFailed = defineEvent('journal.compaction-failed', { attempt: int(), error: errorFields() }, 'error');

/** No new journal file could be begun; the old one serves on, and it is tried again. */
export const turnFailed = defineEvent('journal.turn-failed', { attempt: int(), error: errorFields() }, 'error');

/** A disk of the journal has no room for what is live; `folder`: 1, or 2 for the second one. While all lack room no call is taken. */
export const journalLacksRoom = defineEvent('journal.no-room', { folder: int(), lacks: octets(), needed: octets() }, 'error');

/** Nothing could be made of a segment that was cut off, because the disk failed; the others are, and this one is tried again. */
export const segmentUnrecovered = defineEvent(
  'recovery.segment-failed',
  { segment: ref('segment'), error: errorFields() },
  'error',
);

/** Somebody sends to so many ports that no call has, such as a client that goes on with a call of before. Whoever does feeds no call there. */
export const portsSpokenTo = defineEvent('rtp.ports-spoken-to', { ports: int() }, 'warn');

/** So many ports are held by another program: no call gets them until it lets go. */
export const portsHeld = defineEvent('rtp.ports-held', { ports: int() }, 'warn');
