import { code, defineEvent, errorFields, int, ref } from '@voxkeep/platform';

/** Grants for communication events came to their end by themselves. */
export const grantsEnded = defineEvent('communication.grants-ended', { reason: code(['restart', 'expired']), grants: int() });

/** The stream of a grant was destroyed, its key first. */
export const streamShredded = defineEvent('communication.stream-shredded', { grant: ref('grant') });

/** A round over the grants failed; the next one tries again. */
export const sweepFailed = defineEvent('communication.sweep-failed', { error: errorFields() }, 'error');
