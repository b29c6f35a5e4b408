import { getPriority } from 'node:os';
import { diagnostics } from '@voxkeep/platform';
import { recorderNotFirst } from './session/events.js';

/** Whether this process goes before others where the machine has too much to do, as the appliance asks when it may (nice(2), below 0). */
export function goesFirst(niceness = getPriority()): boolean {
  return niceness < 0;
}

/** Says at the start when it does not: a machine full of other work then costs packets and late answers. */
export function tellPrecedence(niceness = getPriority()): void {
  if (!goesFirst(niceness)) diagnostics.record(recorderNotFirst, { niceness });
}
