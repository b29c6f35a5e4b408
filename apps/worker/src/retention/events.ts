import { code, defineEvent, dotted, errorFields, int, ms } from '@voxkeep/platform';

/** A run of retention ended: how many rows went, stayed under a hold, and could not be removed. */
export const retentionRan = defineEvent('retention.ran', {
  state: code(['done', 'failed', 'stopped']),
  removed: int(),
  held: int(),
  failed: int(),
  tookMs: ms(),
});

/** A batch could not be removed; it is tried again in the next run. */
export const retentionBatchFailed = defineEvent(
  'retention.batch-failed',
  { class: dotted(), rows: int(), error: errorFields() },
  'error',
);

/** Retention stopped and asks anew. */
export const retentionBraked = defineEvent('retention.braked', { because: dotted() }, 'warn');

/** A rehearsal could not be carried out. */
export const rehearsalFailed = defineEvent('retention.rehearsal-failed', { error: errorFields() }, 'error');
