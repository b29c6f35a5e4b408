import { defineEvent, errorFields } from '@voxkeep/platform';

/** Work of the SIP side that nobody waits for failed; the call it was for goes on or ends, all others are untouched. */
export const sipWorkFailed = defineEvent('sip.work-failed', { error: errorFields() }, 'error');
