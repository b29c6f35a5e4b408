import { defineEvent } from './event.js';
import { code, dotted, errorFields, int, ms, optional, ref, routePattern } from './field.js';

/** A request ended in an error that nobody expected; the client got 500 or 503 and the request's id. */
export const requestFailed = defineEvent(
  'request.failed',
  { request: ref('request'), route: routePattern(), error: errorFields() },
  'error',
);

/** The framework complained. Its text may quote data and is dropped. */
export const frameworkSaid = defineEvent(
  'framework.said',
  { severity: code(['warn', 'error', 'fatal']), context: optional(dotted()), error: optional(errorFields()) },
  'warn',
);

export const programStarted = defineEvent('program.started', { program: dotted(), afterMs: ms() });
export const programStopped = defineEvent('program.stopped', { program: dotted(), afterMs: ms() });
export const programFailed = defineEvent('program.failed', { program: dotted(), exitCode: int(), error: errorFields() }, 'error');

/** A promise that nobody waited for was rejected; the program goes on. `count` since its start. */
export const rejectionUnheard = defineEvent(
  'program.rejection-unheard',
  { program: dotted(), count: int(), error: errorFields() },
  'error',
);

/** An outbox could not be carried over; it is tried again and nothing is lost. */
export const relayFailed = defineEvent(
  'outbox.relay-failed',
  { source: dotted(), consumer: dotted(), error: errorFields() },
  'error',
);

export const jobFailed = defineEvent(
  'job.failed',
  { queue: dotted(), job: dotted(), attempt: int(), error: errorFields() },
  'error',
);
/** A communication event could not be written under an open grant; nothing else is the matter. */
export const communicationUnwritten = defineEvent('communication.unwritten', { error: errorFields() }, 'warn');
export const queueFailed = defineEvent('job.queue-failed', { queue: dotted(), error: errorFields() }, 'error');

/**
 * The folder of the vault does not hold the vault of this site, so nothing is begun, read or removed in it: mount the vault again; nothing
 * has to be restarted. How another one is begun, as when the disk died, stands in deploy/README.md.
 */
export const vaultAway = defineEvent('vault.away', { state: code(['unmarked', 'other', 'unreachable']) }, 'error');
export const vaultBack = defineEvent('vault.back', {});
