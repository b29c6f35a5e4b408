import { defineEvent, diagnostics, dotted, errorFields } from '@voxkeep/platform';

/** Work in the background did not get through; it is done again at its next turn. */
const recurringFailed = defineEvent('recurring.failed', { work: dotted(), error: errorFields() }, 'warn');

/** Does a work again and again while the program lives; a failure is told. Answers what ends it. */
export function repeat(work: string, everyMs: number, task: () => Promise<unknown>): () => void {
  const timer = setInterval(() => {
    void task().catch((error: unknown) => {
      diagnostics.record(recurringFailed, { work, error });
    });
  }, everyMs).unref();
  return () => {
    clearInterval(timer);
  };
}
