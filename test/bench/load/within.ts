import { setTimeout as pause } from 'node:timers/promises';

/** Asks every half second until there is an answer other than `undefined` or `false`; gives up after so long, as a bench must end. */
export async function within<T>(withinMs: number, ask: () => T | Promise<T>): Promise<Exclude<T, undefined | false> | undefined> {
  const deadline = performance.now() + withinMs;
  while (performance.now() < deadline) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer as Exclude<T, undefined | false>;
    await pause(500);
  }
  return undefined;
}
