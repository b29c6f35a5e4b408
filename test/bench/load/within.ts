import { setTimeout as pause } from 'node:timers/promises';
import { UnexpectedAnswer } from '../../support/api-client.js';

/** Whether something was thrown because the product, or a part of it, is away for the moment. */
export const isOutage = (thrown: unknown): boolean => thrown instanceof UnexpectedAnswer && thrown.status >= 500;

/** Asks every half second until there is an answer other than `undefined` or `false`, also over an outage; gives up after so long, as a bench must end. */
export async function within<T>(withinMs: number, ask: () => T | Promise<T>): Promise<Exclude<T, undefined | false> | undefined> {
  const deadline = performance.now() + withinMs;
  while (performance.now() < deadline) {
    const answer = await asked(ask);
    if (answer !== undefined && answer !== false) return answer as Exclude<T, undefined | false>;
    await pause(500);
  }
  return undefined;
}

async function asked<T>(ask: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (thrown) {
    if (isOutage(thrown)) return undefined;
    throw thrown;
  }
}
