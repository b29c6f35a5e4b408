import { setTimeout as pause } from 'node:timers/promises';

/** The good-bye overtakes packets that were sent before it: they still wait in the sockets, or on the way. */
const lastPacketsMs = 40;
/** Rounds of the event loop in which packets that were sent before may still come in. */
const lastRounds = 50;

/** What was sent before the good-bye is in the sockets by now; it is taken until a whole round brings nothing more. `heard`: octets so far. */
export async function takeLastPackets(heard: () => number): Promise<void> {
  await pause(lastPacketsMs);
  for (let round = 0, before = -1; round < lastRounds && heard() !== before; round += 1) {
    before = heard();
    await new Promise(setImmediate);
  }
}
