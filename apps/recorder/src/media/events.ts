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

/** A client has been sending for a second to a port whose stream is over; until it stops, the port stays one of its trunk's share. */
export const portStillSpokenTo = defineEvent('rtp.port-still-spoken-to', { trunk: ref('trunk') }, 'warn');

/** Somebody sends to ports of calls of before, or another program holds them: no call gets them until they are quiet. */
export const portsRest = defineEvent('rtp.ports-rest', { spokenTo: int(), held: int() }, 'warn');
