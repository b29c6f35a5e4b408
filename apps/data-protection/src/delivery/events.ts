import { defineEvent, dotted, ref } from '@voxkeep/platform';

/** Somebody stopped fetching an archive, or it could not be made to its end. */
export const archiveBrokenOff = defineEvent('delivery.broken-off', { case: ref('case') }, 'warn');

/** The mail server did not take a mail. */
export const mailRefused = defineEvent('delivery.mail-refused', { case: ref('case'), reason: dotted() }, 'warn');
