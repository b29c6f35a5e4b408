import { setTimeout as pause } from 'node:timers/promises';
import { UnexpectedAnswer } from './api-client';
import { patienceMs } from './patience';

/**
 * Asks until there is an answer other than `undefined` or `false`; throws with `what` when it never comes. Programs of their own cannot be
 * waited for in another way. A front door that says 502 or 503, as it does while a program is started again, is asked once more.
 */
export async function until<T>(what: string, ask: () => T | Promise<T>, betweenMs = 50): Promise<Exclude<T, undefined | false>> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const answer = await asked(ask);
    if (answer !== undefined && answer !== false) return answer as Exclude<T, undefined | false>;
    if (performance.now() > deadline) throw new Error(`In vain: ${what}`);
    await pause(betweenMs);
  }
}

async function asked<T>(ask: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (thrown) {
    if (thrown instanceof UnexpectedAnswer && [502, 503].includes(thrown.status)) return undefined;
    throw thrown;
  }
}
