import { setTimeout as wait } from 'node:timers/promises';
import { isOutOfReach } from '@voxkeep/platform';

/** From one try to the next, in ms. Together with the tries themselves some minutes: a busy machine has more time than that. */
const pausesMs = [1000, 2000, 5000, 10_000, 20_000] as const;

/**
 * Does what may be done again, and does it again while a database gives no connection or is away; any other error is thrown at once,
 * this one after the last try.
 */
export async function patiently<T>(work: () => Promise<T>, pause: (ms: number) => Promise<unknown> = wait): Promise<T> {
  for (const ms of pausesMs) {
    try {
      return await work();
    } catch (thrown) {
      if (!isOutOfReach(thrown)) throw thrown;
    }
    await pause(ms);
  }
  return work();
}
