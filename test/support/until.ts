import { setTimeout as pause } from 'node:timers/promises';

/** Asks until there is an answer other than `undefined` or `false`; throws with `what` when there is none in time. Programs of their own cannot be waited for in another way. */
export async function until<T>(
  what: string,
  withinMs: number,
  ask: () => T | Promise<T>,
  betweenMs = 50,
): Promise<Exclude<T, undefined | false>> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer as Exclude<T, undefined | false>;
    if (performance.now() > deadline) throw new Error(`Not within ${withinMs} ms: ${what}`);
    await pause(betweenMs);
  }
}
