import { defineEvent, dotted, errorFields, ref } from '@voxkeep/platform';

/** An erasure stopped at a step. What was done stays done; executing the case again goes on. */
export const erasureFailed = defineEvent('erasure.failed', { case: ref('case'), step: dotted(), error: errorFields() }, 'error');
