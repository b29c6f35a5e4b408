import { setTimeout as pause } from 'node:timers/promises';
import { patienceMs } from './patience';

/** Asks until there is an answer other than `undefined` or `false`; throws with `what` when it never comes. Programs of their own cannot be waited for in another way. */
export async function until<T>(what: string, ask: () => T | Promise<T>, betweenMs = 50): Promise<Exclude<T, undefined | false>> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer as Exclude<T, undefined | false>;
    if (performance.now() > deadline) throw new Error(`In vain: ${what}`);
    await pause(betweenMs);
  }
}
