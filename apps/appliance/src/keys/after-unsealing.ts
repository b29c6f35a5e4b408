import { setTimeout as wait } from 'node:timers/promises';
import type { Appliance } from '../appliance.js';
import { firstRun } from '../first-run/first-run.js';
import { isKeyringSealed } from '../supervision/keyring-state.js';

const lookEveryMs = 1000;

/**
 * Waits until somebody has unsealed the keyring, and does what a sealed start had to leave. False when the appliance was stopped
 * before that.
 */
export async function untilUnsealed({ layout, fleet, surroundings }: Appliance, stopped: () => boolean): Promise<boolean> {
  while (await isKeyringSealed(layout)) {
    await wait(lookEveryMs);
    if (stopped()) return false;
  }
  if (!(await fleet.unsealed())) return false;
  await firstRun(surroundings);
  return !stopped();
}
